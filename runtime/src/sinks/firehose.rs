//! Firehose: a row is a record of a delivery stream.

use super::refusal::{self, refusal};
use super::{Account, Answer, Answers, Entry, Lazy, Limits, Refusal, Sink, Taken, all};
use aws_sdk_firehose::Client;
use aws_sdk_firehose::primitives::Blob;
use aws_sdk_firehose::types::{PutRecordBatchResponseEntry, Record};
use std::rc::Rc;

/// A delivery stream.
#[derive(Debug)]
pub struct Delivery {
    client: Lazy<Client>,
    name: String,
}

/// Codes for records that a delivery stream will never take
/// (<https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html>).
const CONTENT: [&str; 2] = ["InvalidArgumentException", "ValidationException"];

impl Delivery {
    /// The delivery stream of this name.
    pub fn new(account: &Rc<Account>, name: String) -> Delivery {
        Delivery { client: Lazy::new(account), name }
    }
}

impl Sink for Delivery {
    /// <https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html>
    fn limits(&self) -> Limits {
        Limits { entries: 500, request: 4_194_304, entry: 1_024_000 }
    }

    fn size(&self, entry: &Entry) -> usize {
        entry.body.text().len()
    }

    fn attempt<'s>(&'s self, entries: &'s [&'s Entry]) -> Answers<'s> {
        Box::pin(async move {
            let records = entries.iter().map(|it| record(it)).collect();
            let put = self.client.get(Client::new).put_record_batch().delivery_stream_name(&self.name);
            match put.set_records(Some(records)).send().await {
                Ok(output) => {
                    (0..entries.len()).map(|at| answer(output.request_responses().get(at))).collect()
                }
                Err(error) => all(entries, refusal(&error, &CONTENT)),
            }
        })
    }
}

fn record(entry: &Entry) -> Record {
    let record = Record::builder().data(Blob::new(entry.body.text()));
    record.build().expect("the record has data")
}

fn answer(response: Option<&PutRecordBatchResponseEntry>) -> Answer {
    match response {
        Some(it) => match it.error_code() {
            Some(code) => Err(refusal::entry(code, false)),
            None => Ok(Taken::Written),
        },
        None => Err(Refusal::Unavailable("Unanswered".to_owned())),
    }
}
