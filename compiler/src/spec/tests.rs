//! Unit tests of the pipeline.

use crate::source::Spanned;
use crate::syntax::{Any, Free, List, Literal, Name, Named, Read, Reader, block};
use crate::yaml::{Kind, Node};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

block! {
    /// A unit test: records that come, and rows that must come of them.
    struct Test {
        /// A sentence on what it shows.
        optional description = "description": Spanned<String>,
        /// The environment that is laid over the file.
        optional environment = "env": Spanned<Name>,
        /// What `now()` is, RFC 3339; it must be set where a column that it is in is compared.
        optional now = "now": Spanned<String>,
        /// Other values of thresholds.
        collection thresholds = "thresholds": Named<Spanned<Literal>>,
        /// Records by stream, in order of arrival.
        required given = "given": Free<Given>,
        /// Rows by sink, stream or branch, or `dead_letters`. A table has its content. Where a cold branch writes, rows
        /// are records as they came, by the keys of their JSON, or as text. In a dead letter `raw` is the record's text
        /// or its keys, not base64, and `position` the number of the record in its stream, from 1.
        required expect = "expect": Free<Expectation>,
        /// Whether windows are closed at the end; they are without it.
        optional close = "close": Spanned<bool>,
    }
}

/// Records of a stream: a list, or a file of JSON Lines.
#[derive(Debug, Clone)]
pub enum Given {
    /// Records, in order.
    Records(Vec<Row>),
    /// A file of JSON Lines, by its path from the spec.
    File(File),
}

block! {
    /// A file of JSON Lines.
    struct File {
        /// Its path from the spec.
        required file = "file": Spanned<String>,
    }
}

/// A record: a mapping, which is JSON with its numbers as written; the text of the record itself; or
/// `{ repeat: N, record: … }`.
#[derive(Debug, Clone)]
pub struct Row {
    /// The node.
    pub node: Node,
}

impl Read for Row {
    fn read(node: &Node, reader: &mut Reader) -> Option<Row> {
        match node.kind {
            Kind::Map(_) | Kind::Scalar(_) if !node.is_null() => Some(Row { node: node.clone() }),
            _ => {
                reader.wrong_type(node, "a record: a mapping, or its text");
                None
            }
        }
    }
}

impl JsonSchema for Row {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Row".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["object", "string", "number", "boolean"] })
    }
}

impl Read for Given {
    fn read(node: &Node, reader: &mut Reader) -> Option<Given> {
        match node.kind {
            Kind::Map(_) => File::read(node, reader).map(Given::File),
            _ => List::read(node, reader).map(|it| Given::Records(it.items)),
        }
    }
}

impl JsonSchema for Given {
    fn schema_name() -> Cow<'static, str> {
        "Given".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (list, file) = (List::<Row>::json_schema(generator), generator.subschema_for::<File>());
        json_schema!({ "anyOf": [list, file] })
    }
}

/// What must come of it: rows, or more than rows.
#[derive(Debug, Clone)]
pub enum Expectation {
    /// These rows and no others, compared on the columns given.
    Rows(Vec<Any>),
    /// More than rows.
    Rich(Rows),
}

block! {
    /// What must come of it, in parts.
    struct Rows {
        /// So many rows.
        optional count = "count": Spanned<u32>,
        /// These rows among others, compared on the columns given.
        collection has = "has": AnyList,
        /// These rows and no others, compared on all columns, which must be given.
        collection exactly = "exactly": AnyList,
        /// These rows and no others, in this order.
        collection in_order = "in_order": AnyList,
    }
}

/// Rows, none of them too.
#[derive(Debug, Clone, Default)]
pub struct AnyList {
    /// The rows.
    pub items: Vec<Any>,
}

impl Read for AnyList {
    fn read(node: &Node, reader: &mut Reader) -> Option<AnyList> {
        let list = reader.list(node)?;
        let items: Vec<Any> = list.iter().filter_map(|it| row(it, reader)).collect();
        (items.len() == list.len()).then_some(AnyList { items })
    }
}

fn row(node: &Node, reader: &mut Reader) -> Option<Any> {
    match node.kind {
        Kind::Map(_) => reader.map(node).and_then(|_| Any::read(node, reader)),
        Kind::Scalar(_) if !node.is_null() => Any::read(node, reader),
        _ => {
            reader.wrong_type(node, "a row: a mapping, or the text of a record");
            None
        }
    }
}

impl JsonSchema for AnyList {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "AnyList".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": { "type": ["object", "string", "number", "boolean"] } })
    }
}

impl Read for Expectation {
    fn read(node: &Node, reader: &mut Reader) -> Option<Expectation> {
        match node.kind {
            Kind::Map(_) => Rows::read(node, reader).map(Expectation::Rich),
            _ => AnyList::read(node, reader).map(|it| Expectation::Rows(it.items)),
        }
    }
}

impl JsonSchema for Expectation {
    fn schema_name() -> Cow<'static, str> {
        "Expectation".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (list, rows) = (AnyList::json_schema(generator), generator.subschema_for::<Rows>());
        json_schema!({ "anyOf": [list, rows] })
    }
}
