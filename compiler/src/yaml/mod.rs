//! YAML text → a tree in which every key and value has its place. Never fails, never blows up.
//!
//! One meaning per node: anchors, aliases, merge keys, tags, directives, second documents and duplicate keys
//! are refused, each with its own code, and the tree stands all the same.

mod codes;
mod comment;
mod lines;
mod node;
mod offsets;
mod parse;
mod plain;
mod syntax;
mod tree;
mod twice;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostics;
use crate::source::{Span, Spanned};
pub use codes::CODES;
pub use comment::comment_after;
pub use offsets::Offsets;
pub use parse::parse;
pub use twice::withdraw_twice;

/// Most bytes of a file.
pub const MAX_BYTES: usize = 1 << 20;
/// Deepest nesting of lists and mappings.
pub const MAX_DEPTH: usize = 64;
/// Most keys, items and values of a file, which bounds the memory of the tree.
pub const MAX_NODES: usize = 100_000;
/// Most findings of a file; reading stops there.
pub const MAX_FINDINGS: usize = 1_000;

/// A node and its place: of a scalar its text with quotes, of a list or mapping from first to last item.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order written; a duplicate key is reported and its later value dropped.
    Map(Vec<(Spanned<String>, Node)>),
    /// Something that was refused; the finding is already there.
    Broken,
}

/// A single value, undecided: it is read by the type that is expected of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scalar {
    /// The text, quotes and escapes undone.
    pub text: String,
    /// How it was written.
    pub style: Style,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'like this'`.
    SingleQuoted,
    /// `"like this"`.
    DoubleQuoted,
    /// `|`, lines kept.
    Literal,
    /// `>`, lines folded.
    Folded,
}

/// What YAML 1.2's core schema takes a plain scalar for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// Empty, `~`, `null`.
    Null,
    /// `true`, `false`.
    Boolean,
    /// Digits with a sign, `0x…`, `0o…`.
    Integer,
    /// With a point or an exponent, `.inf`, `.nan`.
    Float,
    /// Anything else.
    Text,
}

/// Whether parts of the text did not make it into the tree, so that nothing can be said of what is absent.
pub fn is_partial(findings: &Diagnostics) -> bool {
    [&codes::SYNTAX, &codes::FILE_TOO_DEEP, &codes::FILE_TOO_LARGE].into_iter().any(|it| findings.has(it))
}
