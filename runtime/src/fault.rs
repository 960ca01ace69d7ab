//! Why a record, or one expression over it, was rejected.

use std::fmt;

/// The reason in a dead letter (semantics 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Not one JSON object, or not UTF-8.
    Malformed,
    /// A `not null` column that is missing or null.
    Missing,
    /// Any other misfit of a value and its column.
    Type,
    /// A column's `check` is FALSE.
    Check,
    /// A number outside the range of its type.
    Overflow,
    /// A division by zero.
    DivisionByZero,
    /// A record whose windows are all closed.
    Late,
    /// A record larger than a stream carries, or a row larger than a sink takes.
    TooLarge,
    /// A row that its sink will never take.
    Write,
}

impl Reason {
    /// All of them.
    pub const ALL: [Reason; 9] = [
        Reason::Malformed,
        Reason::Missing,
        Reason::Type,
        Reason::Check,
        Reason::Overflow,
        Reason::DivisionByZero,
        Reason::Late,
        Reason::TooLarge,
        Reason::Write,
    ];

    /// The word in the dead letter.
    pub fn word(self) -> &'static str {
        match self {
            Reason::Malformed => "malformed",
            Reason::Missing => "missing",
            Reason::Type => "type",
            Reason::Check => "check",
            Reason::Overflow => "overflow",
            Reason::DivisionByZero => "division_by_zero",
            Reason::Late => "late",
            Reason::TooLarge => "too_large",
            Reason::Write => "write",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
