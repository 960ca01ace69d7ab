//! The table of functions: name, signatures, meaning, and spelling in each SQL dialect, one file each.
//!
//! A new function is one file and one line in [`ALL`].

mod abs;
mod ceil;
mod coalesce;
mod concat;
mod date;
mod date_trunc;
mod ends_with;
mod epoch_ms;
mod extract;
mod floor;
mod greatest;
mod least;
mod length;
mod lower;
mod modulo;
mod now;
mod nullif;
mod record_id;
mod regexp_like;
mod replace;
mod round;
mod starts_with;
mod substring;
mod timestampdiff;
mod trim;
mod upper;

pub use abs::abs;
pub use ceil::ceil;
pub use coalesce::coalesce;
pub use concat::concat;
pub use date::date;
pub use date_trunc::date_trunc;
pub use ends_with::ends_with;
pub use epoch_ms::epoch_ms;
pub use extract::extract;
pub use floor::floor;
pub use greatest::greatest;
pub use least::least;
pub use length::length;
pub use lower::lower;
pub use now::now;
pub use nullif::nullif;
pub use record_id::{FUNCTION as RECORD_ID, record_id};
pub use regexp_like::{java_pattern, regexp_like, valid_pattern};
pub use replace::replace;
pub use round::{Rounds, round};
pub use starts_with::starts_with;
pub use substring::substring;
pub use timestampdiff::timestampdiff;
pub use trim::trim;
pub use upper::upper;

use crate::context::Context;
use crate::fault::Reason;
use crate::types::Type;
use crate::value::Value;

/// All functions, by name.
pub static ALL: &[&Function] = &[
    &abs::FUNCTION,
    &ceil::FUNCTION,
    &coalesce::FUNCTION,
    &concat::FUNCTION,
    &date::FUNCTION,
    &date_trunc::FUNCTION,
    &ends_with::FUNCTION,
    &epoch_ms::FUNCTION,
    &extract::FUNCTION,
    &floor::FUNCTION,
    &greatest::FUNCTION,
    &least::FUNCTION,
    &length::FUNCTION,
    &lower::FUNCTION,
    &modulo::FUNCTION,
    &now::FUNCTION,
    &nullif::FUNCTION,
    &record_id::FUNCTION,
    &regexp_like::FUNCTION,
    &replace::FUNCTION,
    &round::FUNCTION,
    &starts_with::FUNCTION,
    &substring::FUNCTION,
    &timestampdiff::FUNCTION,
    &trim::FUNCTION,
    &upper::FUNCTION,
];

/// The function of this name, in lower case.
pub fn named(name: &str) -> Option<&'static Function> {
    ALL.iter().copied().find(|it| it.name == name)
}

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

/// A function is its name: there is one of each in the table.
impl PartialEq for Function {
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
    }
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
/// commas between, `{1*}` for those from the second on. `Err` says why the dialect cannot do exactly what the
/// function means.
///
/// In SQL a `Word` argument is its bare word in capitals, a `Pattern` is a text literal (in Flink that of
/// [`java_pattern`]), and a timestamp is a `TIMESTAMP(3)` of a session in UTC. In Rust both are plain string literals,
/// and every other argument is an `Option` of the type's Rust type.
#[derive(Debug)]
pub struct Spelling {
    /// Flink SQL 2.2.
    pub flink: Result<&'static str, &'static str>,
    /// The SQL of Kinesis Analytics (`SQL-1_0`).
    pub kinesis_analytics: Result<&'static str, &'static str>,
    /// Rust in a generated crate that uses `pipec_runtime::expr::{functions, ops}` and has `context` at hand.
    pub rust: &'static str,
}

#[cfg(test)]
mod tests {
    use super::{ALL, Nulls, named};
    use crate::context::Context;
    use crate::timestamp::Timestamp;
    use crate::value::Value;

    #[test]
    fn the_table_is_sorted_and_every_meaning_is_a_sentence() {
        assert!(ALL.is_sorted_by(|left, right| left.name < right.name));
        for function in ALL {
            assert!(function.meaning.ends_with('.'), "{}", function.name);
            assert!(function.spelling.rust.contains("::"), "{}", function.name);
        }
        assert!(named("lower").is_some() && named("LOWER").is_none());
    }

    #[test]
    fn a_strict_function_of_nulls_is_null_and_no_number_of_arguments_is_a_panic() {
        let context = Context::new(Timestamp(0), vec![]);
        for function in ALL {
            for count in 0..4 {
                let value = (function.call)(&vec![Value::Null; count], &context);
                assert!(function.nulls != Nulls::Strict || value == Ok(Value::Null), "{}", function.name);
            }
        }
    }
}
