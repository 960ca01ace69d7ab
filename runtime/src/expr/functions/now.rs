//! `now()`.

use crate::context::Context;
use crate::expr::functions::{Function, Gives, Nulls, Signature, Spelling};
use crate::timestamp::Timestamp;
use crate::types::Type;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "now",
    signatures: &[Signature { takes: &[], rest: None, gives: Gives::Exactly(Type::Timestamp) }],
    meaning: "The time at which the record's batch is processed, the same for the whole batch.",
    nulls: Nulls::Never,
    spelling: Spelling {
        flink: Ok("CAST(CURRENT_TIMESTAMP AS TIMESTAMP(3))"),
        kinesis_analytics: Ok("CURRENT_ROW_TIMESTAMP"),
        rust: "functions::now(context)",
    },
    call: |_, context| Ok(now(context).into()),
};

/// The processing time of the record's batch.
pub fn now(context: &Context) -> Option<Timestamp> {
    Some(context.now)
}
