//! A row that a test expects: a value for each column that it names.

use super::codes::{NOW_NOT_SET, ROW, UNKNOWN};
use super::expect::Asked;
use super::given::{first_line, tell_no_json};
use super::subject::{Subject, Typed, expect_known};
use super::{Body, Cell, Form, Json, Row, Wanted, value};
use crate::diagnostic::Diagnostics;
use crate::source::Spanned;
use crate::yaml::{Kind, Node, Plain};
use pipec_runtime::fault::Reason;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// What a dead letter holds (semantics 2), and of which type.
const DEAD_LETTER: [(&str, Type); 7] = [
    ("id", Type::String),
    ("reason", Type::String),
    ("branch", Type::String),
    ("stream", Type::String),
    // The number of the record in its stream.
    ("position", Type::Bigint),
    ("arrived", Type::Timestamp),
    ("raw", Type::String),
];

impl Asked<'_> {
    /// A row; `None` where something about it has been told.
    pub fn row(&self, node: &Node, subject: &Subject<'_>, findings: &mut Diagnostics) -> Option<Row> {
        let before = findings.len();
        let body = match &node.kind {
            Kind::Map(pairs) => {
                let cells = pairs.iter().filter_map(|(key, it)| self.cell(key, it, subject, findings));
                Body::Cells(cells.collect())
            }
            Kind::Scalar(scalar) if subject.form == Form::Records => Body::Text(scalar.text.clone()),
            Kind::Scalar(_) => {
                let message = "expected a row: a mapping from columns to values; a text stands for a record";
                findings.error(&ROW, first_line(node.span), message);
                return None;
            }
            Kind::List(_) | Kind::Broken => return None,
        };
        (findings.len() == before).then_some(Row { span: node.span, body })
    }

    fn cell(
        &self,
        key: &Spanned<String>,
        node: &Node,
        subject: &Subject<'_>,
        findings: &mut Diagnostics,
    ) -> Option<Cell> {
        let wanted = match subject.form {
            Form::Rows => self.typed(key, node, &subject.shapes, findings)?,
            Form::Records => Wanted::Json(self.json(node, findings)?),
            Form::DeadLetters => self.of_letter(key, node, findings)?,
        };
        Some(Cell { name: key.clone(), wanted })
    }

    fn json(&self, node: &Node, findings: &mut Diagnostics) -> Option<Json> {
        Json::of(node).map_err(|it| tell_no_json(&it, findings)).ok()
    }

    fn typed(
        &self,
        key: &Spanned<String>,
        node: &Node,
        shapes: &[Vec<Typed<'_>>],
        findings: &mut Diagnostics,
    ) -> Option<Wanted> {
        let all = || shapes.iter().flatten();
        let columns: Vec<_> = all().filter(|it| it.name == key.value).collect();
        if columns.is_empty() {
            let message = format!("no column is called `{}` here", key.value);
            findings.error(&UNKNOWN, key.span, message).nearest(&key.value, all().map(|it| it.name));
            return None;
        }
        if columns.iter().any(|it| it.has_now) {
            self.tell_now(key, "`now()` is in", findings);
        }
        let types = columns.iter().map(|it| it.ty);
        values(node, types, findings).map(Wanted::Value)
    }

    fn of_letter(&self, key: &Spanned<String>, node: &Node, findings: &mut Diagnostics) -> Option<Wanted> {
        let Some((name, ty)) = DEAD_LETTER.iter().find(|(it, _)| *it == key.value) else {
            let message = format!("no column is called `{}` here", key.value);
            let known = DEAD_LETTER.iter().map(|(it, _)| *it);
            findings.error(&UNKNOWN, key.span, message).nearest(&key.value, known);
            return None;
        };
        if *name == "raw" && matches!(node.kind, Kind::Map(_)) {
            return self.json(node, findings).map(Wanted::Object);
        }
        if *name == "arrived" {
            self.tell_now(key, "the time of processing is in", findings);
        }
        if let Some(scalar) = node.as_scalar().filter(|it| it.plain() != Plain::Null) {
            let before = findings.len();
            self.tell_word(name, &Spanned::new(scalar.text.clone(), node.span), findings);
            if findings.len() > before {
                return None;
            }
        }
        let values = values(node, [*ty].into_iter(), findings)?;
        Some(Wanted::Value(values))
    }

    /// Tells that a dead letter's column never has this word.
    fn tell_word(&self, column: &str, word: &Spanned<String>, findings: &mut Diagnostics) {
        let model = self.reader.model;
        match column {
            "reason" => expect_known("reason", word, Reason::ALL.iter().map(|it| it.word()), findings),
            "stream" => {
                expect_known("stream", word, model.streams.iter().map(|it| it.name.value.as_str()), findings);
            }
            "branch" => {
                let hot = model.branches.iter().filter(|it| it.as_hot().is_some());
                expect_known("hot branch", word, hot.map(|it| it.name.value.as_str()), findings);
            }
            _ => {}
        }
    }

    fn tell_now(&self, key: &Spanned<String>, what: &str, findings: &mut Diagnostics) {
        if !self.has_now {
            findings
                .error(&NOW_NOT_SET, key.span, format!("{what} `{}`, and the test has no `now`", key.value))
                .help("add `now: 2026-01-01T00:00:00Z` to the test");
        }
    }
}

/// The values that a node writes for columns of these types.
fn values(
    node: &Node,
    types: impl Iterator<Item = Type>,
    findings: &mut Diagnostics,
) -> Option<Vec<Value<'static>>> {
    let (mut values, mut misfits): (Vec<Value<'static>>, Vec<value::Misfit>) = (Vec::new(), Vec::new());
    for ty in types {
        match value::read(node, ty) {
            Ok(value) if values.contains(&value) => {}
            Ok(value) => values.push(value),
            Err(misfit) => misfits.push(misfit),
        }
    }
    if let (true, Some(misfit)) = (values.is_empty(), misfits.first()) {
        let finding = findings.error(&ROW, first_line(node.span), misfit.message());
        misfit.mend(node, finding);
        return None;
    }
    Some(values)
}

/// The columns of a dead letter.
pub fn letter_columns() -> Vec<&'static str> {
    DEAD_LETTER.iter().map(|(it, _)| *it).collect()
}
