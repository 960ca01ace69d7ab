//! A story through the embedded engine.

use super::story::{COLUMNS, Story, Window};
use pipec::local::{Engine, Origin, Rejected, See, thresholds};
use pipec::model::{self, BranchId, Model, StreamId};
use pipec_runtime::fault::Reason;
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::value::Value;
use pipec_tests::resolved;

/// What came of a story.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// The rows of the last branch, each with the number of the record that it came with, from 0; those of the end come with
    /// the number of records.
    pub rows: Vec<(usize, Vec<Value<'static>>)>,
    /// The numbers of the records that were late.
    pub late: Vec<usize>,
    record: usize,
}

/// Something that is wrong on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// Windows end a millisecond late.
    WindowOffByOne,
    /// The watermark waits too long, so that records that are late are kept.
    LateKept,
    /// A group whose key is null is dropped.
    NullKeyDropped,
    /// A mean is cut to a whole number.
    MeanTruncated,
}

/// All of them.
pub const BUGS: [Bug; 4] = [Bug::WindowOffByOne, Bug::LateKept, Bug::NullKeyDropped, Bug::MeanTruncated];

/// The story by the engine, with a bug or without.
pub fn tell(story: &Story, bug: Option<Bug>) -> Told {
    let mut model = resolved::model(&written(story));
    if let Some(bug) = bug {
        plant(bug, &mut model);
    }
    let mut engine = Engine::new(&model, thresholds(&model));
    let mut told = Told::default();
    for record in &story.records {
        engine.accept(StreamId(0), json(record.time, &record.values).as_bytes(), Timestamp(0), &mut told);
        told.record += 1;
    }
    engine.close(Timestamp(0), &mut told);
    if let Some(bug) = bug {
        spoil(bug, story, &mut told);
    }
    told
}

impl See for Told {
    fn made(&mut self, branch: BranchId, row: &Row<'_>, _: Origin<'_>) {
        let values = row.clone().into_owned().values().to_vec();
        if branch == BranchId(0) {
            self.rows.push((self.record, values));
        }
    }

    fn kept(&mut self, _: BranchId, _: &[u8]) {}

    fn rejected(&mut self, rejected: Rejected<'_>) {
        assert_eq!(rejected.reason, Reason::Late, "{}", String::from_utf8_lossy(rejected.raw));
        self.late.push(self.record);
    }
}

/// The pipeline of a story; its last branch stands first.
fn written(story: &Story) -> String {
    let columns: String = COLUMNS.iter().map(|(name, ty, _)| format!("    {name}: {ty}\n")).collect();
    let window = match story.window {
        Window::Sliding { size, slide } if size == slide => format!("{{ tumbling: {{ size: {size}ms }} }}"),
        Window::Sliding { size, slide } => format!("{{ sliding: {{ size: {size}ms, slide: {slide}ms }} }}"),
        Window::Session { gap } => format!("{{ session: {{ gap: {gap}ms }} }}"),
    };
    let quoted = |it: &str| serde_json::Value::from(it).to_string();
    let keys =
        if story.keys.is_empty() { String::new() } else { format!("    group_by: {:?}\n", story.keys) };
    let line = |key: &str, text: &Option<String>| {
        text.as_ref().map(|it| format!("    {key}: {}\n", quoted(it))).unwrap_or_default()
    };
    let adds: String =
        story.adds.iter().enumerate().map(|(at, it)| format!("      a{at}: {}\n", quoted(it))).collect();
    let first = format!(
        "    from: t\n    window: {window}\n{keys}{}    add:\n{adds}{}",
        line("where", &story.filter),
        line("having", &story.having),
    );
    let branches = match story.chained {
        None => format!("  last:\n{first}    to: out\n"),
        Some(size) => format!(
            "  last:\n    from: first\n    window: {{ tumbling: {{ size: {size}ms }} }}\n    add: {{ a0: count(a0), a1: count(*) \
             }}\n    to: out\n  first:\n{first}"
        ),
    };
    format!(
        "version: 1\npipeline: story\nschemas:\n  t:\n    at: {{ type: timestamp not null, format: epoch_ms }}\n{columns}\
         streams:\n  t: {{ schema: t, event_time: at, watermark: {{ delay: {}ms }} }}\nhot:\n{branches}sinks:\n  out: {{ sqs: {{}} }}\n",
        story.delay
    )
}

fn json(time: i64, values: &[Option<String>]) -> String {
    let mut record = format!("{{\"at\":{time}");
    for ((name, ty, _), value) in COLUMNS.iter().zip(values) {
        let value = match value {
            None => "null".to_owned(),
            Some(it) if ty.contains("char") || matches!(*ty, "string" | "timestamp") => format!("\"{it}\""),
            Some(it) => it.clone(),
        };
        record.push_str(&format!(",\"{name}\":{value}"));
    }
    record + "}"
}

fn plant(bug: Bug, model: &mut Model) {
    use pipec_runtime::window::Window as Kind;
    for branch in &mut model.branches {
        let model::BranchKind::Hot(hot) = &mut branch.kind else { continue };
        if let (Bug::WindowOffByOne, Some(window)) = (bug, &mut hot.window) {
            window.kind = match window.kind {
                Kind::Tumbling { size } => Kind::Tumbling { size: size + 1 },
                Kind::Sliding { size, slide } => Kind::Sliding { size: size + slide, slide },
                Kind::Session { gap } => Kind::Session { gap: gap + 1 },
            };
        }
    }
    if bug == Bug::LateKept {
        model.streams[0].watermark.delay.value.millis += 1_000_000_000;
    }
}

fn spoil(bug: Bug, story: &Story, told: &mut Told) {
    let keys = if story.chained.is_some() { 0 } else { story.keys.len() };
    if bug == Bug::NullKeyDropped {
        told.rows.retain(|(_, row)| !row[..keys].iter().any(Value::is_null));
    }
    let means = story.adds.iter().enumerate().filter(|(_, it)| it.starts_with("avg"));
    for at in
        means.map(|(at, _)| keys + 2 + at).filter(|_| bug == Bug::MeanTruncated && story.chained.is_none())
    {
        for (_, row) in &mut told.rows {
            if let Value::Double(mean) = &mut row[at] {
                *mean = mean.trunc();
            }
        }
    }
}
