//! `stddev_samp(x)`.

use crate::aggregate::{Aggregate, State};
use crate::fault::Reason;
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
        State::Moments { count: count @ 2.., squares, .. } => {
            let deviation = (squares / (*count - 1) as f64).sqrt();
            if deviation.is_finite() { Ok(Value::Double(deviation)) } else { Err(Reason::Overflow) }
        }
        _ => Ok(Value::Null),
    },
};
