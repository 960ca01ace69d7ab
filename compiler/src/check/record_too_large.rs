//! `record-too-large`: records and rows that may be larger than what is to take them.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Branch, Column, Hot, Model, Stream, StreamId, Target, size};
use crate::sinks::Settings;
use crate::source::Spanned;

// The limits that the function keeps, too.
/// <https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html>
const RECORD: u64 = 1 << 20;
/// <https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html>
const DELIVERED: u64 = 1_000 << 10;
/// <https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html>
const PUBLISHED: u64 = 256 << 10;
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html>
const QUEUED: u64 = 1 << 20;
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html>
const ITEM: u64 = 400 << 10;

/// The finding's page.
pub const CODE: Code = Code {
    name: "record-too-large",
    what: "A `mean_record_size` is beyond what takes the records, or the columns' types let a row grow beyond it.",
    why: "A record of Kinesis has at most 1 MiB, one of Firehose 1,000 KiB, an item 400 KiB, a message of SNS 256 KiB, one of \
          SQS 1 MiB. A larger row becomes a dead letter, `too_large`. Nothing is said of a `string`, which has no bound.",
    example: "schemas:\n  reading: { note: varchar(65536) }\nhot:\n  alarm: { to: texts }\nsinks:\n  texts: { sns: {} }\n",
    instead: "schemas:\n  reading: { note: varchar(4096) }\nhot:\n  alarm: { to: texts }\nsinks:\n  texts: { sns: {} }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, stream) in model.streams.iter().enumerate().map(|(id, it)| (StreamId(id), it)) {
        let delivered = model.is_delivered(id);
        records(stream, delivered, findings);
    }
    for (_, branch, hot) in model.hot().filter(|(_, branch, _)| branch.intact) {
        for target in &branch.to {
            row(model, (branch, hot), target, findings);
        }
    }
}

/// The records of a stream, and whether a delivery stream reads them.
fn records(stream: &Stream, delivered: bool, findings: &mut Diagnostics) {
    let (most, taker) = if delivered { (DELIVERED, "Firehose") } else { (RECORD, "Kinesis") };
    if let Some(load) = stream.load.as_ref().filter(|it| it.size.bytes > most) {
        let message = format!("{taker} takes records of at most {most} bytes, not {}", load.size.value);
        findings.error(&CODE, load.size.span, message);
    } else if delivered
        && stream.intact
        && let Some(bytes) = size::json(&stream.columns).filter(|it| *it > most)
    {
        let name = &stream.name.value;
        let message = format!("a record of `{name}` can take {bytes} bytes, and Firehose takes {most}");
        let finding = findings.warn(&CODE, stream.name.span, message);
        if let Some(help) = largest(stream.columns.iter()) {
            finding.help(help);
        }
    }
}

/// The rows of a branch that go to one target.
fn row(model: &Model, (branch, hot): (&Branch, &Hot), target: &Spanned<Target>, findings: &mut Diagnostics) {
    let columns = || hot.outputs.iter().map(|it| &it.column);
    let (bytes, most, taker) = match target.value {
        Target::Stream(_) => (size::json(columns()), RECORD, "Kinesis"),
        Target::Sink(id) => match &model.sink(id).settings {
            Some(Settings::Dynamodb(_)) => (size::item(columns()), ITEM, "DynamoDB"),
            Some(Settings::Sns(_)) => (size::message(columns()), PUBLISHED, "SNS"),
            Some(Settings::Sqs(_)) => (size::message(columns()), QUEUED, "SQS"),
            Some(Settings::S3(_)) => (size::json(columns()), DELIVERED, "Firehose"),
            // What is not built yet has no limits that we keep.
            Some(
                Settings::Eventbridge(_)
                | Settings::Webhook(_)
                | Settings::Lambda(_)
                | Settings::Redshift(_)
                | Settings::Opensearch(_)
                | Settings::HttpEndpoint(_)
                | Settings::Datadog(_)
                | Settings::Splunk(_),
            )
            | None => return,
        },
    };
    let Some(bytes) = bytes.filter(|it| *it > most) else { return };
    let name = &branch.name.value;
    let message = format!("a row of `{name}` can take {bytes} bytes, and {taker} takes {most}");
    let finding = findings.warn(&CODE, target.span, message);
    if let Some(help) = largest(columns()) {
        finding.help(help);
    }
}

/// The edit of the column that takes most.
fn largest<'c>(columns: impl Iterator<Item = &'c Column>) -> Option<String> {
    let sized = columns.filter_map(|it| Some((size::value(it)?, it)));
    let (_, column) = sized.max_by_key(|(bytes, _)| *bytes)?;
    Some(format!("give `{}` a shorter type, or leave it out", column.name.value))
}
