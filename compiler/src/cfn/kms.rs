//! KMS: customer keys.

use super::iam::Policy;
use super::template::{Handle, Resource};
use super::text::Text;
use serde::Serialize;

/// A customer key.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Key {
    /// What it protects.
    pub description: String,
    /// Whether KMS makes new material for it each year.
    pub enable_key_rotation: bool,
    /// Days between the order to delete it and its end, 7 to 30.
    pub pending_window_in_days: u32,
    /// Who may use it.
    pub key_policy: Policy,
}

impl Resource for Key {
    const TYPE: &'static str = "AWS::KMS::Key";
}

impl Handle<Key> {
    /// Its ARN.
    pub fn arn(&self) -> Text {
        self.attribute("Arn")
    }
}
