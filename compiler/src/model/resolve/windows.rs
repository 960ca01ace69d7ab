//! Windows of branches: their lengths, their keys, and what their rows can select.

use super::columns;
use crate::diagnostic::Diagnostics;
use crate::model::codes::{COLUMN_TWICE, GROUP_WITHOUT_WINDOW};
use crate::model::expression::{MISPLACED_AGGREGATE, NOT_GROUPED, WINDOW_BOUNDS};
use crate::model::{BOUNDS, Column, Window};
use crate::source::{Span, Spanned};
use crate::spec;
use crate::syntax::Duration;
use pipec_runtime::aggregate;
use pipec_runtime::column::Format;
use pipec_runtime::types::Type;
use pipec_runtime::window;

/// The window of a branch; `None` where it has none, or a broken one.
pub(super) fn read(written: &spec::Hot) -> Option<Window> {
    let kind = match written.window.as_ref()? {
        spec::Window::Tumbling(it) => window::Window::Tumbling { size: millis(it.size.0.as_ref()?) },
        spec::Window::Sliding(it) => {
            let (size, slide) = (it.size.0.as_ref()?, it.slide.0.as_ref()?);
            window::Window::Sliding { size: millis(size), slide: millis(slide) }
        }
        spec::Window::Session(it) => window::Window::Session { gap: millis(it.gap.0.as_ref()?) },
    };
    Some(Window { kind, span: written.place_of("window") })
}

fn millis(length: &Duration) -> i64 {
    i64::try_from(length.millis).unwrap_or(i64::MAX)
}

/// Tells that keys or a condition on windows stand in a branch that has none.
pub(super) fn tell_missing(written: &spec::Hot, findings: &mut Diagnostics) -> bool {
    let key = written.keys.iter().find(|it| ["group_by", "having"].contains(&it.value.as_str()));
    let Some(key) = key else { return false };
    let help = match key.value.as_str() {
        "having" => "without a window `where` is the condition; or add `window: { tumbling: { size: 60s } }`",
        _ => "add `window: { tumbling: { size: 60s } }`",
    };
    let message = format!("`{}` is of the rows of a window, and this branch has none", key.value);
    findings.error(&GROUP_WITHOUT_WINDOW, key.span, message).help(help);
    true
}

/// The columns that `group_by` names, by index; `None` for each that is none, which has been told.
pub(super) fn keys(
    written: &spec::Hot,
    input: &[Column],
    findings: &mut Diagnostics,
) -> Vec<Option<Spanned<usize>>> {
    let mut keys: Vec<Option<Spanned<usize>>> = Vec::new();
    for name in &written.group_by.items {
        let key = key(name, input, &keys, findings);
        keys.push(key);
    }
    keys
}

fn key(
    name: &Spanned<String>,
    input: &[Column],
    before: &[Option<Spanned<usize>>],
    findings: &mut Diagnostics,
) -> Option<Spanned<usize>> {
    if BOUNDS.contains(&name.value.as_str()) {
        let is_input = columns::position(input, name).is_some();
        let message = format!("each window is split by its own `{}` already", name.value);
        let finding = findings.error(&WINDOW_BOUNDS, name.span, message);
        if is_input {
            let rename = format!("`first: {}` in `add`", name.value);
            finding.help(format!("for the input's, give it another name in the branch before, as {rename}"));
        } else {
            finding.help("leave it out");
        }
        return None;
    }
    let Some(found) = columns::position(input, name) else {
        unknown(name, input, findings);
        return None;
    };
    if let Some(first) = before.iter().flatten().find(|it| it.value == found) {
        let message = format!("`{}` is named twice", name.value);
        findings
            .error(&COLUMN_TWICE, name.span, message)
            .label(first.span, "first here")
            .help("name it once");
        return None;
    }
    Some(Spanned::new(found, name.span))
}

fn unknown(name: &Spanned<String>, input: &[Column], findings: &mut Diagnostics) {
    let word: String = name.value.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
    let is_call = name.value[word.len()..].trim_start().starts_with('(');
    if is_call && aggregate::named(&word.to_lowercase()).is_some() {
        let message = format!("`group_by` splits records before `{word}` looks at them");
        findings
            .error(&MISPLACED_AGGREGATE, name.span, message)
            .help("name a column here; the aggregate stands in `add`");
    } else if is_call || name.value.contains([' ', '+', '-', '*', '/', '|']) {
        let message = format!("`group_by` names columns, and `{}` is none", name.value);
        findings
            .error(&columns::UNKNOWN, name.span, message)
            .help("work it out with `add` in a branch before, and read that branch");
    } else {
        columns::unknown(name, "the input", input, findings);
    }
}

/// What a row of a window begins with: the columns that split it, and its bounds.
pub(super) fn row(keys: &[Spanned<usize>], input: &[Column], window: &Window) -> Vec<Column> {
    let keys = keys.iter().map(|it| input[it.value].clone());
    keys.chain(BOUNDS.map(|it| bound(it, window.span))).collect()
}

fn bound(name: &str, span: Span) -> Column {
    Column {
        name: Spanned::new(name.to_owned(), span),
        ty: Type::Timestamp,
        nullable: false,
        path: vec![name.to_owned()],
        format: Format::Plain,
        examples: Vec::new(),
    }
}

/// Tells that a row of a window has no such column, though each of its records has.
pub(super) fn tell_not_grouped(name: &Spanned<String>, findings: &mut Diagnostics) {
    let message = format!("`{}` has a value for each record, and a row is of many", name.value);
    let help = format!("add `{0}` to `group_by`, or select an aggregate of it with `add`", name.value);
    findings.error(&NOT_GROUPED, name.span, message).help(help);
}
