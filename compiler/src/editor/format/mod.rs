//! A pipeline file in one way of writing: indentation, spacing and quotes, and nothing that a person decides.
//!
//! It works on the text: what stands in a line stays in it. Keys keep their order, comments stay where they are, and the
//! tree of the result is the tree of what was given.

mod atoms;
mod block;
mod comments;
mod levels;
mod lines;
mod printer;
mod quotes;

#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostics;
use crate::source::Source;
use crate::yaml::{self, Kind, MAX_BYTES, Node, Style};

/// The file as it should be written; otherwise what is wrong with its syntax.
pub fn format(source: &Source) -> Result<String, Diagnostics> {
    let (_, findings) = yaml::parse(source);
    if findings.has_errors() {
        return Err(findings);
    }
    let plain = Source::new(&source.name, with_line_feeds(&source.text));
    let (before, _) = yaml::parse(&plain);
    if before.as_map().is_none() {
        // It is no pipeline, and nobody knows what its lines are.
        return Ok(source.text.clone());
    }
    let text = printer::print(&plain.text, atoms::atoms(&before));
    let formatted = Source::new(&source.name, text);
    let (after, findings) = yaml::parse(&formatted);
    // A file that is nearly too large may be too large when it is indented.
    if formatted.text.len() > MAX_BYTES {
        return Err(findings);
    }
    assert!(same(&before, &after), "what is formatted means what was written");
    Ok(formatted.text)
}

/// Without a byte order mark, and with one way of ending lines.
fn with_line_feeds(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether two trees say the same: places and the kind of quotes aside.
pub fn same(left: &Node, right: &Node) -> bool {
    match (&left.kind, &right.kind) {
        (Kind::Scalar(left), Kind::Scalar(right)) => {
            left.text == right.text
                && (left.style == right.style || is_quoted(left.style) && is_quoted(right.style))
        }
        (Kind::List(left), Kind::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Kind::Map(left), Kind::Map(right)) => {
            let pairs = || left.iter().zip(right);
            left.len() == right.len()
                && pairs().all(|(left, right)| left.0.value == right.0.value && same(&left.1, &right.1))
        }
        (Kind::Broken, Kind::Broken) => true,
        (Kind::Scalar(_) | Kind::List(_) | Kind::Map(_) | Kind::Broken, _) => false,
    }
}

fn is_quoted(style: Style) -> bool {
    matches!(style, Style::SingleQuoted | Style::DoubleQuoted)
}
