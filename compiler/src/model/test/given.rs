//! The records that a test gives, as the bytes that come on the wire.

use super::codes::{ROW, UNKNOWN};
use super::subject::expect_known;
use super::{Given, Record, Records, json};
use crate::diagnostic::Diagnostics;
use crate::model::{Model, Stream, StreamId};
use crate::source::{Span, Spanned};
use crate::spec;
use crate::yaml::{Kind, Node, Plain};

/// Most times that one record comes: a test is to take no longer than its reader's patience.
const MOST_TIMES: u32 = 1_000_000;

/// The records of one stream.
pub fn read(
    model: &Model,
    name: &Spanned<String>,
    written: Option<&spec::Given>,
    findings: &mut Diagnostics,
) -> Option<Given> {
    expect_known("stream", name, model.streams.iter().map(|it| it.name.value.as_str()), findings);
    let id = model.streams.iter().position(|it| it.name.value == name.value)?;
    let stream = &model.streams[id];
    let records = match written? {
        spec::Given::File(file) => Records::File(file.file.0.clone()?),
        spec::Given::Records(rows) => {
            Records::Written(rows.iter().filter_map(|it| record(&it.node, stream, findings)).collect())
        }
    };
    Some(Given { stream: StreamId(id), records })
}

fn record(node: &Node, stream: &Stream, findings: &mut Diagnostics) -> Option<Record> {
    let (node, times) = match (node.get("repeat"), node.get("record"), node.as_map()) {
        (Some(times), Some(record), Some(map)) if map.len() == 2 => (record, self::times(times, findings)?),
        _ => (node, 1),
    };
    let bytes = match &node.kind {
        Kind::Scalar(scalar) if scalar.plain() != Plain::Null => scalar.text.clone().into_bytes(),
        Kind::Map(_) => {
            if stream.intact {
                let paths = stream.columns.iter().map(|it| it.path.as_slice()).collect();
                keys(node, paths, findings);
            }
            let mut text = String::new();
            if let Err(no_json) = json::write(node, &mut text) {
                tell_no_json(&no_json, findings);
            }
            text.into_bytes()
        }
        Kind::Scalar(_) | Kind::List(_) => {
            let message = format!("expected a record: a mapping, or its text, found {}", node.noun());
            findings.error(&ROW, first_line(node.span), message);
            return None;
        }
        Kind::Broken => return None,
    };
    Some(Record { bytes, times })
}

fn times(node: &Node, findings: &mut Diagnostics) -> Option<u32> {
    let whole = node.as_scalar().filter(|it| it.plain() == Plain::Integer);
    let Some(whole) = whole else {
        findings.error(&ROW, first_line(node.span), "`repeat` is a whole number");
        return None;
    };
    let times = whole.text.parse().ok().filter(|it| (1..=MOST_TIMES).contains(it));
    if times.is_none() {
        let message = format!("`repeat` is a whole number from 1 to {MOST_TIMES}");
        findings.error(&ROW, node.span, message);
    }
    times
}

/// Tells of the keys of a record, nested ones too, that are in no column's path.
fn keys(node: &Node, paths: Vec<&[String]>, findings: &mut Diagnostics) {
    for (key, value) in node.as_map().unwrap_or_default() {
        let below: Vec<&[String]> =
            paths.iter().filter(|it| it.first() == Some(&key.value)).map(|it| &it[1..]).collect();
        if below.is_empty() {
            let message = format!("no column is called `{}` here", key.value);
            let known = paths.iter().filter_map(|it| it.first()).map(String::as_str);
            findings.error(&UNKNOWN, key.span, message).nearest(&key.value, known);
        } else if below.iter().all(|it| !it.is_empty()) {
            keys(value, below, findings);
        }
    }
}

/// Tells that YAML takes a scalar for a number that JSON does not write so.
pub fn tell_no_json(no_json: &json::NoJson, findings: &mut Diagnostics) {
    let message = format!("JSON has no number `{}`", no_json.text);
    findings
        .error(&ROW, no_json.span, message)
        .help("write it in decimal digits; or quote it, if it is a text");
}

/// A place of many lines is pointed at by its first characters.
pub fn first_line(span: Span) -> Span {
    Span::new(span.start, span.end.min(span.start + 40))
}
