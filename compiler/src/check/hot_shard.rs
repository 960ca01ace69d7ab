//! `hot-shard`: a partition key with few values sends most records to few shards.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Column, Model, Stream, StreamId, Target};
use pipec_runtime::expr::Node;
use pipec_runtime::types::Type;
use std::collections::BTreeSet;

/// Fewer different values than this are few.
const FEW: usize = 16;

/// The finding's page.
pub const CODE: Code = Code {
    name: "hot-shard",
    what: "A stream's partition key is always the same, a boolean, or has few `examples`, and the stream more shards.",
    why: "All records of one key go to one shard, and a shard takes 1 MiB and 1,000 records a second (Kinesis Data \
          Streams guide, `service-sizes-and-limits`): more shards would not help.",
    example: "schemas:\n  reading: { isTest: boolean }\nstreams:\n  readings: { partition_key: isTest }\n",
    instead: "streams:\n  readings: { partition_key: sensor }\n",
};

/// Warns of each such stream.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, stream) in model.streams.iter().enumerate() {
        let Some(key) = &stream.partition_key else { continue };
        let column = &stream.columns[key.value];
        let Some(few) = few(column).or_else(|| constant(model, StreamId(id), column)) else { continue };
        if stream.shards.as_ref().is_some_and(|it| it.value as usize <= few.shards) {
            continue;
        }
        let finding = findings.warn(&CODE, key.span, format!("`{}` {}", column.name.value, few.why));
        if let Some(better) = better(stream, column) {
            finding.help(format!("`{better}` may spread better"));
        }
    }
}

/// What a key with few values means.
struct Few {
    /// The shards that get records.
    shards: usize,
    why: String,
}

fn few(column: &Column) -> Option<Few> {
    if column.ty == Type::Boolean {
        return Some(Few { shards: 2, why: "is a boolean: two shards at most get records".to_owned() });
    }
    let values: BTreeSet<&str> = column.examples.iter().map(|it| it.value.as_str()).collect();
    let (shards, few) = (values.len(), !values.is_empty() && values.len() < FEW);
    few.then(|| Few { shards, why: format!("has {shards} examples: that many shards at most get records") })
}

/// Whether a branch that writes the stream writes one constant as the key.
fn constant(model: &Model, stream: StreamId, column: &Column) -> Option<Few> {
    let added = model.writers(Target::Stream(stream)).filter_map(|it| it.as_hot()).flat_map(|it| &it.adds);
    let mut keys = added.filter(|it| it.name.value == column.name.value);
    let is_constant = keys.any(|it| matches!(it.expression.expr.node, Node::Literal(_) | Node::Threshold(_)));
    is_constant.then(|| Few { shards: 1, why: "is a constant: one shard gets all records".to_owned() })
}

/// A column that looks like an identifier.
fn better<'a>(stream: &'a Stream, column: &Column) -> Option<&'a str> {
    let others = stream.columns.iter().filter(|it| it.name.value != column.name.value && !it.nullable);
    others.filter(|it| it.ty.is_text() && few(it).is_none()).map(|it| it.name.value.as_str()).next()
}
