//! `stddev_pop(x)`.

use crate::aggregate::state::finite;
use crate::aggregate::{Aggregate, State};
use crate::types::Type;
use crate::value::Value;

/// The table's entry.
pub static AGGREGATE: Aggregate = Aggregate {
    name: "stddev_pop",
    meaning: "The standard deviation of the whole population, which one value is enough for, a double; else null.",
    gives: |ty| matches!(ty, Type::Integer | Type::Bigint | Type::Double).then_some(Type::Double),
    takes: "a whole number or a double",
    nullable: true,
    distinct: false,
    star: false,
    start: |_, _| State::Moments { count: 0, mean: 0.0, squares: 0.0 },
    result: |state| match state {
        State::Moments { count: count @ 1.., squares, .. } => finite((squares / *count as f64).sqrt()),
        _ => Ok(Value::Null),
    },
};
