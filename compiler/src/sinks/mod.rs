//! What rows can be written to: one file a sink, and the list.

mod base;
pub mod datadog;
pub mod dynamodb;
pub mod eventbridge;
pub mod http_endpoint;
pub mod kinesis;
pub mod lambda;
pub mod opensearch;
pub mod redshift;
pub mod s3;
mod sink;
pub mod sns;
pub mod splunk;
pub mod sqs;
pub mod webhook;

pub use base::{Base, Place, Reach, There};
pub use sink::{Existing, Names, Sink};

use crate::syntax::block;

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

impl Settings {
    /// What it says of itself.
    pub fn sink(&self) -> &dyn Sink {
        match self {
            Settings::Dynamodb(it) => it,
            Settings::Sns(it) => it,
            Settings::Sqs(it) => it,
            Settings::S3(it) => it,
            Settings::Eventbridge(it) => it,
            Settings::Webhook(it) => it,
            Settings::Lambda(it) => it,
            Settings::Redshift(it) => it,
            Settings::Opensearch(it) => it,
            Settings::HttpEndpoint(it) => it,
            Settings::Datadog(it) => it,
            Settings::Splunk(it) => it,
        }
    }
}
