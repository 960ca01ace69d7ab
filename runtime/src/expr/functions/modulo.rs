//! `mod(a, b)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::expr::ops;
use crate::types::Type;
use crate::value::at;

/// The table's entry; `%` is the same for decimals too.
pub static FUNCTION: Function = Function {
    name: "mod",
    signatures: &[Signature {
        takes: &[Kind::Whole, Kind::Whole],
        rest: None,
        gives: Gives::Exactly(Type::Bigint),
    }],
    meaning: "The remainder of the first divided by the second, with the sign of the first; a second of 0 is a division \
              by zero.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("MOD({0}, {1})"),
        kinesis_analytics: Ok("MOD({0}, {1})"),
        rust: "ops::modulo({0}, {1})?",
    },
    call: |values, _| Ok(ops::modulo(at(values, 0).whole(), at(values, 1).whole())?.into()),
};
