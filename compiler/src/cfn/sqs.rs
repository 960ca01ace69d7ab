//! SQS: queues and their policies.

use super::iam::Policy;
use super::template::{Handle, Resource};
use super::text::Text;
use serde::Serialize;

/// A queue.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Queue {
    /// Its name; CloudFormation makes one without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_name: Option<String>,
    /// Seconds a message waits to be received, 60 to 1,209,600.
    pub message_retention_period: u64,
    /// Seconds a received message is hidden from others, at most 43,200.
    pub visibility_timeout: u64,
    /// The key's ARN, or `alias/aws/sqs`.
    pub kms_master_key_id: Text,
}

/// A queue's policy.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct QueuePolicy {
    /// The queues' URLs.
    pub queues: [Text; 1],
    /// The policy.
    pub policy_document: Policy,
}

impl Resource for Queue {
    const TYPE: &'static str = "AWS::SQS::Queue";
}

impl Resource for QueuePolicy {
    const TYPE: &'static str = "AWS::SQS::QueuePolicy";
    const TAGGED: bool = false;
}

impl Handle<Queue> {
    /// Its URL, which is what `Ref` gives.
    pub fn url(&self) -> Text {
        self.reference()
    }

    /// Its ARN.
    pub fn arn(&self) -> Text {
        self.attribute("Arn")
    }
}
