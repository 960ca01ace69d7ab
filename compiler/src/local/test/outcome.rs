//! What differs from what a test expects.

use crate::source::Span;

/// A difference: a test without one passes.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The place in the test that expects otherwise.
    pub span: Span,
    /// Its kind.
    pub problem: Problem,
    /// What differs, in one line.
    pub message: String,
    /// The row that is expected, or nearest to what is.
    pub expected: Option<String>,
    /// Rows that came: the one nearest to the expected, or those that nothing expects.
    pub found: Vec<String>,
    /// The columns in which the one expected and the one found differ.
    pub columns: Vec<Differing>,
}

/// A kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// A row that is expected did not come.
    Missing,
    /// Rows came that nothing expects.
    Unexpected,
    /// Another number of rows came.
    Count,
    /// The rows came in another order.
    Order,
    /// The records could not be read.
    Unread,
}

/// A column in which two rows differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// Its name.
    pub column: String,
    /// What is expected in it.
    pub expected: String,
    /// What is in it; none where the row has no such column.
    pub found: Option<String>,
}

impl Difference {
    /// A difference without rows.
    pub fn new(span: Span, problem: Problem, message: String) -> Difference {
        Difference { span, problem, message, expected: None, found: Vec::new(), columns: Vec::new() }
    }
}

impl Problem {
    /// Its word, for programs.
    pub fn word(self) -> &'static str {
        match self {
            Problem::Missing => "missing",
            Problem::Unexpected => "unexpected",
            Problem::Count => "count",
            Problem::Order => "order",
            Problem::Unread => "unread",
        }
    }
}
