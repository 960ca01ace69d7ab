//! Schemas and their columns.

use super::codes::BAD_COLUMN;
use crate::diagnostic::nearest;
use crate::source::{Span, Spanned};
use crate::syntax::{Expression, Free, FromScalar, Literal, OneOrMany, Read, Reader, block};
use crate::yaml::{Kind, Node};
use pipec_runtime::types::Type;
use schemars::{JsonSchema, Schema as JsonSchemaValue, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// Columns by name. The key `description` with a text that is no type is a sentence on the schema.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The columns, in the order written.
    pub columns: Free<Column>,
    /// A sentence on the schema.
    pub description: Option<Spanned<String>>,
}

impl Read for Schema {
    fn read(node: &Node, reader: &mut Reader) -> Option<Schema> {
        let map = reader.map(node)?;
        let mut items = Vec::new();
        let mut description = None;
        for (key, value) in reader.items(map) {
            let Some(value) = value else {
                items.push((key.clone(), None));
                continue;
            };
            if key.value == "description" && !looks_like_a_column(value) {
                description = Spanned::read(value, reader);
            } else {
                items.push((key.clone(), Column::read(value, reader)));
            }
        }
        Some(Schema { columns: Free { items, span: node.span }, description })
    }
}

fn looks_like_a_column(node: &Node) -> bool {
    match &node.kind {
        Kind::Scalar(scalar) => Definition::from_text(&scalar.text).is_some(),
        Kind::List(_) | Kind::Map(_) | Kind::Broken => true,
    }
}

impl JsonSchema for Schema {
    fn schema_name() -> Cow<'static, str> {
        "Schema".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> JsonSchemaValue {
        let column = generator.subschema_for::<Column>();
        json_schema!({
            "type": "object",
            "description": "Columns by name.",
            "properties": { "description": { "anyOf": [column.clone(), { "type": "string" }] } },
            "additionalProperties": column
        })
    }
}

/// A column's type, and whether it may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// Its type.
    pub ty: Type,
    /// Whether null, or a missing key, is a value of it.
    pub nullable: bool,
}

const WORDS: [&str; 8] =
    ["varchar(n)", "string", "integer", "bigint", "double", "decimal(p,s)", "boolean", "timestamp"];

const PATTERN: &str = r"(string|integer|bigint|double|boolean|timestamp|varchar\([1-9][0-9]{0,4}\)|decimal\(([1-9]|[12][0-9]|3[0-8]),([0-9]|[12][0-9]|3[0-8])\))";

/// A type as a regular expression. That a scale is no greater than its precision is beyond it.
pub(super) fn type_pattern() -> String {
    format!("^{PATTERN}$")
}

impl FromScalar for Definition {
    const EXPECTED: &'static str = "a column such as `varchar(64) not null`";
    fn from_text(text: &str) -> Option<Definition> {
        let (ty, nullable) = match text.strip_suffix(" not null") {
            Some(ty) => (ty, false),
            None => (text, true),
        };
        type_named(ty).map(|ty| Definition { ty, nullable })
    }
}

/// The type that a text names.
pub fn type_named(text: &str) -> Option<Type> {
    match text {
        "string" => Some(Type::String),
        "integer" => Some(Type::Integer),
        "bigint" => Some(Type::Bigint),
        "double" => Some(Type::Double),
        "boolean" => Some(Type::Boolean),
        "timestamp" => Some(Type::Timestamp),
        _ => with_arguments(text),
    }
}

fn with_arguments(text: &str) -> Option<Type> {
    let (name, arguments) = text.strip_suffix(')')?.split_once('(')?;
    match name {
        "varchar" => number(arguments, 5).filter(|it| *it > 0).map(Type::Varchar),
        "decimal" => {
            let (precision, scale) = arguments.split_once(',')?;
            let (precision, scale) = (number(precision, 2)? as u8, number(scale, 2)? as u8);
            ((1..=38).contains(&precision) && scale <= precision)
                .then_some(Type::Decimal { precision, scale })
        }
        _ => None,
    }
}

/// Digits without a leading zero, at most so many.
fn number(text: &str, digits: usize) -> Option<u32> {
    let plain = text.len() <= digits && text.bytes().all(|it| it.is_ascii_digit());
    (plain && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok())?
}

/// A column: a definition, or a block with more.
#[derive(Debug, Clone)]
pub struct Column {
    /// Where it stands.
    pub span: Span,
    /// Its type; `None` where that is broken.
    pub definition: Option<Spanned<Definition>>,
    /// The rest of a block.
    pub block: Option<Block>,
}

