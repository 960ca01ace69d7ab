//! `avg(x)`.

use crate::aggregate::state::finite;
use crate::aggregate::{Aggregate, State};
use crate::types::Type;
use crate::value::Value;

/// The table's entry.
pub static AGGREGATE: Aggregate = Aggregate {
    name: "avg",
    meaning: "The mean, a double; null of nothing. Decimals have no exact mean and are cast first.",
    gives: |ty| matches!(ty, Type::Integer | Type::Bigint | Type::Double).then_some(Type::Double),
    takes: "a whole number or a double",
    nullable: true,
    distinct: false,
    star: false,
    start: |ty, _| match ty {
        Type::Double => State::Double { count: 0, sum: 0.0, rest: 0.0 },
        _ => State::Whole { count: 0, sum: 0 },
    },
    result: |state| match state {
        State::Whole { count: count @ 1.., sum } => Ok(Value::Double(*sum as f64 / *count as f64)),
        State::Double { count: count @ 1.., sum, rest } => finite((sum + rest) / *count as f64),
        _ => Ok(Value::Null),
    },
};
