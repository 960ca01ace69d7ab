//! Statements: the streams that are declared, and the pumps that fill them.

use super::select::select;
use super::tokens::{SECTION, Token, tokens};
use super::{Fault, Kind, Reader};
use std::collections::{BTreeMap, BTreeSet};

/// The stream that an application reads; its columns stand in the application's schema.
pub const SOURCE: &str = "SOURCE_SQL_STREAM_001";
/// In-application streams of one application, with the two that are there from the start (`dev/limits`).
const MOST_STREAMS: usize = 64;

/// How much was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Statements.
    pub statements: usize,
    /// Columns that are declared.
    pub columns: usize,
}

/// The columns of streams, in their order.
pub type Streams = BTreeMap<String, Vec<(String, Kind)>>;

/// Checks a text: each of its sections is an application.
pub fn check(text: &str) -> Result<Checked, Fault> {
    let marked = format!("\n{text}").replace(&format!("\n{SECTION}"), &format!("\n\0{SECTION}"));
    let mut all = Checked::default();
    for section in marked.split('\0') {
        let found = application(&tokens(section)?)?;
        all.statements += found.statements;
        all.columns += found.columns;
    }
    Ok(all)
}

fn application(tokens: &[Token]) -> Result<Checked, Fault> {
    let mut reader = Reader::new(tokens);
    let mut streams = Streams::new();
    let (mut pumps, mut filled) = (BTreeSet::new(), BTreeSet::new());
    let mut checked = Checked::default();
    while reader.peek().is_some() {
        reader.want("CREATE OR REPLACE")?;
        if reader.took("STREAM") {
            let (name, columns) = stream(&mut reader)?;
            checked.columns += columns.len();
            if name == SOURCE || name == "error_stream" || streams.insert(name.clone(), columns).is_some() {
                return Err(format!("the stream `{name}` is there already"));
            }
        } else {
            reader.want("PUMP")?;
            let (name, into) = pump(&mut reader, &streams)?;
            if !pumps.insert(name.clone()) || streams.contains_key(&name) {
                return Err(format!("the pump `{name}` is there already"));
            }
            if !filled.insert(into.clone()) {
                return Err(format!("two pumps fill `{into}`"));
            }
        }
        reader.want(";")?;
        checked.statements += 1;
    }
    if let Some(name) = streams.keys().find(|it| !filled.contains(*it)) {
        return Err(format!("no pump fills `{name}`"));
    }
    if streams.len() + 2 > MOST_STREAMS {
        return Err(format!("{} streams are too many", streams.len()));
    }
    Ok(checked)
}

fn stream(reader: &mut Reader) -> Result<(String, Vec<(String, Kind)>), Fault> {
    let name = reader.name()?;
    let mut columns: Vec<(String, Kind)> = Vec::new();
    reader.want("(")?;
    loop {
        let column = reader.name()?;
        if column == "ROWTIME" || columns.iter().any(|(it, _)| *it == column) {
            return Err(format!("the column `{column}` is there already"));
        }
        let kind = reader.ty()?;
        if kind == Kind::Date {
            return Err(format!("`{column}` is no column of ours: a date"));
        }
        reader.took("NOT NULL");
        columns.push((column, kind));
        if !reader.took(",") {
            break;
        }
    }
    reader.want(")")?;
    Ok((name, columns))
}

/// A pump: its name, and the stream that it fills.
fn pump(reader: &mut Reader, streams: &Streams) -> Result<(String, String), Fault> {
    let name = reader.name()?;
    reader.want("AS INSERT INTO")?;
    let into = reader.name()?;
    let columns = streams.get(&into).ok_or(format!("no stream is called `{into}`"))?;
    reader.want("(")?;
    let mut listed = Vec::new();
    loop {
        listed.push(reader.name()?);
        if !reader.took(",") {
            break;
        }
    }
    reader.want(")")?;
    if !listed.iter().eq(columns.iter().map(|(name, _)| name)) {
        return Err(format!("the columns of `{into}` are not those that are inserted: {listed:?}"));
    }
    let selected = select(reader, streams)?;
    if selected.len() != columns.len() {
        return Err(format!("`{into}` has {} columns, and {} are selected", columns.len(), selected.len()));
    }
    for ((name, kind), (selected, value)) in columns.iter().zip(selected) {
        if *name != selected || !kind.agrees(value) {
            return Err(format!("`{name}` of `{into}` is {kind:?}, and `{selected}` is {value:?}"));
        }
    }
    Ok((name, into))
}