block! {
    /// A column with more than a type.
    struct Block {
        /// Its type, with `not null` behind it or not.
        required definition = "type": Spanned<ColumnType>,
        /// Where the value is in the record, `$.a.b`; the column's name without it.
        optional path = "path": Spanned<Path>,
        /// How the value of a timestamp is written; RFC 3339 text without it.
        optional format = "format": Spanned<Format>,
        /// A condition on the column: a record for which it is false is rejected.
        optional check = "check": Expression,
        /// Values that the column takes.
        collection examples = "examples": OneOrMany<Spanned<Literal>>,
        /// A sentence on the column.
        optional description = "description": Spanned<String>,
    }
}

block! {
    /// How the value of a timestamp is written in the record.
    enum Format {
        /// A whole number of milliseconds since 1970.
        EpochMs = "epoch_ms",
        /// A whole number of seconds since 1970.
        EpochS = "epoch_s",
    }
}

/// A definition that tells its own mistakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnType(pub Definition);

impl Read for Spanned<ColumnType> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Spanned<ColumnType>> {
        read_definition(node, reader).map(|it| it.map(ColumnType))
    }
}

impl JsonSchema for ColumnType {
    fn schema_name() -> Cow<'static, str> {
        "ColumnType".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> JsonSchemaValue {
        json_schema!({
            "type": "string",
            "pattern": format!("^{PATTERN}( not null)?$"),
            "description": "A column's type, with `not null` behind it or not.",
            "examples": ["varchar(64) not null", "integer", "decimal(12,2)", "timestamp not null", "boolean"]
        })
    }
}

fn read_definition(node: &Node, reader: &mut Reader) -> Option<Spanned<Definition>> {
    let Kind::Scalar(scalar) = &node.kind else {
        reader.wrong_type(node, Definition::EXPECTED);
        return None;
    };
    let read = Definition::from_text(&scalar.text);
    if read.is_none() {
        let message = format!("`{}` is no type of a column", scalar.text);
        let finding = reader.findings.error(&BAD_COLUMN, node.span, message);
        match nearest_type(&scalar.text) {
            Some(mended) => finding.help(format!("write `{mended}`")).edit(node.span, mended),
            None => finding.help(format!("the types are `{}`", WORDS.join("`, `"))),
        };
    }
    read.map(|it| Spanned::new(it, node.span))
}

/// What was probably meant: other databases' words, capitals, spaces, misspellings.
pub fn nearest_type(text: &str) -> Option<String> {
    let lower = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let (ty, not_null) = match lower.strip_suffix(" not null") {
        Some(ty) => (ty, " not null"),
        None => (lower.as_str(), ""),
    };
    let ty = ty.replace(", ", ",").replace(" (", "(");
    let known = match ty.as_str() {
        "int" | "int32" | "smallint" => "integer",
        "long" | "int64" => "bigint",
        "text" | "varchar" | "char" => "string",
        "float" | "real" | "number" => "double",
        "bool" => "boolean",
        "datetime" | "timestamptz" | "date" => "timestamp",
        other => nearest(other, WORDS).unwrap_or(other),
    };
    let mended = format!("{known}{not_null}");
    Definition::from_text(&mended).map(|_| mended)
}

impl Read for Column {
    fn read(node: &Node, reader: &mut Reader) -> Option<Column> {
        if let Kind::Map(_) = node.kind {
            let block = Block::read(node, reader)?;
            let definition = block.definition.as_ref().map(|it| Spanned::new(it.value.0, it.span));
            return Some(Column { span: node.span, definition, block: Some(block) });
        }
        let definition = read_definition(node, reader);
        Some(Column { span: node.span, definition, block: None })
    }
}

impl JsonSchema for Column {
    fn schema_name() -> Cow<'static, str> {
        "Column".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> JsonSchemaValue {
        let (line, block) = (generator.subschema_for::<ColumnType>(), generator.subschema_for::<Block>());
        json_schema!({ "anyOf": [line, block] })
    }
}

/// The way to a nested value: its keys, outermost first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The keys.
    pub keys: Vec<String>,
}

impl FromScalar for Path {
    const EXPECTED: &'static str = "a path such as `$.card.country`";
    fn from_text(text: &str) -> Option<Path> {
        let keys: Vec<String> = text.strip_prefix("$.")?.split('.').map(str::to_owned).collect();
        let plain = |it: &String| {
            !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'-')
        };
        (keys.len() <= 16 && keys.iter().all(plain)).then_some(Path { keys })
    }
}

impl JsonSchema for Path {
    fn schema_name() -> Cow<'static, str> {
        "Path".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> JsonSchemaValue {
        json_schema!({
            "type": "string",
            "pattern": "^\\$(\\.[A-Za-z0-9_-]+){1,16}$",
            "examples": ["$.card.country"]
        })
    }
}
