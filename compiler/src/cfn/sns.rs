//! SNS: topics and their policies.

use super::iam::Policy;
use super::template::{Handle, Resource};
use super::text::Text;
use serde::Serialize;

/// A topic.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Topic {
    /// Its name; CloudFormation makes one without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic_name: Option<String>,
    /// The sender that an e-mail shows, at most 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The key's ARN, or `alias/aws/sns`.
    pub kms_master_key_id: Text,
    /// Who gets each message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subscription: Vec<Subscription>,
}

/// One who gets each message.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Subscription {
    /// `email`: pending until its owner confirms.
    pub protocol: &'static str,
    /// The address.
    pub endpoint: String,
}

/// A topic's policy.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TopicPolicy {
    /// The topics' ARNs.
    pub topics: [Text; 1],
    /// The policy.
    pub policy_document: Policy,
}

impl Resource for Topic {
    const TYPE: &'static str = "AWS::SNS::Topic";
}

impl Resource for TopicPolicy {
    const TYPE: &'static str = "AWS::SNS::TopicPolicy";
    const TAGGED: bool = false;
}

impl Handle<Topic> {
    /// Its ARN, which is also what `Ref` gives.
    pub fn arn(&self) -> Text {
        self.reference()
    }
}
