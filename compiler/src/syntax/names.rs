//! Names, and mappings from names to blocks in the order written.

use super::codes::BAD_NAME;
use super::{FromScalar, Read, Reader};
use crate::source::{Span, Spanned};
use crate::yaml::Node;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// The name of a stream, branch, sink, schema, threshold, viewer or test.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The text.
    pub text: String,
}

/// Most characters of a name, so that every name in AWS that is made from it fits.
const LONGEST: usize = 40;
const PATTERN: &str = "^[a-z][a-z0-9_]{0,39}$";

impl FromScalar for Name {
    const EXPECTED: &'static str = "a name: a small letter, then small letters, digits and `_`, at most 40";
    const REFERS: bool = true;
    fn from_text(text: &str) -> Option<Name> {
        is_name(text).then(|| Name { text: text.to_owned() })
    }
}

impl JsonSchema for Name {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Name".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": PATTERN })
    }
}

fn is_name(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|it: char| it.is_ascii_lowercase())
        && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')
}

/// The nearest right name: other characters become `_`, and capitals that stand together stay together.
fn mended(text: &str) -> String {
    let mut name = String::new();
    let mut last = None;
    for it in text.chars() {
        let starts_a_word = it.is_ascii_uppercase() && !last.is_some_and(|it: char| it.is_ascii_uppercase());
        if starts_a_word && !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
        last = Some(it);
        name.push(if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' });
    }
    let start = name.find(|it: char| it.is_ascii_lowercase()).unwrap_or(name.len());
    name[start..].chars().take(LONGEST).collect::<String>().trim_end_matches('_').to_owned()
}

/// Blocks by name.
#[derive(Debug, Clone)]
pub struct Named<T> {
    /// Name and block, in the order written; a block that is `None` could not be read at all.
    pub items: Vec<(Spanned<String>, Option<T>)>,
    /// Where the mapping stands.
    pub span: Span,
}

impl<T> Default for Named<T> {
    fn default() -> Named<T> {
        Named { items: Vec::new(), span: Span::default() }
    }
}

impl<T: Read> Read for Named<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Named<T>> {
        let map = reader.map(node)?;
        let items = reader.items(map).into_iter().map(|(key, value)| {
            if !is_name(&key.value) {
                let message = format!("`{}` is no name", key.value);
                let finding = reader.findings.error(&BAD_NAME, key.span, message);
                finding.label_here("small letters, digits and `_`, a letter first, at most 40");
                let mended = mended(&key.value);
                if is_name(&mended) {
                    finding.help(format!("write `{mended}`")).edit(key.span, mended);
                }
            }
            (key.clone(), value.and_then(|it| T::read(it, reader)))
        });
        Some(Named { items: items.collect(), span: node.span })
    }
}

impl<T: JsonSchema> JsonSchema for Named<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Named_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "propertyNames": { "pattern": PATTERN },
            "additionalProperties": generator.subschema_for::<T>()
        })
    }
}

/// Values by any key: columns, tags.
#[derive(Debug, Clone)]
pub struct Free<T> {
    /// Key and value, in the order written; a value that is `None` could not be read at all.
    pub items: Vec<(Spanned<String>, Option<T>)>,
    /// Where the mapping stands.
    pub span: Span,
}

impl<T> Default for Free<T> {
    fn default() -> Free<T> {
        Free { items: Vec::new(), span: Span::default() }
    }
}

impl<T: Read> Read for Free<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Free<T>> {
        let map = reader.map(node)?;
        let items = reader.items(map).into_iter();
        let items = items.map(|(key, value)| (key.clone(), value.and_then(|it| T::read(it, reader))));
        Some(Free { items: items.collect(), span: node.span })
    }
}

impl<T: JsonSchema> JsonSchema for Free<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Free_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<T>() })
    }
}
