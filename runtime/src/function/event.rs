//! What Lambda hands to the function, and what it is told: a batch of a Kinesis stream, or the output of a Kinesis
//! Analytics application.

use crate::identity::{Identity, Position};
use crate::timestamp::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserializer, Error, IgnoredAny, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A batch of records.
#[derive(Debug)]
pub struct Batch {
    /// The records, in the order of their stream.
    pub records: Vec<Record>,
    /// Who asks.
    pub source: Source,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The event source mapping of a Kinesis stream.
    Stream,
    /// A Kinesis Analytics application with the function as its output.
    Analytics,
}

/// A record as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its bytes.
    pub data: Vec<u8>,
    /// What it is called in the answer.
    pub token: String,
    /// Where it stands in its stream; none in the output of an application.
    pub position: Option<Position>,
    /// When the stream took it.
    pub arrived: Option<Timestamp>,
}

impl Record {
    /// What makes it itself.
    pub fn identity(&self) -> Identity<'_> {
        self.position.as_ref().map_or(Identity::Bytes(&self.data), Identity::Position)
    }
}

/// The event, in the two shapes that it can have. What else has `records` waits for another answer: Firehose, whose event
/// names a delivery stream, and an application that asks before it reads, whose event names the stream too.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html>,
/// <https://docs.aws.amazon.com/kinesisanalytics/latest/dev/how-it-works-output-lambda.html>,
/// <https://docs.aws.amazon.com/kinesisanalytics/latest/dev/lambda-preprocessing.html>
#[derive(Debug, Deserialize)]
struct Event {
    #[serde(rename = "Records")]
    stream: Option<Vec<FromStream>>,
    #[serde(rename = "records")]
    analytics: Option<Vec<FromAnalytics>>,
    #[serde(rename = "applicationArn")]
    application: Option<IgnoredAny>,
    #[serde(rename = "streamArn")]
    before: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
struct FromStream {
    #[serde(rename = "eventID")]
    event_id: String,
    kinesis: Kinesis,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kinesis {
    sequence_number: String,
    approximate_arrival_timestamp: Option<f64>,
    data: Data,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct FromAnalytics {
    record_id: String,
    data: Data,
}

/// Bytes that come as base64. They are decoded as they are read, so that a batch is never held twice.
#[derive(Debug)]
struct Data(Vec<u8>);

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Data, D::Error> {
        struct Base64;
        impl Visitor<'_> for Base64 {
            type Value = Data;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes in base64")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Data, E> {
                // The error must not show the text.
                STANDARD.decode(text).map(Data).map_err(|_| E::custom("data that is no base64"))
            }
        }
        deserializer.deserialize_str(Base64)
    }
}

impl<'de> Deserialize<'de> for Batch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Batch, D::Error> {
        match Event::deserialize(deserializer)? {
            Event { stream: Some(records), analytics: None, application: None, before: None } => {
                let records = records.into_iter().map(Record::from).collect();
                Ok(Batch { records, source: Source::Stream })
            }
            Event { stream: None, analytics: Some(records), application: Some(_), before: None } => {
                let records = records.into_iter().map(Record::from).collect();
                Ok(Batch { records, source: Source::Analytics })
            }
            Event { .. } => Err(D::Error::custom(
                "the event is neither of a Kinesis stream nor of a Kinesis Analytics output",
            )),
        }
    }
}

impl From<FromStream> for Record {
    fn from(it: FromStream) -> Record {
        let FromStream { event_id, kinesis } = it;
        // `shardId-000000000006:495…`
        let shard = event_id.split(':').next().unwrap_or("").to_owned();
        Record {
            data: kinesis.data.0,
            token: kinesis.sequence_number.clone(),
            position: Some(Position { shard, sequence: kinesis.sequence_number }),
            arrived: kinesis.approximate_arrival_timestamp.and_then(instant),
        }
    }
}

impl From<FromAnalytics> for Record {
    fn from(it: FromAnalytics) -> Record {
        Record { data: it.data.0, token: it.record_id, position: None, arrived: None }
    }
}

/// Seconds since 1970, with a fraction.
fn instant(seconds: f64) -> Option<Timestamp> {
    let millis = (seconds * 1000.0).round();
    // The range of dates lies far within that of exact doubles.
    (millis.abs() < 9.0e15).then_some(millis as i64).and_then(Timestamp::from_millis)
}

/// What Lambda is told.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// The first record that must come again, with all behind it; none where all are done.
    #[serde(rename_all = "camelCase")]
    Stream {
        /// At most one.
        batch_item_failures: Vec<Failure>,
    },
    /// What came of each record.
    Analytics {
        /// In the order of the event.
        records: Vec<Delivered>,
    },
}

