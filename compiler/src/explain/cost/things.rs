//! What each kind of thing pays for.

use super::bill::Bill;
use super::flow::{Flow, Flows, MONTH};
use crate::cfn::lambda::Architecture;
use crate::engines::lambda;
use crate::model::{Model, SinkId, Stream, StreamId, Target};
use crate::plan::Node;
use crate::sinks::Settings;

/// What a function is assumed to take for a batch.
pub const BATCH_MILLIS: u64 = 50;
/// What a function is assumed to log for a batch: metrics of the stream and of a few sinks, and Lambda's own lines.
pub const BATCH_LOGS: u64 = 1_500;
/// The shards of a new stream on demand.
pub const ON_DEMAND_SHARDS: u32 = 4;

const HOURS: u128 = 730;
const KB: u64 = 1 << 10;
const GIB: u64 = 1 << 30;
/// The part of a record that a payload unit of Kinesis carries.
const PAYLOAD_UNIT: u64 = 25 * KB;
/// What Firehose rounds records up to.
const DELIVERED: u64 = 5 * KB;
/// The part of a message that a request of SNS or SQS pays for.
const MESSAGE: u64 = 64 * KB;
const DAY_HOURS: u64 = 24;
const WEEK_HOURS: u64 = 7 * DAY_HOURS;

/// The things of a pipeline under a load.
pub struct Things<'m> {
    /// What flows.
    pub flows: Flows<'m>,
    /// The pipeline.
    pub model: &'m Model,
}

