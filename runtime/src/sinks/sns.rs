//! SNS: a row is a message.

use super::refusal::{self, refusal};
use super::{Account, Answer, Answers, Entry, ID, Lazy, Limits, Refusal, Sink, Taken, all, message_size};
use aws_sdk_sns::Client;
use aws_sdk_sns::operation::publish_batch::PublishBatchOutput;
use aws_sdk_sns::types::{MessageAttributeValue, PublishBatchRequestEntry};
use std::rc::Rc;

/// A topic.
#[derive(Debug)]
pub struct Topic {
    client: Lazy<Client>,
    arn: String,
}

/// Codes for messages that a topic will never take
/// (<https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html>).
const CONTENT: [&str; 4] =
    ["BatchRequestTooLong", "InvalidParameter", "InvalidParameterValue", "ValidationException"];

impl Topic {
    /// The topic of this ARN.
    pub fn new(account: &Rc<Account>, arn: String) -> Topic {
        Topic { client: Lazy::new(account), arn }
    }
}

impl Sink for Topic {
    /// <https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html>
    fn limits(&self) -> Limits {
        Limits { entries: 10, request: 262_144, entry: 262_144 }
    }

    fn size(&self, entry: &Entry) -> usize {
        message_size(entry)
    }

    fn attempt<'s>(&'s self, entries: &'s [&'s Entry]) -> Answers<'s> {
        Box::pin(async move {
            let requests = entries.iter().enumerate().map(|(at, it)| request(at, it)).collect();
            let publish = self.client.get(Client::new).publish_batch().topic_arn(&self.arn);
            match publish.set_publish_batch_request_entries(Some(requests)).send().await {
                Ok(output) => (0..entries.len()).map(|at| answer(at, &output)).collect(),
                Err(error) => all(entries, refusal(&error, &CONTENT)),
            }
        })
    }
}

/// An entry of the request; its name there is its index.
fn request(at: usize, entry: &Entry) -> PublishBatchRequestEntry {
    let id = MessageAttributeValue::builder().data_type("String").string_value(&entry.id).build();
    let request = PublishBatchRequestEntry::builder().id(at.to_string()).message(entry.body.text());
    let request = request.message_attributes(ID, id.expect("the attribute has a type")).build();
    request.expect("the request has a name and a message")
}

fn answer(at: usize, output: &PublishBatchOutput) -> Answer {
    let name = at.to_string();
    if output.successful().iter().any(|it| it.id() == Some(&name)) {
        return Ok(Taken::Written);
    }
    match output.failed().iter().find(|it| it.id() == name) {
        Some(it) => Err(refusal::entry(it.code(), it.sender_fault())),
        None => Err(Refusal::Unavailable("Unanswered".to_owned())),
    }
}
