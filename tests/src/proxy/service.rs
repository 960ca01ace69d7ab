//! The services that a function writes to, and the errors in which each says that it is too busy or broken.

use crate::http::Message;
use serde_json::json;
use std::fmt;

/// A service of AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// Tables.
    DynamoDb,
    /// Topics.
    Sns,
    /// Queues.
    Sqs,
    /// Streams.
    Kinesis,
    /// Delivery streams.
    Firehose,
    /// Buckets.
    S3,
    /// Any other; its errors are those of the JSON protocol.
    Other,
}

/// An error that a service answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    /// Its name on the wire.
    pub code: &'static str,
    /// Its HTTP status.
    pub status: u16,
    /// Its message.
    pub message: &'static str,
}

const fn error(code: &'static str, status: u16, message: &'static str) -> Error {
    Error { code, status, message }
}

impl Service {
    pub(super) fn of_target(prefix: &str) -> Service {
        match prefix {
            "DynamoDB_20120810" => Service::DynamoDb,
            "AmazonSQS" => Service::Sqs,
            "Kinesis_20131202" => Service::Kinesis,
            "Firehose_20150804" => Service::Firehose,
            _ => Service::Other,
        }
    }

    pub(super) fn of_version(version: &str) -> Service {
        match version {
            "2010-03-31" => Service::Sns,
            "2012-11-05" => Service::Sqs,
            _ => Service::Other,
        }
    }

    /// The errors that mean too many requests; the first is the usual one.
    pub fn throttles(self) -> &'static [Error] {
        const RATE: &str = "Rate exceeded";
        match self {
            Service::DynamoDb => {
                const THROUGHPUT: &str = "The level of configured provisioned throughput for the table was exceeded. \
                    Consider increasing your provisioning level with the UpdateTable API.";
                const ERRORS: &[Error] = &[
                    error("ProvisionedThroughputExceededException", 400, THROUGHPUT),
                    error("ThrottlingException", 400, RATE),
                    error("RequestLimitExceeded", 400, "Throughput exceeds the current throughput limit"),
                ];
                ERRORS
            }
            Service::Sns => {
                const { &[error("Throttled", 429, RATE), error("ThrottlingException", 400, RATE)] }
            }
            Service::Sqs => const { &[error("RequestThrottled", 400, "Request is throttled.")] },
            Service::Kinesis => {
                const SHARD: &str = "Rate exceeded for shard shardId-000000000000 in stream";
                const { &[error("ProvisionedThroughputExceededException", 400, SHARD)] }
            }
            Service::Firehose => const { &[error("ServiceUnavailableException", 500, "Slow down.")] },
            Service::S3 => const { &[error("SlowDown", 503, "Please reduce your request rate.")] },
            Service::Other => const { &[error("ThrottlingException", 400, RATE)] },
        }
    }

    /// The usual error that means too many requests.
    pub fn throttle(self) -> Error {
        self.throttles()[0]
    }

    /// The error that means a fault of the service's own.
    pub fn failure(self) -> Error {
        let code = match self {
            Service::DynamoDb => "InternalServerError",
            Service::Sns | Service::Sqs | Service::S3 => "InternalError",
            Service::Kinesis | Service::Firehose | Service::Other => "InternalFailure",
        };
        error(code, 500, "We encountered an internal error. Please try again.")
    }

    /// An error as this service puts it on the wire.
    pub(super) fn says(self, error: Error) -> Message {
        let id = "00000000-0000-4000-8000-000000000000";
        let Error { code, status, message } = error;
        let sender = if status < 500 { "Sender" } else { "Receiver" };
        let json = |minor: char, namespace: &str| {
            let body = json!({ "__type": format!("{namespace}{code}"), "message": message });
            Message::answer(status, body.to_string())
                .with("content-type", format!("application/x-amz-json-1.{minor}"))
        };
        let xml = |body: String| Message::answer(status, body).with("content-type", "text/xml");
        let answer = match self {
            Service::DynamoDb => json('0', "com.amazonaws.dynamodb.v20120810#"),
            Service::Sqs => {
                json('0', "com.amazonaws.sqs#").with("x-amzn-query-error", format!("{code};{sender}"))
            }
            Service::Kinesis | Service::Firehose | Service::Other => json('1', ""),
            Service::Sns => xml(format!(
                "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>{sender}</Type>\
                 <Code>{code}</Code><Message>{message}</Message></Error><RequestId>{id}</RequestId></ErrorResponse>"
            )),
            Service::S3 => xml(format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message>\
                 <RequestId>{id}</RequestId><HostId>{id}</HostId></Error>"
            )),
        };
        answer.with("x-amzn-requestid", id)
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Service::DynamoDb => "DynamoDB",
            Service::Sns => "SNS",
            Service::Sqs => "SQS",
            Service::Kinesis => "Kinesis",
            Service::Firehose => "Firehose",
            Service::S3 => "S3",
            Service::Other => "another service",
        })
    }
}
