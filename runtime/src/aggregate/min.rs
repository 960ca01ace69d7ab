//! `min(x)`.

use crate::aggregate::{Aggregate, State};
use crate::types::Type;
use crate::value::Value;

/// The table's entry.
pub static AGGREGATE: Aggregate = Aggregate {
    name: "min",
    meaning: "The least value; null of nothing. Texts compare by their bytes.",
    gives: |ty| Some(ty).filter(|it| *it != Type::Boolean),
    takes: "a number, text or timestamp",
    nullable: true,
    distinct: false,
    star: false,
    start: |_, _| State::Least(Value::Null),
    result: |state| match state {
        State::Least(value) => Ok(value.clone()),
        _ => Ok(Value::Null),
    },
};
