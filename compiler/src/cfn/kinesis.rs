//! Kinesis: data streams.

use super::iam::Policy;
use super::template::{Handle, Resource};
use super::text::Text;
use serde::Serialize;

/// A data stream.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Stream {
    /// Its name; CloudFormation makes one without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who decides the number of shards.
    pub stream_mode_details: Mode,
    /// The shards, 1,000 records and 1 MiB a second each; only where they are provisioned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shard_count: Option<u32>,
    /// Hours a record is kept, 24 to 8,760.
    pub retention_period_hours: u64,
    /// How records are encrypted at rest.
    pub stream_encryption: Encryption,
}

/// Who decides the number of shards.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Mode {
    /// `ON_DEMAND` or `PROVISIONED`.
    pub stream_mode: &'static str,
}

/// How records are encrypted at rest.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Encryption {
    /// `KMS`.
    pub encryption_type: &'static str,
    /// The key's ARN, or `alias/aws/kinesis`.
    pub key_id: Text,
}

/// Who may use a stream beside those whom their own account's policies let.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ResourcePolicy {
    /// The stream's ARN.
    pub resource_arn: Text,
    /// What it allows.
    pub resource_policy: Policy,
}

impl Resource for ResourcePolicy {
    const TYPE: &'static str = "AWS::Kinesis::ResourcePolicy";
    const TAGGED: bool = false;
}

impl Resource for Stream {
    const TYPE: &'static str = "AWS::Kinesis::Stream";
}

impl Handle<Stream> {
    /// Its name.
    pub fn name(&self) -> Text {
        self.reference()
    }

    /// Its ARN.
    pub fn arn(&self) -> Text {
        self.attribute("Arn")
    }
}
