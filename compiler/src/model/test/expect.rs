//! What a test expects somewhere: which rows, how many of them, in which order.

use super::codes::{CONTRADICTION, NOTHING_CHECKED, ROW};
use super::given::first_line;
use super::subject::{Subject, Typed};
use super::{Expectation, Form, Kind, List, Reader, Row};
use crate::diagnostic::Diagnostics;
use crate::source::{Span, Spanned};
use crate::spec;
use crate::syntax::Any;
use crate::yaml::Node;

/// What is asked of one test.
pub struct Asked<'r> {
    /// The reader of all.
    pub reader: &'r Reader<'r>,
    /// Whether the test sets the time.
    pub has_now: bool,
}

impl Asked<'_> {
    /// What must come out of what has this name.
    pub fn expectation(
        &self,
        name: &Spanned<String>,
        written: Option<&spec::Expectation>,
        findings: &mut Diagnostics,
    ) -> Option<Expectation> {
        let subject = self.reader.subject(name, findings)?;
        let (count, lists) = match written? {
            spec::Expectation::Rows(rows) => {
                (None, vec![self.list(Kind::All, name.span, rows, &subject, findings)])
            }
            spec::Expectation::Rich(rich) => {
                let count = rich.count.as_ref().map(|it| it.clone().map(|it| it as usize));
                (count, self.rich(rich, &subject, findings))
            }
        };
        tell_contradictions(count.as_ref(), &lists, findings);
        let checks = |it: &List| it.kind != Kind::Some || !it.rows.is_empty();
        if count.is_none()
            && !lists.iter().any(checks)
            && !matches!(written?, spec::Expectation::Rich(it) if it.broken)
        {
            let message = format!("nothing is expected of `{}`", name.value);
            let help = "give it `count`, `has`, `exactly` or `in_order`; or a list of rows";
            findings.error(&NOTHING_CHECKED, name.span, message).help(help);
        }
        Some(Expectation { of: subject.of, form: subject.form, name: name.clone(), count, lists })
    }

    fn rich(&self, rich: &spec::Rows, subject: &Subject<'_>, findings: &mut Diagnostics) -> Vec<List> {
        let lists = [
            ("has", Kind::Some, &rich.has),
            ("exactly", Kind::All, &rich.exactly),
            ("in_order", Kind::Ordered, &rich.in_order),
        ];
        let mut read = Vec::new();
        for (key, kind, rows) in lists {
            let Some(place) = rich.keys.iter().find(|it| it.value == key) else { continue };
            let whole = key == "exactly";
            if whole {
                rows.items.iter().for_each(|it| tell_missing(&it.node, subject, findings));
            }
            let list = self.list(kind, place.span, &rows.items, subject, findings);
            read.push(List { whole, ..list });
        }
        read
    }

    fn list(
        &self,
        kind: Kind,
        span: Span,
        rows: &[Any],
        subject: &Subject<'_>,
        findings: &mut Diagnostics,
    ) -> List {
        let rows: Vec<Row> = rows.iter().filter_map(|it| self.row(&it.node, subject, findings)).collect();
        List { kind, whole: false, span, rows }
    }
}

/// Tells that a row below `exactly` has not all columns of anything that makes rows there.
fn tell_missing(node: &Node, subject: &Subject<'_>, findings: &mut Diagnostics) {
    let Some(map) = node.as_map() else { return };
    let missing = |names: &[&str]| -> Vec<String> {
        let absent = names.iter().filter(|name| !map.iter().any(|(key, _)| key.value == **name));
        absent.map(|it| format!("`{it}`")).collect()
    };
    let of_shapes: Vec<Vec<String>> = match subject.form {
        Form::Rows => subject.shapes.iter().map(|it| missing(&names(it))).collect(),
        Form::DeadLetters => vec![missing(&super::row::letter_columns())],
        Form::Records => return,
    };
    if let Some(least) = of_shapes.iter().min_by_key(|it| it.len()).filter(|it| !it.is_empty()) {
        let message = format!("`exactly` compares all columns, and here is no {}", least.join(", "));
        let help = "add what is missing, a null as `null`; or write `in_order`, or a plain list";
        findings.error(&ROW, first_line(node.span), message).help(help);
    }
}

fn names<'m>(shape: &[Typed<'m>]) -> Vec<&'m str> {
    shape.iter().map(|it| it.name).collect()
}

/// Tells of counts that exclude each other.
fn tell_contradictions(count: Option<&Spanned<usize>>, lists: &[List], findings: &mut Diagnostics) {
    let whole: Option<(usize, Span)> = count.map(|it| (it.value, it.span));
    let mut all: Vec<(usize, Span)> = whole.into_iter().collect();
    all.extend(lists.iter().filter(|it| it.kind != Kind::Some).map(|it| (it.rows.len(), it.span)));
    let Some((first, place)) = all.first().copied() else { return };
    for (other, span) in &all[1..] {
        if *other != first {
            let message = format!("{} here, and {first} rows there", rows(*other));
            findings.error(&CONTRADICTION, *span, message).label(place, "there");
        }
    }
    for some in lists.iter().filter(|it| it.kind == Kind::Some && it.rows.len() > first) {
        let message = format!("{} among {first}", rows(some.rows.len()));
        findings.error(&CONTRADICTION, some.span, message).label(place, "so many in all");
    }
}

fn rows(count: usize) -> String {
    format!("{count} {}", if count == 1 { "row" } else { "rows" })
}
