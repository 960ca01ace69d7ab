//! SQS: a row is a message.

use super::refusal::{self, refusal};
use super::{Account, Answer, Answers, Entry, ID, Lazy, Limits, Refusal, Sink, Taken, all, message_size};
use aws_sdk_sqs::Client;
use aws_sdk_sqs::operation::send_message_batch::SendMessageBatchOutput;
use aws_sdk_sqs::types::{MessageAttributeValue, SendMessageBatchRequestEntry};
use std::rc::Rc;

/// A queue.
#[derive(Debug)]
pub struct Queue {
    client: Lazy<Client>,
    url: String,
}

/// Codes for messages that a queue will never take
/// (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html>).
const CONTENT: [&str; 4] = [
    "AWS.SimpleQueueService.BatchRequestTooLong",
    "BatchRequestTooLong",
    "InvalidMessageContents",
    "InvalidParameterValue",
];

impl Queue {
    /// The queue of this URL.
    pub fn new(account: &Rc<Account>, url: String) -> Queue {
        Queue { client: Lazy::new(account), url }
    }
}

impl Sink for Queue {
    /// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html>
    fn limits(&self) -> Limits {
        Limits { entries: 10, request: 1_048_576, entry: 1_048_576 }
    }

    fn size(&self, entry: &Entry) -> usize {
        message_size(entry)
    }

    fn attempt<'s>(&'s self, entries: &'s [&'s Entry]) -> Answers<'s> {
        Box::pin(async move {
            let requests = entries.iter().enumerate().map(|(at, it)| request(at, it)).collect();
            let send = self.client.get(Client::new).send_message_batch().queue_url(&self.url);
            match send.set_entries(Some(requests)).send().await {
                Ok(output) => (0..entries.len()).map(|at| answer(at, &output)).collect(),
                Err(error) => all(entries, refusal(&error, &CONTENT)),
            }
        })
    }
}

/// An entry of the request; its name there is its index.
fn request(at: usize, entry: &Entry) -> SendMessageBatchRequestEntry {
    let id = MessageAttributeValue::builder().data_type("String").string_value(&entry.id).build();
    let request = SendMessageBatchRequestEntry::builder().id(at.to_string()).message_body(entry.body.text());
    let request = request.message_attributes(ID, id.expect("the attribute has a type")).build();
    request.expect("the request has a name and a body")
}

fn answer(at: usize, output: &SendMessageBatchOutput) -> Answer {
    let name = at.to_string();
    if output.successful().iter().any(|it| it.id() == name) {
        return Ok(Taken::Written);
    }
    match output.failed().iter().find(|it| it.id() == name) {
        Some(it) => Err(refusal::entry(it.code(), it.sender_fault())),
        None => Err(Refusal::Unavailable("Unanswered".to_owned())),
    }
}
