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
pub mod sns;
pub mod splunk;
pub mod sqs;
pub mod webhook;

pub use base::{Base, Place, Reach};

use crate::syntax::block;
use pipec_runtime::types::Type;
use serde_json::Value;

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
    /// Adds the sink to the plan, unless it is there already, and says how a function writes rows of these columns.
    pub fn add(&self, columns: &[(String, Type)], place: Place, base: &mut Base) -> Reach {
        match self {
            Settings::Dynamodb(it) => dynamodb::add(it, columns, place, base),
            Settings::Sns(it) => sns::add(it, place, base),
            Settings::Sqs(it) => sqs::add(it, place, base),
            Settings::S3(it) => s3::intake(it, &place, base),
            Settings::Eventbridge(_)
            | Settings::Webhook(_)
            | Settings::Lambda(_)
            | Settings::Redshift(_)
            | Settings::Opensearch(_)
            | Settings::HttpEndpoint(_)
            | Settings::Datadog(_)
            | Settings::Splunk(_) => unreachable!("the gate refuses sinks that are not built yet"),
        }
    }

    /// The services that use the key of the data for this sink, by their names for KMS; `hot` where functions write.
    pub fn services(&self, hot: bool) -> &'static [&'static str] {
        match self {
            Settings::Dynamodb(_) => &["dynamodb"],
            Settings::Sns(_) => &["sns"],
            Settings::Sqs(_) => &["sqs"],
            Settings::S3(_) if hot => &["firehose", "s3"],
            Settings::S3(_) => &["s3"],
            Settings::Eventbridge(_)
            | Settings::Webhook(_)
            | Settings::Lambda(_)
            | Settings::Redshift(_)
            | Settings::Opensearch(_)
            | Settings::HttpEndpoint(_)
            | Settings::Datadog(_)
            | Settings::Splunk(_) => &[],
        }
    }

    /// The block with every default filled in; what is not built yet has none.
    pub fn filled(&self) -> Value {
        match self {
            Settings::Dynamodb(it) => it.filled(),
            Settings::Sns(it) => it.filled(),
            Settings::Sqs(it) => it.filled(),
            Settings::S3(it) => it.filled(),
            Settings::Eventbridge(_)
            | Settings::Webhook(_)
            | Settings::Lambda(_)
            | Settings::Redshift(_)
            | Settings::Opensearch(_)
            | Settings::HttpEndpoint(_)
            | Settings::Datadog(_)
            | Settings::Splunk(_) => Value::Object(serde_json::Map::new()),
        }
    }
}
