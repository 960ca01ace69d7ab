//! CloudWatch Logs: log groups and log streams.

use super::template::{Handle, Resource};
use super::text::Text;
use serde::Serialize;

/// A log group. It has no name of ours: CloudFormation's begins with the stack's, and outlives no other.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LogGroup {
    /// Days a line is kept: one of CloudWatch's values.
    pub retention_in_days: u32,
    /// The customer key's ARN.
    pub kms_key_id: Text,
}

/// A log stream.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LogStream {
    /// The group's name.
    pub log_group_name: Text,
    /// Its name.
    pub log_stream_name: &'static str,
}

impl Resource for LogGroup {
    const TYPE: &'static str = "AWS::Logs::LogGroup";
}

impl Resource for LogStream {
    const TYPE: &'static str = "AWS::Logs::LogStream";
    const TAGGED: bool = false;
}

impl Handle<LogGroup> {
    /// Its name.
    pub fn name(&self) -> Text {
        self.reference()
    }

    /// Its ARN, without the `:*` that the attribute `Arn` ends in.
    pub fn arn(&self) -> Text {
        Text::arn("logs", Text::from("log-group:").then(self.name()))
    }
}

impl Handle<LogStream> {
    /// Its name.
    pub fn name(&self) -> Text {
        self.reference()
    }
}
