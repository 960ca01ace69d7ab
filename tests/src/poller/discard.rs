//! What goes to an on-failure destination in S3 when a batch is given up (page `kinesis-on-failure-destination`).

use super::event::{Queued, event};
use super::function::Function;
use pipec_runtime::timestamp::Timestamp;
use serde_json::{Value, json};

/// Why a batch was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It failed as often as it may.
    RetryAttemptsExhausted,
    /// Its records are too old.
    RecordAgeExceeded,
}

/// A batch that was given up.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenUp {
    /// The names of its records.
    pub records: Vec<String>,
    /// Why.
    pub reason: Reason,
    /// The object's key: "aws/lambda/&lt;ESM-UUID&gt;/&lt;shardID&gt;/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-&lt;Random UUID&gt;".
    pub key: String,
    /// The object: the same record as other destinations get, and in `payload` "the original invocation record as an
    /// escaped JSON string".
    pub object: Value,
}

/// What led to giving up.
pub(super) struct Context<'a> {
    /// Why.
    pub reason: Reason,
    /// How many invocations had the batch.
    pub invoked: u32,
    /// Whether the last of them was an error, and not a report of failures.
    pub is_error: bool,
    /// When.
    pub now: Timestamp,
    /// Whose batch.
    pub function: &'a Function,
    /// The stream's name in AWS.
    pub stream: &'a str,
    /// The shard.
    pub shard: &'a str,
    /// A number that no other object of this run has.
    pub number: u64,
}

impl Context<'_> {
    /// Gives a batch up. AWS may put several into one object; here each has its own.
    pub(super) fn give_up(&self, batch: &[Queued]) -> GivenUp {
        let records = batch.iter().map(|it| it.name.clone()).collect();
        GivenUp { records, reason: self.reason, key: self.key(), object: self.object(batch) }
    }

    fn uuid(&self) -> String {
        format!("00000000-0000-4000-8000-{:012x}", self.number)
    }

    fn key(&self) -> String {
        let time = self.now.to_string();
        let (date, clock) = (&time[..10], time[11..19].replace(':', "."));
        let folder = date.replace('-', "/");
        let mapping = "00000000-0000-4000-8000-000000000000";
        format!("aws/lambda/{mapping}/{}/{folder}/{date}T{clock}-{}", self.shard, self.uuid())
    }

    fn object(&self, batch: &[Queued]) -> Value {
        let first = &batch.first().expect("no empty batch is given up").record;
        let last = &batch.last().expect("no empty batch is given up").record;
        let mut object = json!({
            "requestContext": {
                "requestId": self.uuid(),
                "functionArn": self.function.arn(),
                "condition": format!("{:?}", self.reason),
                "approximateInvokeCount": self.invoked,
            },
        });
        if self.invoked > 0 {
            object["responseContext"] = json!({ "statusCode": 200, "executedVersion": "$LATEST" });
        }
        if self.is_error {
            object["responseContext"]["functionError"] = json!("Unhandled");
        }
        object["version"] = json!("1.0");
        object["timestamp"] = json!(self.now.to_string());
        object["KinesisBatchInfo"] = json!({
            "shardId": self.shard,
            "startSequenceNumber": first.sequence,
            "endSequenceNumber": last.sequence,
            "approximateArrivalOfFirstRecord": first.arrived.to_string(),
            "approximateArrivalOfLastRecord": last.arrived.to_string(),
            "batchSize": batch.len(),
            "streamArn": self.stream,
        });
        object["payload"] = json!(event(batch));
        object
    }
}
