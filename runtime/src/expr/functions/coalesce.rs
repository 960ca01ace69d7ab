//! `coalesce(a, b, …)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::value::Value;

/// The table's entry. In an expression it is a node of its own, because it does not evaluate all of its arguments.
pub static FUNCTION: Function = Function {
    name: "coalesce",
    signatures: &[Signature { takes: &[Kind::Same], rest: Some(Kind::Same), gives: Gives::Common }],
    meaning: "The first value that is not null; those after it are not evaluated.",
    nulls: Nulls::All,
    spelling: Spelling {
        flink: Ok("COALESCE({*})"),
        kinesis_analytics: Ok("COALESCE({*})"),
        rust: "functions::coalesce([{*}])",
    },
    call: |values, _| Ok(values.iter().find(|it| !it.is_null()).cloned().unwrap_or(Value::Null)),
};

/// The first value that is not null.
pub fn coalesce<T, const N: usize>(values: [Option<T>; N]) -> Option<T> {
    values.into_iter().flatten().next()
}
