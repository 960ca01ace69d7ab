//! `application-limits`: what an application of Kinesis Analytics cannot have.

use crate::diagnostic::{Code, Diagnostics};
use crate::engines::Name;
use crate::model::{Branch, BranchId, Model, Stream, StreamId};

/// Outputs of an application (page `limits` of the guide).
const OUTPUTS: usize = 3;
/// Characters of the name of an output (API, `Output`).
const NAME: usize = 32;

/// The finding's page.
pub const CODE: Code = Code {
    name: "application-limits",
    what: "Branches on `kinesis_analytics_sql` read one stream, and more than three of them write something, or one with a \
           name of more than 32 characters; or a column of that stream has a name with a hyphen, a blank, `<`, `>` or `&`, \
           or a path that is no row of plain words.",
    why: "All branches of one stream are one application, and each that writes something is an output of it; an \
          application has three (Kinesis Data Analytics for SQL guide, `limits`), whose names have 32 characters (its \
          API, `Output`). Names of columns are bounded by its API, too (`RecordColumn`), and its paths have no way to \
          quote a key (guide, `about-json-path`).",
    example: "hot:\n  alarm: { engine: kinesis_analytics_sql }\n  one: { from: alarm, to: alarms }\n  \
              two: { from: alarm, to: alarms }\n  three: { from: alarm, to: alarms }\n",
    instead: "hot:\n  alarm: { engine: kinesis_analytics_sql }\n  one: { from: alarm, to: alarms }\n  \
              two: { from: alarm, to: alarms }\n",
};

/// Tells of each such column and output.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, stream) in model.streams.iter().enumerate() {
        let fed = model.fed(StreamId(id));
        let branches: Vec<&Branch> = fed.into_iter().filter_map(|it| on_it(model, it)).collect();
        let Some(first) = branches.first() else { continue };
        source(stream, first, findings);
        outputs(stream, &branches, findings);
    }
}

fn on_it(model: &Model, id: BranchId) -> Option<&Branch> {
    let branch = model.branch(id);
    branch.as_hot().is_some_and(|it| it.engine == Name::KinesisAnalyticsSql).then_some(branch)
}

/// The columns that it reads.
fn source(stream: &Stream, reader: &Branch, findings: &mut Diagnostics) {
    for column in &stream.columns {
        let what = match column.path.iter().find(|it| !is_plain(it)) {
            Some(key) => format!("the key `{key}` cannot stand in a path of the engine that reads it"),
            None if is_name(&column.name.value) => continue,
            None => "a column of the engine that reads it cannot be called so".to_owned(),
        };
        findings.error(&CODE, column.name.span, what).label(reader.name.span, "the reader");
    }
}

fn outputs(stream: &Stream, branches: &[&Branch], findings: &mut Diagnostics) {
    let writers = || branches.iter().filter(|it| !it.to.is_empty());
    for branch in writers().filter(|it| it.name.value.chars().count() > NAME) {
        let message = format!("the name of an output of that engine has at most {NAME} characters");
        findings.error(&CODE, branch.name.span, message).help("give the branch a shorter name");
    }
    let Some(branch) = writers().nth(OUTPUTS) else { return };
    let place = branch.to.first().map_or(branch.name.span, |it| it.span);
    let name = &stream.name.value;
    let message =
        format!("an application has {OUTPUTS} outputs, and this is one more of those that read `{name}`");
    let finding = findings.error(&CODE, place, message);
    finding.help("write what several branches write from one of them, or put a stream between them");
}

/// Whether a key can stand in a path as it is.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|it| it.is_alphanumeric() || it == '_')
}

/// Whether a column can be called so.
fn is_name(name: &str) -> bool {
    !name.contains(|it: char| it.is_whitespace() || "-<>&".contains(it))
}
