//! What is laid over the resources of a place in the file.

use crate::source::Span;
use serde_json::{Map, Value};

/// Properties that are laid over those of all resources of one type that are there for one place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// The way in the file to what the resources are there for.
    pub path: String,
    /// CloudFormation's name of their type.
    pub kind: String,
    /// Where that stands.
    pub span: Span,
    /// The properties.
    pub properties: Map<String, Value>,
    /// The way to each value among them, with dots.
    pub leaves: Vec<String>,
}
