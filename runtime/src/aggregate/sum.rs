//! `sum(x)`.

use crate::aggregate::state::{decimal, finite};
use crate::aggregate::{Aggregate, State};
use crate::decimal::MAX_DIGITS;
use crate::fault::Reason;
use crate::types::Type;
use crate::value::Value;

/// The table's entry.
pub static AGGREGATE: Aggregate = Aggregate {
    name: "sum",
    meaning: "The sum, exact but for doubles and judged at the end; null of nothing. Of whole numbers it is a bigint, \
              of decimals a decimal of 38 digits.",
    gives: |ty| match ty {
        Type::Integer | Type::Bigint => Some(Type::Bigint),
        Type::Double => Some(Type::Double),
        Type::Decimal { scale, .. } => Some(Type::Decimal { precision: MAX_DIGITS, scale }),
        Type::Varchar(_) | Type::String | Type::Boolean | Type::Timestamp => None,
    },
    takes: "a number",
    nullable: true,
    distinct: false,
    star: false,
    start: |ty, _| match ty {
        Type::Double => State::Double { count: 0, sum: 0.0, rest: 0.0 },
        Type::Decimal { scale, .. } => State::Decimal { count: 0, high: 0, low: 0, scale },
        _ => State::Whole { count: 0, sum: 0 },
    },
    result: |state| match state {
        State::Whole { count: 1.., sum } => {
            i64::try_from(*sum).map(Value::Whole).map_err(|_| Reason::Overflow)
        }
        State::Decimal { count: 1.., high, low, scale } => {
            decimal(*high, *low, *scale).map(Value::Decimal).ok_or(Reason::Overflow)
        }
        State::Double { count: 1.., sum, rest } => finite(sum + rest),
        _ => Ok(Value::Null),
    },
};
