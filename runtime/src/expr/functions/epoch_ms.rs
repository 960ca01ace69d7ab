//! `epoch_ms(timestamp)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::timestamp::Timestamp;
use crate::types::Type;
use crate::value::at;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "epoch_ms",
    signatures: &[Signature { takes: &[Kind::Timestamp], rest: None, gives: Gives::Exactly(Type::Bigint) }],
    meaning: "The milliseconds from 1970-01-01T00:00:00Z to the timestamp, negative before it.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("(EXTRACT(EPOCH FROM {0}) * 1000 + EXTRACT(MILLISECOND FROM {0}))"),
        kinesis_analytics: Ok("UNIX_TIMESTAMP({0})"),
        rust: "functions::epoch_ms({0})",
    },
    call: |values, _| Ok(epoch_ms(at(values, 0).timestamp()).into()),
};

/// The milliseconds since 1970-01-01T00:00:00Z.
pub fn epoch_ms(timestamp: Option<Timestamp>) -> Option<i64> {
    Some(timestamp?.0)
}
