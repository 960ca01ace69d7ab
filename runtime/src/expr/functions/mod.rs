//! The table of functions: name, signatures, meaning, and spelling in each SQL dialect, one file each.
//!
//! A new function is one file and one line in [`ALL`].

use crate::fault::Reason;
use crate::job::Context;
use crate::types::Type;
use crate::value::Value;

/// A function that expressions can call.
#[derive(Debug)]
pub struct Function {
    /// Its name, in lower case.
    pub name: &'static str,
    /// The argument lists that it takes, the first fitting one counts.
    pub signatures: &'static [Signature],
    /// What it gives, in a sentence, with what it does at its edges.
    pub meaning: &'static str,
    /// When its value is null.
    pub nulls: Nulls,
    /// How each dialect writes it.
    pub spelling: Spelling,
    /// Its value for these arguments.
    pub call: for<'a> fn(&[Value<'a>], &Context) -> Result<Value<'a>, Reason>,
}

/// One argument list of a function.
#[derive(Debug)]
pub struct Signature {
    /// What each argument must be.
    pub takes: &'static [Kind],
    /// What any further arguments must be; none are allowed without it.
    pub rest: Option<Kind>,
    /// The type of the value.
    pub gives: Gives,
}

/// What an argument must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// A double; a whole number or decimal is widened.
    Double,
    /// A decimal.
    Decimal,
    /// A boolean.
    Boolean,
    /// A timestamp.
    Timestamp,
    /// Of any type, but the same as that of the other `Same` arguments after widening.
    Same,
    /// A text literal that is one of these words.
    Word(&'static [&'static str]),
    /// A text literal that is a regular expression.
    Pattern,
}

/// The type of a function's value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gives {
    /// This one.
    Exactly(Type),
    /// That of the argument at this index.
    Argument(usize),
    /// The common type of the `Same` arguments.
    Common,
}

/// When a function's value is null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// Where an argument is null.
    Strict,
    /// It may be even if no argument is.
    Sometimes,
    /// Where all arguments are null.
    All,
    /// Never.
    Never,
}

/// How a function is written in each dialect: `{0}`, `{1}` … stand for arguments, `{*}` for all of them with
/// commas between. `Err` says why the dialect cannot do exactly what the function means.
#[derive(Debug)]
pub struct Spelling {
    /// Flink SQL 2.2.
    pub flink: Result<&'static str, &'static str>,
    /// The SQL of Kinesis Analytics (`SQL-1_0`).
    pub kinesis_analytics: Result<&'static str, &'static str>,
}
