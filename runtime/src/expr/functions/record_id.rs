//! `record_id()`.

use crate::context::Context;
use crate::expr::functions::{Function, Gives, Nulls, Signature, Spelling};
use crate::types::Type;
use std::borrow::Cow;

const WHY: &str = "it cannot tell one record from another of the same bytes";

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "record_id",
    signatures: &[Signature { takes: &[], rest: None, gives: Gives::Exactly(Type::Varchar(32)) }],
    meaning: "The id of what the branch makes of the record, 32 hexadecimal digits: the `pipec_id` of its items and \
              messages.",
    nulls: Nulls::Never,
    spelling: Spelling {
        flink: Err(WHY),
        kinesis_analytics: Err(WHY),
        rust: "functions::record_id(context)",
    },
    call: |_, context| Ok(record_id(context).into()),
};

/// The id of what the branch at hand makes of its record.
pub fn record_id(context: &Context) -> Option<Cow<'static, str>> {
    Some(Cow::Owned(context.record_id.clone()))
}
