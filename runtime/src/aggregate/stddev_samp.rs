//! `stddev_samp(x)`.

use crate::aggregate::state::finite;
use crate::aggregate::{Aggregate, State};
use crate::types::Type;
use crate::value::Value;

/// The table's entry.
pub static AGGREGATE: Aggregate = Aggregate {
    name: "stddev_samp",
    meaning: "The standard deviation of a sample, which wants two values, a double; else null.",
    gives: |ty| matches!(ty, Type::Integer | Type::Bigint | Type::Double).then_some(Type::Double),
    takes: "a whole number or a double",
    nullable: true,
    distinct: false,
    star: false,
    start: |_, _| State::Moments { count: 0, mean: 0.0, squares: 0.0 },
    result: |state| match state {
        State::Moments { count: count @ 2.., squares, .. } => finite((squares / (*count - 1) as f64).sqrt()),
        _ => Ok(Value::Null),
    },
};
