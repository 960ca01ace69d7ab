//! What a request asks of which service, as far as a plan and a log need it.

use super::batch::Batch;
use super::service::Service;
use crate::http::Message;
use serde_json::Value;

/// A request on its way to AWS's stand-in.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whom it asks.
    pub service: Service,
    /// What for: `PutItem`, `PublishBatch`; for S3 the method.
    pub operation: String,
    /// The name of the table, topic, queue, stream or bucket that it is about; empty where it is about none.
    pub resource: String,
    /// The text of each entry of a batch, decoded; of any other request its one text.
    pub entries: Vec<String>,
    /// How many requests for this operation came before.
    pub count: usize,
    /// How many requests came before.
    pub total: usize,
    /// All of it.
    pub message: Message,
    pub(super) batch: Batch,
}

impl Request {
    /// Reads what a message asks for. It is the first of its kind until it is counted.
    pub(super) fn new(message: Message) -> Request {
        let (service, operation) = asked(&message);
        let batch = Batch::of(service, &operation);
        let entries = batch.entries(&message);
        let resource = resource(service, &message);
        Request { service, operation, resource, entries, count: 0, total: 0, message, batch }
    }

    /// The service and the operation, as `SQS SendMessageBatch`.
    pub fn kind(&self) -> String {
        format!("{} {}", self.service, self.operation)
    }

    /// Whether the service answers for each entry.
    pub fn is_batch(&self) -> bool {
        self.batch != Batch::One
    }
}

/// Whom a message asks for what: by its target, by the action in its body, or else S3 by its method.
fn asked(message: &Message) -> (Service, String) {
    if let Some(target) = message.header("x-amz-target") {
        let (prefix, operation) = target.split_once('.').unwrap_or((target, ""));
        return (Service::of_target(prefix), operation.to_owned());
    }
    match field(message, "Action").filter(|_| message.method() == "POST") {
        Some(action) => (Service::of_version(&field(message, "Version").unwrap_or_default()), action),
        None => (Service::S3, message.method().to_owned()),
    }
}

/// The last part of the first name, address or ARN that a message gives for what it is about.
fn resource(service: Service, message: &Message) -> String {
    let body: Value = serde_json::from_slice(&message.body).unwrap_or(Value::Null);
    let named = |names: &[&str]| names.iter().find_map(|it| body[it].as_str().map(str::to_owned));
    let whole = match service {
        Service::DynamoDb => named(&["TableName"]),
        Service::Sqs => named(&["QueueUrl"]).or_else(|| field(message, "QueueUrl")),
        Service::Kinesis => named(&["StreamName", "StreamARN"]),
        Service::Firehose => named(&["DeliveryStreamName"]),
        Service::Sns => field(message, "TopicArn"),
        Service::S3 => message.path().split(['/', '?']).nth(1).map(str::to_owned),
        Service::Other => None,
    };
    whole.unwrap_or_default().rsplit([':', '/']).next().unwrap_or("").to_owned()
}

/// A field of a form.
fn field(message: &Message, name: &str) -> Option<String> {
    let mut fields = form_urlencoded::parse(&message.body);
    fields.find(|(it, _)| it == name).map(|(_, value)| value.into_owned())
}
