//! `pipec show node`: the tree, a line a node, with its place.

use crate::source::Source;
use crate::yaml::{Kind, Node};
use std::fmt::Write;

/// The tree as text.
pub fn print(node: &Node, source: &Source) -> String {
    let mut text = String::new();
    line(node, "", 0, source, &mut text);
    text
}

fn line(node: &Node, key: &str, depth: usize, source: &Source, text: &mut String) {
    let (start, end) = (source.position(node.span.start), source.position(node.span.end));
    let place = format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column);
    let indent = "  ".repeat(depth);
    let what = match &node.kind {
        Kind::Scalar(scalar) => format!("{:?} {:?}", scalar.plain(), scalar.text),
        Kind::List(items) => format!("list of {}", items.len()),
        Kind::Map(pairs) => format!("mapping of {}", pairs.len()),
        Kind::Broken => "broken".to_owned(),
    };
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "{indent}{key}{what} @ {place}");
    match &node.kind {
        Kind::Scalar(_) | Kind::Broken => {}
        Kind::List(items) => items.iter().for_each(|it| line(it, "- ", depth + 1, source, text)),
        Kind::Map(pairs) => {
            pairs.iter().for_each(|(key, it)| line(it, &format!("{}: ", key.value), depth + 1, source, text));
        }
    }
}
