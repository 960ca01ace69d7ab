//! What is open while the tree grows: lists, mappings, and the key whose value comes next.

use super::codes;
use crate::diagnostic::Diagnostics;
use crate::source::{Span, Spanned};
use crate::yaml::{Kind, Node, Plain, Style};

/// A key and its value.
pub(super) type Pair = (Spanned<String>, Node);

/// A list or mapping whose end is still to come.
pub(super) struct Open {
    pub(super) span: Span,
    pub(super) has_brackets: bool,
    pub(super) items: Items,
}

/// What was read of it.
pub(super) enum Items {
    List(Vec<Node>),
    Map(Vec<Pair>, Key),
}

/// The key whose value comes next.
pub(super) enum Key {
    Awaited,
    Read(Spanned<String>),
    Refused,
    /// Aliases below a merge key are the same mistake.
    Merge,
}

impl Open {
    /// Drops what begins at or behind a place.
    pub(super) fn drop_from(&mut self, limit: usize) {
        let mut end = self.span.start + usize::from(self.has_brackets);
        match &mut self.items {
            Items::List(items) => {
                items.retain(|it| it.span.start < limit);
                end = items.iter().map(|it| it.span.end).fold(end, usize::max);
            }
            Items::Map(pairs, key) => {
                pairs.retain(|(key, _)| key.span.start < limit);
                end = pairs.iter().map(|(key, value)| key.span.end.max(value.span.end)).fold(end, usize::max);
                match key {
                    Key::Read(read) if read.span.start < limit => end = end.max(read.span.end),
                    Key::Read(_) | Key::Awaited | Key::Refused | Key::Merge => *key = Key::Awaited,
                }
            }
        }
        self.span.end = end;
    }
}

/// The key that a node in the place of a key is.
pub(super) fn read_key(node: Node, findings: &mut Diagnostics) -> Key {
    let noun = if node.is_null() { "nothing" } else { node.noun() };
    match node.kind {
        Kind::Scalar(scalar) if scalar.style == Style::Plain && scalar.text == "<<" => {
            findings
                .error(&codes::MERGE_KEY, node.span, "`<<` merges another mapping")
                .help("write the keys out");
            Key::Merge
        }
        Kind::Scalar(scalar) if scalar.plain() != Plain::Null => {
            Key::Read(Spanned::new(scalar.text, node.span))
        }
        Kind::Broken => Key::Refused,
        Kind::Scalar(_) | Kind::List(_) | Kind::Map(_) => {
            findings
                .error(&codes::KEY_NOT_TEXT, node.span, format!("a key is {noun}, not text"))
                .help("write a name before the `:`");
            Key::Refused
        }
    }
}
