//! Kinesis: a row is a record of a stream.

use super::refusal::{self, refusal};
use super::{Account, Answer, Answers, Entry, Lazy, Limits, Refusal, Sink, Taken, all};
use aws_sdk_kinesis::Client;
use aws_sdk_kinesis::primitives::Blob;
use aws_sdk_kinesis::types::{PutRecordsRequestEntry, PutRecordsResultEntry};
use std::rc::Rc;

/// A stream.
#[derive(Debug)]
pub struct Stream {
    client: Lazy<Client>,
    arn: String,
}

/// Codes for records that a stream will never take
/// (<https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html>).
const CONTENT: [&str; 2] = ["InvalidArgumentException", "ValidationException"];

impl Stream {
    /// The stream of this ARN.
    pub fn new(account: &Rc<Account>, arn: String) -> Stream {
        Stream { client: Lazy::new(account), arn }
    }
}

impl Sink for Stream {
    /// <https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html>. A stream may be set to take larger
    /// records; ours is not.
    fn limits(&self) -> Limits {
        Limits { entries: 500, request: 5_242_880, entry: 1_048_576 }
    }

    /// The record with its partition key.
    fn size(&self, entry: &Entry) -> usize {
        entry.body.text().len() + entry.key.len()
    }

    fn attempt<'s>(&'s self, entries: &'s [&'s Entry]) -> Answers<'s> {
        Box::pin(async move {
            let requests = entries.iter().map(|it| request(it)).collect();
            let put =
                self.client.get(Client::new).put_records().stream_arn(&self.arn).set_records(Some(requests));
            match put.send().await {
                Ok(output) => (0..entries.len()).map(|at| answer(output.records().get(at))).collect(),
                Err(error) => all(entries, refusal(&error, &CONTENT)),
            }
        })
    }
}

fn request(entry: &Entry) -> PutRecordsRequestEntry {
    let request =
        PutRecordsRequestEntry::builder().data(Blob::new(entry.body.text())).partition_key(&entry.key);
    request.build().expect("the request has data and a key")
}

fn answer(result: Option<&PutRecordsResultEntry>) -> Answer {
    match result {
        Some(it) => match it.error_code() {
            Some(code) => Err(refusal::entry(code, false)),
            None => Ok(Taken::Written),
        },
        None => Err(Refusal::Unavailable("Unanswered".to_owned())),
    }
}
