//! What the function writes to: a file for each kind of sink, one trait for all of them, and the list.

mod client;
mod deliver;
#[cfg(feature = "dynamodb")]
mod dynamodb;
#[cfg(feature = "firehose")]
mod firehose;
#[cfg(feature = "kinesis")]
mod kinesis;
mod refusal;
mod s3;
#[cfg(feature = "sns")]
mod sns;
#[cfg(feature = "sqs")]
mod sqs;

pub use client::Account;
pub use deliver::{Deadline, deliver};
pub use s3::Bucket;

use crate::fault::Reason;
use crate::job::Writer;
use crate::value::Value;
use client::Lazy;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// Something to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The id of the row, or of what else this is.
    pub id: String,
    /// What decides its place: a table's key, a partition key, an object's key. Empty where nothing does.
    pub key: String,
    /// What is written.
    pub body: Body,
}

/// What is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A text: a row as JSON, or an object's lines.
    Text(String),
    /// A row by its columns.
    Item(Vec<(&'static str, Value<'static>)>),
}

impl Body {
    /// The text; that of an item is empty, and none is ever asked for.
    fn text(&self) -> &str {
        match self {
            Body::Text(it) => it,
            Body::Item(_) => "",
        }
    }
}

/// The attribute of an item or a message that carries the row's id; no schema has a column of this name.
#[cfg(any(feature = "dynamodb", feature = "sns", feature = "sqs"))]
const ID: &str = "pipec_id";

/// The bytes that count of a message: its text, and its one attribute's name, type and value.
#[cfg(any(feature = "sns", feature = "sqs"))]
fn message_size(entry: &Entry) -> usize {
    entry.body.text().len() + ID.len() + "String".len() + entry.id.len()
}

/// The answers to the entries of a request that was refused as a whole.
#[cfg(any(feature = "firehose", feature = "kinesis", feature = "sns", feature = "sqs"))]
fn all(entries: &[&Entry], refusal: Refusal) -> Vec<Answer> {
    vec![Err(refusal); entries.len()]
}

/// What a sink takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most entries of a request.
    pub entries: usize,
    /// Most bytes of a request.
    pub request: usize,
    /// Most bytes of an entry.
    pub entry: usize,
}

/// How an entry was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is written.
    Written,
    /// An earlier try of the same record had written it.
    Replayed,
    /// Another record's item has its key and stays.
    Conflict,
}

/// Why an entry was not taken. The code is AWS's word for it, and all that is ever logged: its message may quote the
/// record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Too much at once; it will be taken later.
    Throttled(String),
    /// The service failed, or nothing came back; it may have been taken.
    Unavailable(String),
    /// Nothing will be taken before a person changes something: a right, a name, a key.
    Barred(String),
    /// The request as a whole was refused for what is in it.
    Request(String),
    /// The entry will never be taken.
    Never(Reason, String),
}

/// What came of one entry.
pub type Answer = Result<Taken, Refusal>;

/// The answers to the entries of one request, in their order.
pub type Answers<'s> = Pin<Box<dyn Future<Output = Vec<Answer>> + 's>>;

/// A kind of sink at one address.
pub trait Sink {
    /// What it takes.
    fn limits(&self) -> Limits;

    /// The bytes that AWS counts for an entry.
    fn size(&self, entry: &Entry) -> usize;

    /// One request with these entries, which are within its limits.
    fn attempt<'s>(&'s self, entries: &'s [&'s Entry]) -> Answers<'s>;
}

/// The sink of a writer at this address. The message tells of a writer that was left out when this was built.
pub fn open(writer: Writer, address: String, account: &Rc<Account>) -> Result<Box<dyn Sink>, String> {
    match writer {
        #[cfg(feature = "dynamodb")]
        Writer::Table { partition_key, replaces, .. } => {
            Ok(Box::new(dynamodb::Table::new(account, address, partition_key, replaces)))
        }
        #[cfg(not(feature = "dynamodb"))]
        Writer::Table { .. } => Err(missing("dynamodb", &address, account)),
        #[cfg(feature = "sns")]
        Writer::Topic => Ok(Box::new(sns::Topic::new(account, address))),
        #[cfg(not(feature = "sns"))]
        Writer::Topic => Err(missing("sns", &address, account)),
        #[cfg(feature = "sqs")]
        Writer::Queue => Ok(Box::new(sqs::Queue::new(account, address))),
        #[cfg(not(feature = "sqs"))]
        Writer::Queue => Err(missing("sqs", &address, account)),
        #[cfg(feature = "kinesis")]
        Writer::Stream { .. } => Ok(Box::new(kinesis::Stream::new(account, address))),
        #[cfg(not(feature = "kinesis"))]
        Writer::Stream { .. } => Err(missing("kinesis", &address, account)),
        #[cfg(feature = "firehose")]
        Writer::Delivery => Ok(Box::new(firehose::Delivery::new(account, address))),
        #[cfg(not(feature = "firehose"))]
        Writer::Delivery => Err(missing("firehose", &address, account)),
    }
}

/// The message for a feature that is left out. With all features there is nobody to call it.
#[cfg(not(all(
    feature = "dynamodb",
    feature = "firehose",
    feature = "kinesis",
    feature = "sns",
    feature = "sqs"
)))]
fn missing(feature: &str, address: &str, _: &Account) -> String {
    format!("{address} needs the feature `{feature}` of pipec-runtime, without which the function was built")
}
