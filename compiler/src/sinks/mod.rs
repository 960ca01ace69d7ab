//! What rows can be written to: one file a sink, and the list.

pub mod datadog;
pub mod dynamodb;
pub mod eventbridge;
pub mod http_endpoint;
pub mod kinesis;
pub mod lambda;
pub mod opensearch;
pub mod redshift;
pub mod s3;
pub mod sns;
pub mod splunk;
pub mod sqs;
pub mod webhook;

use crate::cfn::Text;
use crate::plan::{Access, Built, Node, NodeId, Part, Plan, Site, Writer, camel};
use crate::source::{Span, Spanned};
use crate::syntax::block;
use std::rc::Rc;

block! {
    /// What a sink is.
    union Settings {
        /// A DynamoDB table: each row is an item.
        Dynamodb(dynamodb::Settings) = "dynamodb",
        /// An SNS topic: each row is a message.
        Sns(sns::Settings) = "sns",
        /// An SQS queue: each row is a message.
        Sqs(sqs::Settings) = "sqs",
        /// Objects in an S3 bucket.
        S3(s3::Settings) = "s3",
        /// An EventBridge bus: each row is an event.
        Eventbridge(eventbridge::Settings) = "eventbridge",
        /// An HTTPS address that takes each row as a POST.
        Webhook(webhook::Settings) = "webhook",
        /// A Lambda function of your own.
        Lambda(lambda::Settings) = "lambda",
        /// A Redshift table, through Firehose.
        Redshift(redshift::Settings) = "redshift",
        /// An OpenSearch index, through Firehose.
        Opensearch(opensearch::Settings) = "opensearch",
        /// An HTTP endpoint, through Firehose.
        HttpEndpoint(http_endpoint::Settings) = "http_endpoint",
        /// Datadog, through Firehose.
        Datadog(datadog::Settings) = "datadog",
        /// Splunk, through Firehose.
        Splunk(splunk::Settings) = "splunk",
    }
}

/// What every sink stands on.
#[derive(Debug)]
pub struct Base<'p> {
    /// The plan that is made.
    pub plan: &'p mut Plan,
    /// The customer key: the pipeline's own, or one that is there already.
    pub key: NodeId,
    /// The customer key of streams, topics, queues, buckets and deliveries; AWS's own keys without it.
    pub data_key: Option<NodeId>,
    /// The bucket that logs the requests of other buckets.
    pub access_logs: NodeId,
    /// What every name in AWS begins with that the file gives.
    pub name_prefix: &'p str,
}

/// Where something stands in the file.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// The way to it.
    pub path: String,
    /// Its place.
    pub span: Span,
}

/// What a function needs in order to write to a sink or a stream.
#[derive(Debug, Clone)]
pub struct Reach {
    /// What it calls.
    pub node: NodeId,
    /// The rights that it needs on that.
    pub rights: Vec<Access>,
    /// How rows are written.
    pub writer: Writer,
    /// The environment variable with the address.
    pub variable: String,
}

/// Something that is there already.
#[derive(Debug)]
struct Existing {
    noun: &'static str,
    arn: String,
    name: Text,
}

impl Place {
    /// An environment variable for this, `TABLE_ABNORMALS`.
    pub fn variable(&self, noun: &str) -> String {
        format!("{noun}_{}", self.name.to_ascii_uppercase())
    }
}

impl Base<'_> {
    /// Adds a thing to the plan. Its logical id is its name and its noun.
    pub fn add(&mut self, place: Place, noun: &str, part: impl Part + 'static) -> NodeId {
        let id = camel(&place.name) + noun;
        self.plan.add(Node { name: place.name, id, path: place.path, span: place.span, part: Rc::new(part) })
    }

    /// Adds a thing that is there already.
    pub fn existing(&mut self, place: Place, noun: &'static str, arn: &str, name: Text) -> NodeId {
        self.add(place, noun, Existing { noun, arn: arn.to_owned(), name })
    }

    /// The name in AWS of what the file names so.
    pub fn physical(&self, name: Option<&Spanned<String>>) -> Option<String> {
        name.map(|it| format!("{}{}", self.name_prefix, it.value))
    }
}

impl Part for Existing {
    fn noun(&self) -> &'static str {
        self.noun
    }

    fn build(&self, _: &Node, _: &mut Site) -> Built {
        Built { arn: self.arn.as_str().into(), name: self.name.clone() }
    }
}
