//! Lambda: functions, and the mappings that feed them from a stream.

use super::template::{Handle, Resource};
use super::text::Text;
use crate::syntax::block;
use serde::Serialize;
use std::collections::BTreeMap;

block! {
    /// The processors that functions run on.
    enum Architecture {
        /// Intel's and AMD's, for which most machines build without more.
        X8664 = "x86_64",
        /// AWS's own, for a fifth less.
        Arm64 = "arm64",
    }
}

/// A function.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Function {
    /// What it does, at most 256 characters.
    pub description: String,
    /// `provided.al2023`: the zip holds a program called `bootstrap`.
    pub runtime: &'static str,
    /// `x86_64` or `arm64`.
    pub architectures: [&'static str; 1],
    /// A word, which `bootstrap` need not heed.
    pub handler: &'static str,
    /// Where the zip is.
    pub code: Code,
    /// Mebibytes, 128 to 10,240; the processor's share grows with them.
    pub memory_size: u64,
    /// Seconds, 1 to 900.
    pub timeout: u64,
    /// The role it acts under.
    pub role: Text,
    /// What it is told.
    pub environment: Environment,
    /// The key that encrypts the environment.
    pub kms_key_arn: Text,
    /// Where it logs.
    pub logging_config: Logging,
}

/// Where the zip is.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Code {
    /// The bucket, in the stack's region.
    #[serde(rename = "S3Bucket")]
    pub bucket: Text,
    /// The key.
    #[serde(rename = "S3Key")]
    pub key: Text,
}

/// What a function is told, at most 4 KB in all.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Environment {
    /// Name and value.
    pub variables: BTreeMap<String, Text>,
}

/// Where a function logs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Logging {
    /// `JSON`.
    pub log_format: &'static str,
    /// The group's name.
    pub log_group: Text,
}

/// What feeds a function from a stream.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EventSourceMapping {
    /// The stream.
    pub event_source_arn: Text,
    /// The function.
    pub function_name: Text,
    /// `TRIM_HORIZON` or `LATEST`.
    pub starting_position: &'static str,
    /// Most records of a batch, 1 to 10,000; a batch is also at most 6 MB.
    pub batch_size: u64,
    /// Seconds to wait for a full batch, 0 to 300.
    pub maximum_batching_window_in_seconds: u64,
    /// Whether a batch that fails is tried again in halves.
    pub bisect_batch_on_function_error: bool,
    /// `ReportBatchItemFailures`: the answer names the first record to come again.
    pub function_response_types: [&'static str; 1],
    /// Seconds until a batch is given up, 60 to 604,800.
    pub maximum_record_age_in_seconds: u64,
    /// Tries until a batch is given up; -1 is no bound.
    pub maximum_retry_attempts: i32,
    /// Where a batch goes that was given up.
    pub destination_config: Destinations,
}

/// Where batches go.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Destinations {
    /// Those that were given up.
    pub on_failure: Destination,
}

/// A destination.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Destination {
    /// Its ARN.
    pub destination: Text,
}

impl Resource for Function {
    const TYPE: &'static str = "AWS::Lambda::Function";
}

impl Resource for EventSourceMapping {
    const TYPE: &'static str = "AWS::Lambda::EventSourceMapping";
}

impl Handle<Function> {
    /// Its name.
    pub fn name(&self) -> Text {
        self.reference()
    }

    /// Its ARN.
    pub fn arn(&self) -> Text {
        self.attribute("Arn")
    }
}

impl Handle<EventSourceMapping> {
    /// Its ARN.
    pub fn arn(&self) -> Text {
        self.attribute("EventSourceMappingArn")
    }

    /// Its identifier, a UUID.
    pub fn uuid(&self) -> Text {
        self.reference()
    }
}
