//! `replace-out-of-order`: an item that rows of several shards replace, so that the last one is chance.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Branch, Hot, Input, Model, SinkId, StreamId, Target};
use crate::sinks::{Settings, dynamodb};
use crate::source::Span;

/// The finding's page.
pub const CODE: Code = Code {
    name: "replace-out-of-order",
    what: "A table with `on_conflict: replace` has items that rows of several shards, or of several streams, replace.",
    why: "Records keep their order within a shard only (Kinesis Data Streams guide, `key-concepts`). Where the rows of \
          one item come by two of them, the one that stays is the one that was written last, not the newest.",
    example: "sinks:\n  alarms: { dynamodb: { partition_key: level, on_conflict: replace } }\n\
              schemas:\n  reading: { level: integer not null }\n",
    instead: "sinks:\n  alarms: { dynamodb: { partition_key: sensor, on_conflict: replace } }\n",
};

/// Warns of each such table.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, sink) in model.sinks.iter().enumerate() {
        let Some(Settings::Dynamodb(table)) = &sink.settings else { continue };
        if table.replaces() {
            one(model, SinkId(id), table, findings);
        }
    }
}

fn one(model: &Model, id: SinkId, table: &dynamodb::Settings, findings: &mut Diagnostics) {
    let place = table.place_of("on_conflict");
    let mut first: Option<StreamId> = None;
    for branch in model.writers(Target::Sink(id)).filter(|it| it.intact) {
        let (Some(root), Some(hot)) = (model.root(branch), branch.as_hot()) else { continue };
        let other = first.replace(root).filter(|it| *it != root);
        if let Some(other) = other {
            let streams = [other, root].map(|it| model.stream(it).name.value.as_str());
            let message = format!("rows of `{}` and of `{}` may replace each other", streams[0], streams[1]);
            findings.warn(&CODE, place, message).help("write to a table for each stream");
            return;
        }
        if !keeps_order(model, root, branch, hot, table) {
            tell(model, root, branch, place, findings);
            return;
        }
    }
}

/// Whether all rows of an item come by one shard: its key holds what decides the shard.
fn keeps_order(
    model: &Model,
    root: StreamId,
    branch: &Branch,
    hot: &Hot,
    table: &dynamodb::Settings,
) -> bool {
    let stream = model.stream(root);
    if stream.shards.as_ref().is_some_and(|it| it.value == 1) {
        return true;
    }
    let Some(key) = &stream.partition_key else { return false };
    let mut parts = table.partition_key.0.iter().chain(&table.sort_key);
    parts.any(|part| {
        let output = hot.outputs.iter().position(|it| it.column.name.value == part.value);
        output.is_some_and(|it| column(model, branch, hot, it) == Some(key.value))
    })
}

/// The column of its stream that a column of a branch's rows is, as it came.
fn column(model: &Model, branch: &Branch, hot: &Hot, output: usize) -> Option<usize> {
    let from = hot.outputs[output].from;
    let input = match hot.window {
        Some(_) => hot.group_by.get(from)?.value,
        None => Some(from).filter(|it| *it < hot.input.len())?,
    };
    match branch.from.as_ref()?.value {
        Input::Stream(_) => Some(input),
        Input::Branch(id) => {
            let before = model.branch(id);
            column(model, before, before.as_hot()?, input)
        }
    }
}

fn tell(model: &Model, root: StreamId, branch: &Branch, place: Span, findings: &mut Diagnostics) {
    let stream = model.stream(root);
    let message = format!("rows of one item may come by several shards of `{}`", stream.name.value);
    let finding = findings.warn(&CODE, place, message);
    finding.label(branch.name.span, "this branch writes them");
    match &stream.partition_key {
        Some(key) => {
            let name = &stream.columns[key.value].name.value;
            finding.label(key.span, "this decides the shard");
            finding.help(format!("add `{name}` to the table's key, or let a column of that key decide"));
        }
        None => {
            finding.help("give the stream a `partition_key` that is in the table's key");
        }
    }
}
