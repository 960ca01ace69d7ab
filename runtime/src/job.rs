//! What a function runs: the branches fed by one stream, as the generated crate states them.

use crate::column::Column;
use crate::fault::Reason;
use crate::row::Row;
use crate::timestamp::Timestamp;
use crate::types::Type;
use crate::value::Value;

/// What expressions see beside the row.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// The processing time of the record's batch (semantics 18).
    pub now: Timestamp,
    /// The values of the thresholds, in the order the pipeline declares them.
    pub thresholds: Vec<Value<'static>>,
}

/// The branches fed by one stream.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    /// The stream's name in the pipeline.
    pub stream: &'static str,
    /// The stream's columns.
    pub columns: &'static [Column],
    /// The branches, each after the one it reads.
    pub branches: &'static [Branch],
}

/// A branch without a window.
#[derive(Debug, Clone, Copy)]
pub struct Branch {
    /// Its name in the pipeline.
    pub name: &'static str,
    /// The branch it reads, by index; none where it reads the stream.
    pub reads: Option<usize>,
    /// Its `where`.
    pub keep: Option<fn(&Row, &Context) -> Result<Option<bool>, Reason>>,
    /// Its `add`, in order; each value is pushed onto the row before the next is worked out.
    pub adds: &'static [Rule],
    /// The columns of its rows.
    pub outputs: &'static [Output],
    /// The sinks and streams it writes, by name.
    pub writes: &'static [&'static str],
}

/// An expression of a branch.
pub type Rule = for<'a> fn(&Row<'a>, &Context) -> Result<Value<'a>, Reason>;

/// A column of a branch's rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Output {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
    /// Where its value is: an index into the input's columns followed by the added ones.
    pub from: usize,
}

/// A threshold: the environment variable that carries it, and the type that its text must have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// Its name in the pipeline.
    pub name: &'static str,
    /// The environment variable.
    pub variable: &'static str,
    /// Its type.
    pub ty: Type,
}