/// A record that must come again.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Its sequence number.
    item_identifier: String,
}

/// What came of a record of an application.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivered {
    record_id: String,
    result: &'static str,
}

impl Batch {
    /// The answer where so many records, from the first, are done.
    pub fn answer(self, done: usize) -> Answer {
        match self.source {
            Source::Stream => {
                let open = self.records.into_iter().nth(done);
                let failure = open.map(|it| Failure { item_identifier: it.token });
                Answer::Stream { batch_item_failures: failure.into_iter().collect() }
            }
            Source::Analytics => {
                let word = |at| if at < done { "Ok" } else { "DeliveryFailed" };
                let records = self.records.into_iter().enumerate();
                let records =
                    records.map(|(at, it)| Delivered { record_id: it.token, result: word(at) }).collect();
                Answer::Analytics { records }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Batch, Source};
    use crate::timestamp::Timestamp;

    const STREAM: &str = r#"{"Records":[
        {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"4959","data":"SGVsbG8=",
         "approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0",
         "eventID":"shardId-000000000006:4959","eventName":"aws:kinesis:record",
         "invokeIdentityArn":"arn:aws:iam::123456789012:role/lambda-role","awsRegion":"us-east-2",
         "eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream"},
        {"kinesis":{"sequenceNumber":"4960","data":""},"eventID":"shardId-000000000006:4960"}]}"#;

    const ANALYTICS: &str = r#"{"invocationId":"i","applicationArn":"arn:aws:kinesisanalytics:a",
        "records":[{"recordId":"a","lambdaDeliveryRecordMetadata":{"retryHint":0},"data":"e30="},
                   {"recordId":"b","data":"e30="}]}"#;

    fn batch(event: &str) -> Result<Batch, String> {
        serde_json::from_str(event).map_err(|it| it.to_string())
    }

    fn answer(event: &str, done: usize) -> String {
        let batch = batch(event).expect("the event is one of ours");
        serde_json::to_string(&batch.answer(done)).expect("an answer is JSON")
    }

    #[test]
    fn a_batch_of_a_stream_has_positions() {
        let batch = batch(STREAM).expect("the event is one of ours");
        assert_eq!(batch.source, Source::Stream);
        let first = &batch.records[0];
        assert_eq!(first.data, b"Hello");
        assert_eq!(first.arrived, Some(Timestamp(1_545_084_650_987)));
        let position = first.position.as_ref().expect("it has a position");
        assert_eq!((position.shard.as_str(), position.sequence.as_str()), ("shardId-000000000006", "4959"));
        assert_eq!((batch.records[1].data.as_slice(), batch.records[1].arrived), (&[][..], None));
    }

    #[test]
    fn the_first_record_that_is_not_done_is_the_checkpoint() {
        assert_eq!(answer(STREAM, 0), r#"{"batchItemFailures":[{"itemIdentifier":"4959"}]}"#);
        assert_eq!(answer(STREAM, 1), r#"{"batchItemFailures":[{"itemIdentifier":"4960"}]}"#);
        assert_eq!(answer(STREAM, 2), r#"{"batchItemFailures":[]}"#);
    }

    #[test]
    fn an_application_is_answered_record_by_record() {
        assert_eq!(
            answer(ANALYTICS, 1),
            r#"{"records":[{"recordId":"a","result":"Ok"},{"recordId":"b","result":"DeliveryFailed"}]}"#
        );
    }

    #[test]
    fn an_application_without_records_is_answered_too() {
        assert_eq!(answer(r#"{"applicationArn":"a","records":[]}"#, 0), r#"{"records":[]}"#);
    }

    #[test]
    fn another_event_is_refused_without_showing_it() {
        let others = [
            "{}",
            r#"{"Records":[],"records":[]}"#,
            r#"{"Records":[],"applicationArn":"a"}"#,
            r#"{"invocationId":"i","deliveryStreamArn":"d","records":[]}"#,
            r#"{"invocationId":"i","applicationArn":"a","streamArn":"s","records":[]}"#,
        ];
        for event in others {
            assert!(batch(event).is_err_and(|it| it.contains("neither of a Kinesis stream")), "{event}");
        }
        assert!(batch(r#"{"Records":[{"body":"secret","eventSource":"aws:sqs"}]}"#).is_err());
        let secret = r#"{"applicationArn":"a","records":[{"recordId":"a","data":"se-cret"}]}"#;
        assert!(batch(secret).is_err_and(|it| !it.contains("se-cret")));
    }
}
