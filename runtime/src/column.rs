//! The table of columns that drives the one decoder.

use crate::types::Type;

/// One column of a stream, as it comes on the wire.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column<'s> {
    /// The column's name; the key of the record unless `path` says otherwise.
    pub name: &'s str,
    /// Its type.
    pub ty: Type,
    /// Whether null, or a missing key, is a value of it.
    pub nullable: bool,
    /// The keys from the record's top to the value, outermost first; never empty.
    pub path: &'s [&'s str],
    /// How a timestamp comes.
    pub format: Format,
}

/// How the value of a timestamp column is written in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As its type is: RFC 3339 text for timestamps.
    Plain,
    /// A whole number of milliseconds since 1970-01-01T00:00:00Z.
    EpochMillis,
    /// A whole number of seconds since 1970-01-01T00:00:00Z.
    EpochSeconds,
}
