//! Requests with several entries, each of which a service takes or refuses: how they are read, thinned and answered.

mod publish;
mod records;
mod send;

use super::service::Service;
use crate::http::Message;
use serde_json::Value;
use std::collections::BTreeSet;

/// Places of entries in their request.
pub type Places = BTreeSet<usize>;

/// How a request and its answer tell their entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Batch {
    /// The request is one entry.
    One,
    /// SNS `PublishBatch`.
    Publish,
    /// SQS `SendMessageBatch`.
    Send,
    /// Kinesis `PutRecords` and Firehose `PutRecordBatch`.
    Records(&'static records::Names),
}

impl Batch {
    pub(super) fn of(service: Service, operation: &str) -> Batch {
        match (service, operation) {
            (Service::Sns, "PublishBatch") => Batch::Publish,
            (Service::Sqs, "SendMessageBatch") => Batch::Send,
            (Service::Kinesis, "PutRecords") => Batch::Records(&records::KINESIS),
            (Service::Firehose, "PutRecordBatch") => Batch::Records(&records::FIREHOSE),
            (_, _) => Batch::One,
        }
    }

    /// The text of each entry.
    pub(super) fn entries(self, request: &Message) -> Vec<String> {
        match self {
            Batch::One => vec![whole(request)],
            Batch::Publish => publish::entries(&request.body),
            Batch::Send => send::entries(&json(&request.body)),
            Batch::Records(_) => records::entries(&json(&request.body)),
        }
    }

    /// The request without some of its entries.
    pub(super) fn without(self, request: &Message, places: &Places) -> Message {
        let body = match self {
            Batch::One => request.body.clone(),
            Batch::Publish => publish::without(&request.body, places),
            Batch::Send => without(json(&request.body), "Entries", places),
            Batch::Records(_) => without(json(&request.body), "Records", places),
        };
        Message { body, ..request.clone() }
    }

    /// The answer to a request, made from the answer to it without some entries: the service refuses those.
    pub(super) fn merged(self, request: &Message, answer: &Message, places: &Places) -> Message {
        let body = match self {
            Batch::One => answer.body.clone(),
            Batch::Publish => publish::merged(&request.body, &answer.body, places),
            Batch::Send => send::merged(&json(&request.body), json(&answer.body), places),
            Batch::Records(names) => names.merged(json(&answer.body), places),
        };
        Message { body, ..answer.clone() }
    }

    /// The answer to a request of no entries.
    pub(super) fn nothing(self) -> Message {
        match self {
            Batch::One => Message::answer(200, ""),
            Batch::Publish => Message::answer(200, publish::NOTHING).with("content-type", "text/xml"),
            Batch::Send => {
                Message::answer(200, send::NOTHING).with("content-type", "application/x-amz-json-1.0")
            }
            Batch::Records(names) => {
                Message::answer(200, names.nothing()).with("content-type", "application/x-amz-json-1.1")
            }
        }
    }

    /// The entries that an answer refuses.
    pub(super) fn refused(self, request: &Message, answer: &Message) -> Places {
        let all = || (0..self.entries(request).len()).collect();
        match (self, is_good(answer)) {
            (_, false) => all(),
            (Batch::One, true) => Places::new(),
            (Batch::Publish, true) => publish::refused(&request.body, &answer.body),
            (Batch::Send, true) => send::refused(&json(&request.body), &json(&answer.body)),
            (Batch::Records(names), true) => names.refused(&json(&answer.body)),
        }
    }
}

/// Whether the service did what it was asked for. A put whose condition does not hold is one that was done before.
fn is_good(answer: &Message) -> bool {
    let is_replay = || String::from_utf8_lossy(&answer.body).contains("ConditionalCheckFailedException");
    (200..300).contains(&answer.status()) || (answer.status() == 400 && is_replay())
}

/// The text of a request: its path, and its body without the escapes of a form.
fn whole(request: &Message) -> String {
    let is_form =
        request.header("content-type").is_some_and(|it| it.starts_with("application/x-www-form-urlencoded"));
    let body = match is_form {
        true => fields(form_urlencoded::parse(&request.body).into_owned()),
        false => String::from_utf8_lossy(&request.body).into_owned(),
    };
    format!("{}\n{body}", request.path())
}

fn fields(pairs: impl Iterator<Item = (String, String)>) -> String {
    pairs.map(|(name, value)| format!("{name}={value}\n")).collect()
}

fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or(Value::Null)
}

/// A JSON body without some members of one of its lists.
fn without(mut body: Value, list: &str, places: &Places) -> Vec<u8> {
    if let Some(entries) = body[list].as_array_mut() {
        let mut place = 0..;
        entries.retain(|_| place.next().is_some_and(|it| !places.contains(&it)));
    }
    body.to_string().into_bytes()
}
