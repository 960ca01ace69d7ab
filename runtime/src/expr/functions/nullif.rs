//! `nullif(a, b)`.

use crate::expr::eval;
use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::expr::ops::Meets;
use crate::value::{Value, at};

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "nullif",
    signatures: &[Signature { takes: &[Kind::Same, Kind::Same], rest: None, gives: Gives::Common }],
    meaning: "Null where both values are equal, else the first.",
    nulls: Nulls::Sometimes,
    spelling: Spelling {
        flink: Ok("NULLIF({0}, {1})"),
        kinesis_analytics: Ok("NULLIF({0}, {1})"),
        rust: "functions::nullif({0}, {1})",
    },
    call: |values, _| {
        let (first, second) = (at(values, 0), at(values, 1));
        let equal = eval::order(first, second).is_some_and(|it| it.is_eq());
        Ok(if equal { Value::Null } else { first.clone() })
    },
};

/// Null where both values are equal, else the first.
pub fn nullif<T: Meets<T>>(first: Option<T>, second: Option<T>) -> Option<T> {
    let first = first?;
    let equal = second.is_some_and(|it| first.meets(&it).is_eq());
    if equal { None } else { Some(first) }
}
