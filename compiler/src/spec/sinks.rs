//! Sinks: what each is, and a sentence on it.

use crate::sinks;
use crate::source::{Span, Spanned};
use crate::syntax::{Fields, Read, Reader};
use crate::yaml::Node;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::borrow::Cow;

/// A sink.
#[derive(Debug, Clone)]
pub struct Sink {
    /// Where it stands.
    pub span: Span,
    /// A sentence on what it holds.
    pub description: Option<Spanned<String>>,
    /// What it is; `None` where that is broken.
    pub settings: Option<sinks::Settings>,
}

impl Read for Sink {
    fn read(node: &Node, reader: &mut Reader) -> Option<Sink> {
        let map = reader.map(node)?;
        let description = map.iter().find(|(key, _)| key.value == "description");
        let description = description.and_then(|(_, value)| Spanned::read(value, reader));
        let rest = map.iter().filter(|(key, _)| key.value != "description");
        let chosen = Fields::one_of_these(rest, node.span, sinks::Settings::KEYS, reader);
        let settings = chosen.and_then(|(key, value)| sinks::Settings::read_choice(key, value, reader));
        Some(Sink { span: node.span, description, settings })
    }
}

impl JsonSchema for Sink {
    fn schema_name() -> Cow<'static, str> {
        "Sink".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        // The schema's writer turns the choice into one object and adds `description` to it.
        sinks::Settings::json_schema(generator)
    }
}
