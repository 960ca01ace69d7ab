//! `unknown-in-test`, `bad-test-row`: tests that would pass because of a misspelling.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Column, Input, Model, SinkId, StreamId, Target};
use crate::source::{Span, Spanned};
use crate::spec::{Expectation, Given, Row, Test};
use crate::yaml::{Kind, Node, Plain};

/// The pages of both.
pub const CODES: &[&Code] = &[&UNKNOWN, &ROW];

const UNKNOWN: Code = Code {
    name: "unknown-in-test",
    what: "A test names a stream, sink, branch, threshold or column that the pipeline does not have.",
    why: "A misspelt name would make a test that checks nothing and passes.",
    example: "tests:\n  one: { given: { readings: [] }, expect: { alarmz: [] } }\n",
    instead: "tests:\n  one: { given: { readings: [text] }, expect: { dead_letters: [ { reason: malformed } ] } }\n",
};

const ROW: Code = Code {
    name: "bad-test-row",
    what: "A row of a test is of no form that tests have.",
    why: "A record is a mapping, the text of the record, or `{ repeat: N, record: … }`.",
    example: "tests:\n  one: { given: { readings: [ { repeat: many, record: { sensor: a } } ] }, expect: { alarms: [] } }\n",
    instead: "tests:\n  one: { given: { readings: [ { repeat: 3, record: { sensor: a } } ] }, expect: { alarms: [] } }\n",
};

/// What a dead letter holds (semantics 2).
const DEAD_LETTER: [&str; 7] = ["id", "reason", "branch", "stream", "position", "arrived", "raw"];

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for test in model.spec.tests.items.iter().filter_map(|(_, it)| it.as_ref()) {
        one(model, test, findings);
    }
}

fn one(model: &Model, test: &Test, findings: &mut Diagnostics) {
    for (name, _) in &test.thresholds.items {
        let known = model.thresholds.iter().map(|it| it.name.value.as_str());
        expect_known("threshold", name, known, findings);
    }
    for (name, given) in test.given.0.iter().flat_map(|it| &it.items) {
        let Some(stream) = model.streams.iter().find(|it| it.name.value == name.value) else {
            expect_known("stream", name, model.streams.iter().map(|it| it.name.value.as_str()), findings);
            continue;
        };
        if let Some(Given::Records(rows)) = given {
            let columns: Vec<&str> = stream.columns.iter().map(|it| it.path[0].as_str()).collect();
            rows.iter().for_each(|row| record(row, &columns, stream.intact, findings));
        }
    }
    for (name, expectation) in test.expect.0.iter().flat_map(|it| &it.items) {
        let Some(columns) = rows_of(model, name, findings) else { continue };
        let rows: Vec<&Node> = match expectation {
            Some(Expectation::Rows(rows)) => rows.iter().map(|it| &it.node).collect(),
            Some(Expectation::Rich(rich)) => {
                let all = rich.has.items.iter().chain(&rich.exactly.items).chain(&rich.in_order.items);
                all.map(|it| &it.node).collect()
            }
            None => Vec::new(),
        };
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        rows.into_iter().for_each(|row| keys(row, &columns, findings));
    }
}

fn expect_known<'a>(
    noun: &str,
    name: &Spanned<String>,
    known: impl Iterator<Item = &'a str> + Clone,
    findings: &mut Diagnostics,
) {
    if !known.clone().any(|it| it == name.value) {
        let message = format!("no {noun} is called `{}`", name.value);
        findings.error(&UNKNOWN, name.span, message).nearest(&name.value, known);
    }
}

/// The columns of what an expectation names; `None` where it names nothing, or something broken.
fn rows_of(model: &Model, name: &Spanned<String>, findings: &mut Diagnostics) -> Option<Vec<String>> {
    if name.value == "dead_letters" {
        return Some(DEAD_LETTER.map(str::to_owned).to_vec());
    }
    let names = |columns: &[Column]| columns.iter().map(|it| it.name.value.clone()).collect::<Vec<_>>();
    if let Some(id) = model.streams.iter().position(|it| it.name.value == name.value) {
        let written = model.writers(Target::Stream(StreamId(id))).next().is_some();
        let read = model.readers(Input::Stream(StreamId(id))).next().is_some();
        return (model.streams[id].intact && (written || read)).then(|| names(&model.streams[id].columns));
    }
    if let Some(branch) = model.branches.iter().find(|it| it.name.value == name.value) {
        let hot = branch.as_hot().filter(|_| branch.intact)?;
        return Some(hot.outputs.iter().map(|it| it.column.name.value.clone()).collect());
    }
    if let Some(id) = model.sinks.iter().position(|it| it.name.value == name.value) {
        let writers: Vec<_> = model.writers(Target::Sink(SinkId(id))).collect();
        let known = writers.iter().all(|it| it.intact && it.as_hot().is_some());
        let columns = writers.iter().filter_map(|it| it.as_hot()).flat_map(|it| &it.outputs);
        return known.then(|| columns.map(|it| it.column.name.value.clone()).collect());
    }
    let streams = model.streams.iter().map(|it| it.name.value.as_str());
    let branches = model.branches.iter().map(|it| it.name.value.as_str());
    let sinks = model.sinks.iter().map(|it| it.name.value.as_str());
    let known = streams.chain(branches).chain(sinks).chain(["dead_letters"]);
    expect_known("sink, stream or branch", name, known, findings);
    None
}

/// A record as it comes: the keys of a mapping are columns, a text is the record itself.
fn record(row: &Row, columns: &[&str], known: bool, findings: &mut Diagnostics) {
    let Kind::Map(map) = &row.node.kind else { return };
    let repeat = map.iter().find(|(key, _)| key.value == "repeat").map(|(_, value)| value);
    let repeated = map.iter().find(|(key, _)| key.value == "record").map(|(_, value)| value);
    let inner = match (repeat, repeated) {
        (Some(times), Some(record)) if map.len() == 2 => {
            if times.as_scalar().is_none_or(|it| it.plain() != Plain::Integer) {
                findings.error(&ROW, first_line(times.span), "`repeat` is a whole number");
            }
            record
        }
        _ => &row.node,
    };
    if known {
        keys(inner, columns, findings);
    }
}

fn keys(row: &Node, columns: &[&str], findings: &mut Diagnostics) {
    let Kind::Map(map) = &row.kind else { return };
    for (key, _) in map {
        if !columns.contains(&key.value.as_str()) {
            let message = format!("no column is called `{}` here", key.value);
            findings.error(&UNKNOWN, key.span, message).nearest(&key.value, columns.iter().copied());
        }
    }
}

fn first_line(span: Span) -> Span {
    Span::new(span.start, span.end.min(span.start + 40))
}
