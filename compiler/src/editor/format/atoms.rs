//! The scalars of a tree in the order of the text; between them stand only indicators, comments and blanks.

use crate::source::Span;
use crate::yaml::{Kind, Node};

/// A scalar that is written somewhere.
pub(super) struct Atom {
    pub(super) span: Span,
    pub(super) is_key: bool,
}

/// All scalars of a tree that have a text to stand for them.
pub(super) fn atoms(root: &Node) -> Vec<Atom> {
    let mut found = Vec::new();
    collect(root, &mut found);
    found.retain(|it| it.span.start < it.span.end);
    found
}

fn collect(node: &Node, found: &mut Vec<Atom>) {
    match &node.kind {
        Kind::Scalar(_) | Kind::Broken => found.push(Atom { span: node.span, is_key: false }),
        Kind::List(items) => items.iter().for_each(|it| collect(it, found)),
        Kind::Map(pairs) => pairs.iter().for_each(|(key, value)| {
            found.push(Atom { span: key.span, is_key: true });
            collect(value, found);
        }),
    }
}
