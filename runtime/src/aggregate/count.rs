//! `count(*)`, `count(x)` and `count(distinct x)`.

use crate::aggregate::{Aggregate, State};
use crate::types::Type;
use crate::value::Value;

/// The table's entry.
pub static AGGREGATE: Aggregate = Aggregate {
    name: "count",
    meaning: "How many records there are, or how many values that are not null, or how many different ones.",
    gives: |_| Some(Type::Bigint),
    takes: "a value",
    nullable: false,
    distinct: true,
    star: true,
    start: |_, distinct| if distinct { State::Distinct([].into()) } else { State::Count(0) },
    result: |state| {
        Ok(match state {
            State::Count(count) => Value::Whole(*count),
            State::Distinct(keys) => Value::Whole(i64::try_from(keys.len()).unwrap_or(i64::MAX)),
            _ => Value::Null,
        })
    },
};
