//! Kinesis data streams.

use crate::diagnostic::nearest;
use crate::source::Spanned;
use crate::syntax::{Arn, Bytes, Duration, FromScalar, Name, OneOrMany, Read, Reader, block};
use crate::yaml::{Kind, Node, Plain, Scalar};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::ops::RangeInclusive;

block! {
    /// A Kinesis data stream.
    struct Stream {
        /// A sentence on what its records are.
        optional description = "description": Spanned<String>,
        /// The schema of its records; the columns of the branches that write it without one.
        optional schema = "schema": Spanned<Name>,
        /// The column whose value decides the shard.
        optional partition_key = "partition_key": Spanned<String>,
        /// The columns that identify a record; its position without them.
        collection id = "id": OneOrMany<Spanned<String>>,
        /// The column that says when it happened, a `not null` timestamp.
        optional event_time = "event_time": Spanned<String>,
        /// How long windows wait for late records.
        optional watermark = "watermark": Watermark,
        /// Where reading begins; `trim_horizon` for a stream of the pipeline's own, else `latest`.
        optional starting_position = "starting_position": Spanned<StartingPosition>,
        /// Shards; `on_demand` without it.
        optional capacity = "capacity": Capacity,
        /// How long records are kept, 24h to 365d; 24h without it.
        optional retention = "retention": Spanned<Duration>,
        /// The stream's name in AWS; CloudFormation makes one without it.
        optional name = "name": Spanned<String>,
        /// Accounts that may read it.
        collection readers = "readers": OneOrMany<Spanned<crate::syntax::AccountId>>,
        /// A stream that is there already.
        optional existing = "existing": Spanned<Arn>,
        /// The customer key that an existing stream is encrypted with.
        optional key = "key": Spanned<Arn>,
    }
}

block! {
    /// The highest event time seen, minus a delay.
    struct Watermark {
        /// How far records may be out of order; 5s without it.
        optional delay = "delay": Spanned<Duration>,
        /// How long an input is silent until it no longer holds the others back; 60s without it.
        optional idle = "idle": Spanned<Duration>,
    }
}

block! {
    /// Where reading of a stream begins.
    enum StartingPosition {
        /// With the oldest record.
        TrimHorizon = "trim_horizon",
        /// With the first record after the deployment.
        Latest = "latest",
    }
}

/// How many shards a stream has.
#[derive(Debug, Clone)]
pub enum Capacity {
    /// As many as AWS finds right.
    OnDemand,
    /// So many.
    Shards(Shards),
    /// As many as this load needs.
    Load(Load),
}

block! {
    /// A number of shards.
    struct Shards {
        /// The shards: 1 MiB and 1,000 records a second each.
        required shards = "shards": Spanned<Count>,
    }
}

/// How many shards a stream may have (CloudFormation schema of `AWS::Kinesis::Stream`, 2026-10-20).
pub const SHARDS: RangeInclusive<u32> = 1..=100_000;

/// A number of shards, 1 to 100000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(transparent, extend("minimum" = *SHARDS.start(), "maximum" = *SHARDS.end()))]
pub struct Count {
    /// The number.
    pub shards: u32,
}

impl FromScalar for Count {
    const EXPECTED: &'static str = "1 to 100000 shards";
    const PLAIN: &'static [Plain] = u32::PLAIN;
    fn from_text(text: &str) -> Option<Count> {
        u32::from_text(text).map(|shards| Count { shards })
    }
}

block! {
    /// A load, from which shards are worked out: as many as its records, its bytes and its readers need at the peak.
    struct Load {
        /// Records a second at the peak.
        required peak_records_per_second = "peak_records_per_second": Spanned<u32>,
        /// The size of a record, on average.
        required mean_record_size = "mean_record_size": Spanned<Bytes>,
    }
}

block! {
    /// Capacity without numbers.
    enum Mode {
        /// As many shards as AWS finds right.
        OnDemand = "on_demand",
    }
}

impl Read for Capacity {
    fn read(node: &Node, reader: &mut Reader) -> Option<Capacity> {
        let Kind::Map(map) = &node.kind else {
            let is_word =
                |it: &Scalar| it.plain() == Plain::Text && nearest(&it.text, ["on_demand"]).is_some();
            if node.as_scalar().is_some_and(is_word) {
                return Spanned::<Mode>::read(node, reader).map(|_| Capacity::OnDemand);
            }
            tell_no_capacity(node, reader);
            return None;
        };
        if map.iter().any(|(key, _)| key.value == "shards") {
            return Shards::read(node, reader).map(Capacity::Shards);
        }
        Load::read(node, reader).map(Capacity::Load)
    }
}

/// Tells that a value is no capacity; a bare number is one of shards.
fn tell_no_capacity(node: &Node, reader: &mut Reader) {
    let count = node.as_scalar().filter(|it| it.plain() == Plain::Integer);
    let count = count.and_then(|it| it.text.parse::<u32>().ok()).filter(|it| SHARDS.contains(it));
    let finding = reader.wrong_type(node, "`on_demand`, or a mapping with `shards` or with a load");
    if let (Some(finding), Some(count)) = (finding, count) {
        let mended = format!("{{ shards: {count} }}");
        finding.help(format!("write `{mended}`")).edit(node.span, mended);
    }
}

impl JsonSchema for Capacity {
    fn schema_name() -> Cow<'static, str> {
        "Capacity".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mode = generator.subschema_for::<Mode>();
        let (shards, load) = (generator.subschema_for::<Shards>(), generator.subschema_for::<Load>());
        json_schema!({ "anyOf": [mode, shards, load] })
    }
}
