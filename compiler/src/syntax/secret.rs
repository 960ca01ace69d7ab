//! A secret: always a reference, never the text itself.

use super::codes::SECRET_IN_CLEAR;
use super::{Read, Reader, block};
use crate::source::Spanned;
use crate::yaml::{Kind, Node};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::borrow::Cow;

block! {
    /// A value in AWS Secrets Manager.
    struct Reference {
        /// The secret's name or ARN.
        required secret = "secrets_manager": Spanned<String>,
        /// The key of the value, where the secret is a JSON object.
        optional key = "json_key": Spanned<String>,
    }
}

/// A secret by reference.
#[derive(Debug, Clone)]
pub struct Secret {
    /// Where the value is kept.
    pub reference: Reference,
}

impl Read for Secret {
    fn read(node: &Node, reader: &mut Reader) -> Option<Secret> {
        if let Kind::Scalar(_) = node.kind {
            // The value is not repeated: a finding ends up in logs.
            reader
                .findings
                .error(&SECRET_IN_CLEAR, node.span, "a secret stands here in clear")
                .help("keep it in AWS Secrets Manager and write `{ secrets_manager: NAME, json_key: KEY }`")
                .hide();
            return None;
        }
        Reference::read(node, reader).map(|reference| Secret { reference })
    }
}

impl JsonSchema for Secret {
    fn schema_name() -> Cow<'static, str> {
        "Secret".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Reference::json_schema(generator)
    }
}
