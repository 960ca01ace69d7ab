//! Thresholds: named values that change without a rebuild.

use super::schemas::type_named;
use crate::source::{Span, Spanned};
use crate::syntax::{FromScalar, Literal, Read, Reader, block};
use crate::yaml::{Kind, Node};
use pipec_runtime::types::Type;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// A threshold: a value, or a block with more.
#[derive(Debug, Clone)]
pub struct Threshold {
    /// Where it stands.
    pub span: Span,
    /// The value it has unless a deployment gives another; `None` where that is broken.
    pub value: Option<Spanned<Literal>>,
    /// The rest of a block.
    pub block: Option<Block>,
}

block! {
    /// A threshold with more than a value.
    struct Block {
        /// The value it has unless a deployment gives another.
        required value = "value": Spanned<Literal>,
        /// Its type; that of the value without it.
        optional ty = "type": Spanned<ThresholdType>,
        /// The least value that a deployment may give.
        optional min = "min": Spanned<Literal>,
        /// The greatest value that a deployment may give.
        optional max = "max": Spanned<Literal>,
        /// A sentence on what it decides.
        optional description = "description": Spanned<String>,
    }
}

/// The type of a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThresholdType(pub Type);

impl FromScalar for ThresholdType {
    const EXPECTED: &'static str = "a type such as `integer`, `decimal(12,2)` or `string`";
    fn from_text(text: &str) -> Option<ThresholdType> {
        type_named(text).map(ThresholdType)
    }
}

impl JsonSchema for ThresholdType {
    fn schema_name() -> Cow<'static, str> {
        "ThresholdType".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": super::schemas::type_pattern(),
            "examples": ["integer", "bigint", "double", "decimal(12,2)", "string", "boolean", "timestamp"]
        })
    }
}

impl Read for Threshold {
    fn read(node: &Node, reader: &mut Reader) -> Option<Threshold> {
        if let Kind::Map(_) = node.kind {
            let block = Block::read(node, reader)?;
            return Some(Threshold { span: node.span, value: block.value.0.clone(), block: Some(block) });
        }
        let value = Spanned::<Literal>::read(node, reader)?;
        Some(Threshold { span: node.span, value: Some(value), block: None })
    }
}

impl JsonSchema for Threshold {
    fn schema_name() -> Cow<'static, str> {
        "Threshold".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (literal, block) = (generator.subschema_for::<Literal>(), generator.subschema_for::<Block>());
        json_schema!({ "anyOf": [literal, block] })
    }
}
