//! Columns of schemas, and the columns that a stream's keys name.

use crate::diagnostic::Diagnostics;
use crate::model::codes::COLUMN_TWICE;
pub(super) use crate::model::codes::UNKNOWN_COLUMN as UNKNOWN;
use crate::model::{Column, Stream};
use crate::source::Spanned;
use crate::spec;
use pipec_runtime::column::Format;

/// The columns of a schema that could be read.
pub(super) fn of_schema(schema: &spec::Schema) -> Vec<Column> {
    let columns = schema.columns.items.iter();
    columns.filter_map(|(name, column)| read(name, column.as_ref()?)).collect()
}

/// Whether every column of a schema could be read.
pub(super) fn is_intact(schema: &spec::Schema) -> bool {
    schema.columns.items.iter().all(|(_, column)| column.as_ref().is_some_and(|it| it.definition.is_some()))
}

fn read(name: &Spanned<String>, column: &spec::Column) -> Option<Column> {
    let definition = column.definition.as_ref()?;
    let block = column.block.as_ref();
    let path = block.and_then(|it| it.path.as_ref()).map(|it| it.keys.clone());
    let format = block.and_then(|it| it.format.as_ref()).map(|it| match it.value {
        spec::Format::EpochMs => Format::EpochMillis,
        spec::Format::EpochS => Format::EpochSeconds,
    });
    let examples = block.map(|it| it.examples.items.clone()).unwrap_or_default();
    Some(Column {
        name: name.clone(),
        ty: definition.ty,
        nullable: definition.nullable,
        path: path.unwrap_or_else(|| vec![name.value.clone()]),
        format: format.unwrap_or(Format::Plain),
        examples: examples.into_iter().map(|it| it.map(|it| it.text)).collect(),
    })
}

/// Finds the columns that a stream's keys name, now that its columns are known.
pub(super) fn keys(stream: &mut Stream, written: &spec::Stream, findings: &mut Diagnostics) {
    if stream.columns.is_empty() || !stream.intact {
        return;
    }
    stream.partition_key = find(written.partition_key.as_ref(), stream, findings);
    stream.event_time = find(written.event_time.as_ref(), stream, findings);
    stream.id = id(&written.id.items, stream, findings);
}

/// The columns that identify a record, each once.
fn id(names: &[Spanned<String>], stream: &Stream, findings: &mut Diagnostics) -> Vec<Spanned<usize>> {
    let mut columns: Vec<Spanned<usize>> = Vec::new();
    for name in names {
        let Some(column) = find(Some(name), stream, findings) else { continue };
        match columns.iter().find(|it| it.value == column.value) {
            Some(first) => {
                let message = format!("`{}` is named twice", name.value);
                findings
                    .error(&COLUMN_TWICE, name.span, message)
                    .label(first.span, "first here")
                    .help("name it once");
            }
            None => columns.push(column),
        }
    }
    columns
}

fn find(
    name: Option<&Spanned<String>>,
    stream: &Stream,
    findings: &mut Diagnostics,
) -> Option<Spanned<usize>> {
    let name = name?;
    let found = position(&stream.columns, name);
    if found.is_none() {
        let what = format!("stream `{}`", stream.name.value);
        unknown(name, &what, &stream.columns, findings);
    }
    found.map(|it| Spanned::new(it, name.span))
}

/// The index of the column of this name.
pub(super) fn position(columns: &[Column], name: &Spanned<String>) -> Option<usize> {
    columns.iter().position(|it| it.name.value == name.value)
}

/// Tells that something has no column of this name.
pub(super) fn unknown(name: &Spanned<String>, what: &str, columns: &[Column], findings: &mut Diagnostics) {
    let message = format!("{what} has no column `{}`", name.value);
    let known = columns.iter().map(|it| it.name.value.as_str());
    findings.error(&UNKNOWN, name.span, message).nearest(&name.value, known);
}
