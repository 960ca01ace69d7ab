//! The event that a function gets: records as Lambda's guide shows them (page `with-kinesis`, "Example event").

use super::function::Function;
use super::shard::{Record, Shard};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

/// A record of a lane, ready to be sent.
#[derive(Debug, Clone)]
pub(super) struct Queued {
    /// Its `eventID`.
    pub name: String,
    /// The record itself.
    pub record: Record,
    /// It in an event, as JSON.
    pub json: String,
}

impl Queued {
    /// A record of a shard, as this function gets it.
    pub(super) fn new(shard: &Shard, at: usize, stream: &str, function: &Function) -> Queued {
        let (name, record) = (shard.name(at), shard.records[at].clone());
        let event = json!({
            "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": record.key,
                "sequenceNumber": record.sequence,
                "data": STANDARD.encode(&record.data),
                "approximateArrivalTimestamp": record.arrived.0 as f64 / 1000.0,
            },
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": name,
            "eventName": "aws:kinesis:record",
            "invokeIdentityArn": function.role(),
            "awsRegion": function.region(),
            "eventSourceARN": stream,
        });
        Queued { name, record, json: event.to_string() }
    }
}

/// The event of these records.
pub(super) fn event(records: &[Queued]) -> String {
    let records: Vec<&str> = records.iter().map(|it| it.json.as_str()).collect();
    format!("{{\"Records\":[{}]}}", records.join(","))
}
