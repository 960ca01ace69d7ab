//! DynamoDB: tables.

use super::template::{Handle, Resource};
use super::text::Text;
use serde::Serialize;

/// A table.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Table {
    /// Its name; CloudFormation makes one without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table_name: Option<String>,
    /// The types of the key's columns, and of no others.
    pub attribute_definitions: Vec<Attribute>,
    /// The partition key, then the sort key.
    pub key_schema: Vec<KeyElement>,
    /// `PAY_PER_REQUEST`.
    pub billing_mode: &'static str,
    /// How items are encrypted at rest.
    #[serde(rename = "SSESpecification")]
    pub encryption: Encryption,
    /// Whether the table can be restored to any second of the last 35 days.
    pub point_in_time_recovery_specification: Recovery,
    /// Whether nobody can delete it before this is taken away.
    pub deletion_protection_enabled: bool,
}

/// The type of a column of the key.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attribute {
    /// The column.
    pub attribute_name: String,
    /// `S` for text, `N` for numbers.
    pub attribute_type: &'static str,
}

/// A column of the key.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct KeyElement {
    /// The column.
    pub attribute_name: String,
    /// `HASH` is the partition key, `RANGE` the sort key.
    pub key_type: &'static str,
}

/// How items are encrypted at rest.
#[derive(Debug, Clone, Serialize)]
pub struct Encryption {
    /// Whether a key in KMS is used.
    #[serde(rename = "SSEEnabled")]
    pub enabled: bool,
    /// `KMS`.
    #[serde(rename = "SSEType")]
    pub kind: &'static str,
    /// The customer key.
    #[serde(rename = "KMSMasterKeyId")]
    pub key: Text,
}

/// Whether the table can be restored.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Recovery {
    /// It can.
    pub point_in_time_recovery_enabled: bool,
}

impl Resource for Table {
    const TYPE: &'static str = "AWS::DynamoDB::Table";
}

impl Handle<Table> {
    /// Its name.
    pub fn name(&self) -> Text {
        self.reference()
    }

    /// Its ARN.
    pub fn arn(&self) -> Text {
        self.attribute("Arn")
    }
}
