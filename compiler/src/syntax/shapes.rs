//! Shapes around values: present or broken, empty when absent, a list, one or many.

use super::codes::EMPTY_LIST;
use super::{Read, Reader};
use crate::source::Span;
use crate::yaml::{Kind, Node};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::ops::Deref;

/// A key that must be there; `None` where it is missing or broken, which has been told.
#[derive(Debug, Clone)]
pub struct Required<T>(pub Option<T>);

impl<T> Deref for Required<T> {
    type Target = Option<T>;
    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<T: JsonSchema> JsonSchema for Required<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A key that holds a collection, empty where it is absent.
#[derive(Debug, Clone, Default)]
pub struct Collection<T>(pub T);

impl<T> Deref for Collection<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: JsonSchema> JsonSchema for Collection<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
    // The schema then does not list the key as required.
    fn _schemars_private_is_option() -> bool {
        true
    }
}

/// A list of at least one item.
#[derive(Debug, Clone)]
pub struct List<T> {
    /// The items that could be read.
    pub items: Vec<T>,
    /// Where the list stands.
    pub span: Span,
}

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List { items: Vec::new(), span: Span::default() }
    }
}

impl<T: Read> Read for List<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<List<T>> {
        let list = reader.list(node)?;
        if list.is_empty() {
            reader.findings.error(&EMPTY_LIST, node.span, "an empty list").help("name one, or drop the key");
            return None;
        }
        let items: Vec<T> = list.iter().filter_map(|it| T::read(it, reader)).collect();
        (items.len() == list.len()).then_some(List { items, span: node.span })
    }
}

impl<T: JsonSchema> JsonSchema for List<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("List_of_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "minItems": 1, "items": generator.subschema_for::<T>() })
    }
}

/// One value, or a list of at least one.
#[derive(Debug, Clone)]
pub struct OneOrMany<T> {
    /// The values.
    pub items: Vec<T>,
    /// Where they stand.
    pub span: Span,
}

impl<T> Default for OneOrMany<T> {
    fn default() -> OneOrMany<T> {
        OneOrMany { items: Vec::new(), span: Span::default() }
    }
}

impl<T: Read> Read for OneOrMany<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<OneOrMany<T>> {
        let items = match node.kind {
            Kind::List(_) => List::read(node, reader)?.items,
            _ => vec![T::read(node, reader)?],
        };
        Some(OneOrMany { items, span: node.span })
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("One_or_many_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        let many = List::<T>::json_schema(generator);
        json_schema!({ "anyOf": [one, many] })
    }
}