impl Things<'_> {
    /// Adds what a node pays to its bill.
    pub fn charge(&self, node: &Node, bill: &mut Bill) {
        if node.part.is_there() {
            return;
        }
        match node.part.noun() {
            "stream" => self.stream(node, bill),
            "function" => self.function(node, bill),
            "delivery stream" => bill.charge(
                "firehose_gib",
                self.delivered(node).map(|it| it.units(DELIVERED) * u128::from(DELIVERED)),
                GIB,
            ),
            "bucket" => self.bucket(node, bill),
            "table" => self.table(node, bill),
            "topic" => self.topic(node, bill),
            "queue" => {
                let requests = self.sink(node).and_then(|it| self.flows.rows_into(Target::Sink(it)));
                bill.charge("sqs_request", requests.map(|it| it.units(MESSAGE).saturating_mul(3)), 1);
            }
            "key" => {
                bill.charge("kms_key_month", Some(1), 1);
                bill.unknown("requests to the key: few where streams and buckets keep data keys");
            }
            "log group" => self.logs(node, bill),
            "event source mapping" | "bucket policy" => {}
            noun => bill.unknown(&format!("whatever a {noun} costs")),
        }
    }

    fn stream(&self, node: &Node, bill: &mut Bill) {
        let Some(id) = self.stream_called(&node.name) else { return };
        let (stream, flow) = (self.model.stream(id), self.flows.stream(id));
        match &stream.shards {
            Some(shards) => {
                let shards = u128::from(shards.value);
                bill.charge("kinesis_shard_hour", Some(shards * HOURS), 1);
                bill.charge("kinesis_payload_unit", flow.map(|it| it.units(PAYLOAD_UNIT)), 1);
                kept(stream, shards, flow, bill);
                let costs =
                    [("kinesis_on_demand_hour", Some(HOURS), 1)].into_iter().chain(self.on_demand(id, flow));
                let costs: Vec<_> = costs.map(|(price, it, parts)| bill.cost(price, it, parts)).collect();
                bill.otherwise(&format!("on demand{}", but_for_a_day(stream)), &costs);
            }
            None => {
                bill.charge("kinesis_on_demand_hour", Some(HOURS), 1);
                for (price, quantity, parts) in self.on_demand(id, flow) {
                    bill.charge(price, quantity, parts);
                }
                if stream.retention.as_seconds() > DAY_HOURS * 3_600 {
                    bill.unknown("records kept for more than a day on demand");
                }
                self.provisioned(id, flow, bill);
            }
        }
    }

    /// What is written and read on demand.
    fn on_demand(&self, id: StreamId, flow: Option<Flow>) -> [(&'static str, Option<u128>, u64); 2] {
        let readers = u128::try_from(self.model.reading(id).len()).unwrap_or(u128::MAX);
        let bytes = flow.map(|it| it.units(KB).saturating_mul(u128::from(KB)));
        let read = bytes.map(|it| it.saturating_mul(readers));
        [("kinesis_on_demand_gib_in", bytes, GIB), ("kinesis_on_demand_gib_out", read, GIB)]
    }

    /// What as many shards as the load needs would cost.
    fn provisioned(&self, id: StreamId, flow: Option<Flow>, bill: &mut Bill) {
        let readers = u128::try_from(self.model.reading(id).len()).unwrap_or(u128::MAX);
        let shards = flow.map(|it| {
            let (records, bytes) = (it.records.div_ceil(MONTH), it.all_bytes().div_ceil(MONTH));
            let read = bytes.saturating_mul(readers).div_ceil(2 << 20);
            records.div_ceil(1_000).max(bytes.div_ceil(1 << 20)).max(read).max(1)
        });
        let hours = bill.cost("kinesis_shard_hour", shards.map(|it| it * HOURS), 1);
        let units = bill.cost("kinesis_payload_unit", flow.map(|it| it.units(PAYLOAD_UNIT)), 1);
        if let Some(shards) = shards {
            let kept = but_for_a_day(self.model.stream(id));
            bill.otherwise(&format!("provisioned, with shards: {shards}{kept}"), &[hours, units]);
        }
    }

    fn function(&self, node: &Node, bill: &mut Bill) {
        let batches = self.batches(&node.name);
        bill.charge("lambda_request", batches, 1);
        let price = match self.model.settings.architecture {
            Architecture::Arm64 => "lambda_gib_second_arm64",
            Architecture::X8664 => "lambda_gib_second_x86_64",
        };
        let worked = batches.map(|it| it * u128::from(BATCH_MILLIS * lambda::MEMORY));
        bill.charge(price, worked, 1_000 * KB);
    }

    /// The batches of a function in a month: full ones, or one a second of each shard that has records.
    fn batches(&self, function: &str) -> Option<u128> {
        let id = self.stream_called(function.strip_suffix("-function")?)?;
        let records = self.flows.stream(id)?.records;
        let shards = self.model.stream(id).shards.as_ref().map_or(ON_DEMAND_SHARDS, |it| it.value);
        let waits = u128::from(shards) * MONTH / u128::from(lambda::BATCH_WAITS);
        Some(records.div_ceil(u128::from(lambda::BATCH)).max(waits).min(records))
    }

    /// What a delivery stream takes: the records of its stream, or the rows that functions put.
    fn delivered(&self, node: &Node) -> Option<Flow> {
        if let Some(sink) = node.name.strip_suffix("-intake") {
            return self.flows.rows_into(Target::Sink(self.sink_called(sink)?));
        }
        let (stream, _) = node.name.split_once("-to-")?;
        self.flows.stream(self.stream_called(stream)?)
    }

    fn bucket(&self, node: &Node, bill: &mut Bill) {
        let Some(id) = self.sink(node) else {
            return bill.unknown("what is logged, or rejected, and kept");
        };
        let flow = self.flows.all_into(Target::Sink(id));
        let objects = self.buffer(id).zip(flow).map(|((size, seconds), flow)| {
            (MONTH / u128::from(seconds.max(1))).max(flow.all_bytes().div_ceil(u128::from(size.max(1))))
        });
        bill.charge("s3_put", objects, 1);
        bill.charge("s3_gib_month", flow.map(Flow::all_bytes), GIB);
    }

    /// The bytes and the seconds after which an object is written.
    fn buffer(&self, id: SinkId) -> Option<(u64, u64)> {
        let Some(Settings::S3(settings)) = &self.model.sink(id).settings else { return None };
        Some(settings.buffered())
    }

    fn table(&self, node: &Node, bill: &mut Bill) {
        let rows = self.sink(node).and_then(|it| self.flows.rows_into(Target::Sink(it)));
        bill.charge("dynamodb_write", rows.map(|it| it.units(KB)), 1);
        if self.replaces(node) {
            return bill.unknown("the items that are kept, one for each key");
        }
        bill.charge("dynamodb_gib_month", rows.map(Flow::all_bytes), GIB);
        bill.charge("dynamodb_backup_gib_month", rows.map(Flow::all_bytes), GIB);
    }

    /// Whether rows of a table replace each other.
    fn replaces(&self, node: &Node) -> bool {
        let settings = self.sink(node).and_then(|it| self.model.sink(it).settings.as_ref());
        matches!(settings, Some(Settings::Dynamodb(table)) if table.replaces())
    }

    fn topic(&self, node: &Node, bill: &mut Bill) {
        let Some(id) = self.sink(node) else { return };
        let rows = self.flows.rows_into(Target::Sink(id));
        bill.charge("sns_publish", rows.map(|it| it.units(MESSAGE)), 1);
        if let Some(Settings::Sns(topic)) = &self.model.sink(id).settings
            && !topic.email.items.is_empty()
        {
            let addresses = u128::try_from(topic.email.items.len()).unwrap_or(u128::MAX);
            bill.charge("sns_email", rows.map(|it| it.records.saturating_mul(addresses)), 1);
        }
    }

    /// A delivery stream logs nothing as long as all is well.
    fn logs(&self, node: &Node, bill: &mut Bill) {
        let Some(function) = node.name.strip_suffix("-logs").filter(|it| it.ends_with("-function")) else {
            return;
        };
        let bytes = self.batches(function).map(|it| it.saturating_mul(u128::from(BATCH_LOGS)));
        bill.charge("logs_gib_in", bytes, GIB);
        bill.charge("logs_gib_month", bytes, GIB);
        bill.unknown("the metrics that its lines make: some for the stream, and for each sink");
    }

    fn stream_called(&self, name: &str) -> Option<StreamId> {
        self.model.streams.iter().position(|it| it.name.value == name).map(StreamId)
    }

    fn sink_called(&self, name: &str) -> Option<SinkId> {
        self.model.sinks.iter().position(|it| it.name.value == name).map(SinkId)
    }

    fn sink(&self, node: &Node) -> Option<SinkId> {
        self.sink_called(&node.name)
    }
}

/// What another way's sum leaves out.
fn but_for_a_day(stream: &Stream) -> &'static str {
    let is_longer = stream.retention.as_seconds() > DAY_HOURS * 3_600;
    if is_longer { ", but for what is kept beyond a day" } else { "" }
}

/// What it costs that provisioned shards keep records for more than a day.
fn kept(stream: &Stream, shards: u128, flow: Option<Flow>, bill: &mut Bill) {
    let hours = stream.retention.as_seconds().div_ceil(3_600);
    if hours > DAY_HOURS {
        bill.charge("kinesis_kept_week_shard_hour", Some(shards * HOURS), 1);
    }
    if let Some(beyond) = hours.checked_sub(WEEK_HOURS).filter(|it| *it > 0) {
        let stored = flow.map(|it| it.all_bytes().saturating_mul(u128::from(beyond)) / HOURS);
        bill.charge("kinesis_kept_gib_month", stored, GIB);
    }
}
