//! What a threshold can be: the text that starts a function, the value that it then has, and the stack's pattern.

use super::cases::{Start, Stream};
use super::{corpus, jobs};
use crate::rules::{self, NOW, reference};
use pipec::plan::{Job, Threshold};
use pipec_runtime::{lines, threshold};
use pipec_tests::{judged, text};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::sync::LazyLock;

/// A record that needs nothing.
const RECORD: [&str; 1] = ["{}"];

#[test]
fn a_threshold_is_its_literal_or_nothing_starts() {
    rules::build();
    let mut complaints = Vec::new();
    let mut count = 0;
    for (stream, job) in jobs() {
        for row in &stream.starts {
            complaints.extend(program(stream, job, row));
            complaints.extend(interpreter(stream, job, row));
            complaints.extend(pattern(row));
            count += 1;
        }
    }
    text::none(&complaints);
    judged("thresholds", count);
}

fn parameter(row: &Start) -> &'static Threshold {
    let found = corpus().thresholds.iter().find(|it| it.name == row.threshold);
    found.expect("the sections' thresholds are the pipeline's")
}

/// The line that the branch of this threshold writes; none where nothing may start.
fn expected(stream: &Stream, row: &Start) -> Option<String> {
    row.value.as_ref().map(|it| stream.valued(row.expression, it))
}

fn complaint(row: &Start, who: &str, found: &str) -> Option<String> {
    let written = String::from_utf8_lossy(&row.text);
    Some(format!("{} (rule {}): {who} of {written:?}: {found}", row.place, row.rule))
}

fn program(stream: &Stream, job: &Job, row: &Start) -> Option<String> {
    let variable = parameter(row).variable.as_str();
    let variables = [(lines::NOW, OsStr::new(NOW)), (variable, OsStr::from_bytes(&row.text))];
    let said = rules::run(corpus(), job, &RECORD, &variables);
    let (output, message) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    let met = match expected(stream, row) {
        Some(line) => said.status.success() && output.lines().any(|it| it == line),
        None => said.status.code() == Some(2) && output.is_empty() && message.contains(variable),
    };
    if met { None } else { complaint(row, "the program", &format!("{} {message}", said.status)) }
}

fn interpreter(stream: &Stream, job: &Job, row: &Start) -> Option<String> {
    // A text that is no UTF-8 does not come so far.
    let written = std::str::from_utf8(&row.text).ok()?;
    let index = corpus().thresholds.iter().position(|it| it.name == row.threshold)?;
    let Threshold { ty, min, max, .. } = parameter(row);
    let (min, max) = (min.as_deref(), max.as_deref());
    let threshold = threshold::Threshold { name: "it", variable: "IT", ty: *ty, min, max };
    let line = threshold.read(written).ok().and_then(|value| {
        let mut context = rules::context(&corpus().thresholds, NOW);
        context.thresholds[index] = value;
        let lines = reference::lines(job, &RECORD, &context).concat();
        lines.into_iter().find(|it| it.contains(&format!("\"{}\"", stream.branch(row.expression))))
    });
    if line == expected(stream, row) { None } else { complaint(row, "the interpreter", &format!("{line:?}")) }
}

static TEMPLATE: LazyLock<Value> = LazyLock::new(|| {
    let template = corpus().artifacts.get("template.json").expect("it is emitted");
    serde_json::from_slice(template).expect("it is JSON")
});

/// Whether the pattern of the stack's parameter says of the text what the row says.
fn pattern(row: &Start) -> Option<String> {
    let written = std::str::from_utf8(&row.text).ok()?;
    let pattern = &TEMPLATE["Parameters"][&parameter(row).parameter]["AllowedPattern"];
    let schema = jsonschema::validator_for(&json!({ "type": "string", "pattern": pattern }));
    let passes = schema.expect("it is a pattern").is_valid(&json!(written));
    if passes == row.passes { None } else { complaint(row, "the pattern", &format!("passes: {passes}")) }
}

#[test]
fn a_wrong_row_on_thresholds_is_told() {
    let (stream, job) = jobs().find(|it| !it.0.starts.is_empty()).expect("there are such rows");
    let started = stream.starts.iter().find(|it| it.value.is_some()).expect("one starts");
    let wrong = |value: Option<&str>| Start {
        value: value.map(str::to_owned),
        passes: !started.passes,
        place: String::new(),
        threshold: started.threshold.clone(),
        text: started.text.clone(),
        ..*started
    };
    rules::build();
    for row in [wrong(None), wrong(Some("\"another\""))] {
        assert!(program(stream, job, &row).is_some() && interpreter(stream, job, &row).is_some());
        assert!(pattern(&row).is_some());
    }
}
