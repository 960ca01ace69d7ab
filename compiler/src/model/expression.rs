//! A typed expression that remembers its text and its place in the file.

use crate::source::Span;
use crate::yaml::Offsets;
use pipec_runtime::expr::Expr;
use std::ops::Range;

/// A typed expression of the file.
#[derive(Debug, Clone)]
pub struct Expression {
    /// The expression.
    pub expr: Expr,
    /// Its text, as SQL.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// From places in the text to places in the file.
    pub offsets: Offsets,
}

impl Expression {
    /// Where a part of it stands in the file.
    pub fn place(&self, at: &Range<usize>) -> Span {
        self.offsets.span(at.start, at.end)
    }
}
