//! `unused-schema`, `unused-stream`, `unused-sink`, `unused-threshold`: names that nothing uses.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{BOUNDS, Input, Model, SchemaId, SinkId, StreamId, Target};
use pipec_runtime::expr::{Expr, Node};
use std::collections::BTreeSet;

/// The pages of all four.
pub const CODES: &[&Code] = &[&SCHEMA, &STREAM, &SINK, &THRESHOLD];

const SCHEMA: Code = Code {
    name: "unused-schema",
    what: "No stream has this schema.",
    why: "It is probably a leftover, or a stream names another by mistake.",
    example: "schemas:\n  other: { id: string }\n",
    instead: "streams:\n  readings: { description: All readings. }\n",
};

const STREAM: Code = Code {
    name: "unused-stream",
    what: "No branch reads or writes this stream.",
    why: "It would be deployed, and billed, for nothing.",
    example: "streams:\n  others: { schema: reading }\n",
    instead: "streams:\n  others: { schema: reading }\nhot:\n  alarm: { to: [alarms, others] }\n",
};

const SINK: Code = Code {
    name: "unused-sink",
    what: "No branch writes to this sink.",
    why: "It would be deployed, and billed, and stay empty.",
    example: "sinks:\n  extra: { sqs: {} }\n",
    instead: "sinks:\n  extra: { sqs: {} }\nhot:\n  alarm: { to: [alarms, extra] }\n",
};

const THRESHOLD: Code = Code {
    name: "unused-threshold",
    what: "No expression uses this threshold.",
    why: "It would be a stack parameter that changes nothing when somebody changes it.",
    example: "thresholds:\n  low: 10\n",
    instead: "thresholds:\n  low: 10\nhot:\n  alarm: { where: level > high or level < low }\n",
};

/// Warns of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    // Where a branch is broken, what it uses is not known.
    let all_known = model.branches.iter().all(|it| it.intact);
    for (id, schema) in model.schemas.iter().enumerate() {
        let used = model.streams.iter().any(|it| it.schema == Some(SchemaId(id)) || !it.intact);
        warn(!used, &SCHEMA, &schema.name, "no stream has this schema", findings);
    }
    for (id, stream) in model.streams.iter().enumerate() {
        let read = model.readers(Input::Stream(StreamId(id))).next().is_some();
        let written = model.writers(Target::Stream(StreamId(id))).next().is_some();
        warn(
            all_known && !read && !written,
            &STREAM,
            &stream.name,
            "no branch reads or writes this stream",
            findings,
        );
    }
    for (id, sink) in model.sinks.iter().enumerate() {
        let written = model.writers(Target::Sink(SinkId(id))).next().is_some();
        warn(all_known && !written, &SINK, &sink.name, "no branch writes to this sink", findings);
    }
    let used = thresholds(model);
    for (id, threshold) in model.thresholds.iter().enumerate() {
        // A threshold with a column's name cannot be used, which is told as such.
        let columns = model.schemas.iter().flat_map(|it| &it.columns);
        let shadowed = columns.map(|it| &it.name.value).any(|it| *it == threshold.name.value);
        let is_bound = BOUNDS.contains(&threshold.name.value.as_str());
        let shadowed = shadowed || (is_bound && model.hot().any(|(_, _, hot)| hot.window.is_some()));
        let unused = all_known && !shadowed && !used.contains(&id);
        warn(unused, &THRESHOLD, &threshold.name, "no expression uses this threshold", findings);
    }
}

fn warn(
    unused: bool,
    code: &'static Code,
    name: &crate::source::Spanned<String>,
    message: &str,
    findings: &mut Diagnostics,
) {
    if unused {
        findings.warn(code, name.span, message).help(format!("use `{}`, or remove it", name.value));
    }
}

/// The thresholds that expressions use.
fn thresholds(model: &Model) -> BTreeSet<usize> {
    let mut used = BTreeSet::new();
    for (tree, _) in model.trees() {
        tree.visit(&mut |it: &Expr| {
            if let Node::Threshold(id) = it.node {
                used.insert(id);
            }
        });
    }
    used
}
