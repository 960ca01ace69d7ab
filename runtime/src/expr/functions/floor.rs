//! `floor(number)`.

use crate::expr::functions::round::Rounds;
use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::fault::Reason;
use crate::types::Type;
use crate::value::{Value, at};

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "floor",
    signatures: &[
        Signature { takes: &[Kind::Whole], rest: None, gives: Gives::Exactly(Type::Bigint) },
        Signature { takes: &[Kind::Decimal], rest: None, gives: Gives::Argument(0) },
        Signature { takes: &[Kind::Double], rest: None, gives: Gives::Argument(0) },
    ],
    meaning: "The greatest whole number that is not above, in the argument's type; a decimal keeps its scale.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("FLOOR({0})"),
        kinesis_analytics: Ok("FLOOR({0})"),
        rust: "functions::floor({0})?",
    },
    call: |values, _| {
        let number = at(values, 0);
        Ok(match number {
            Value::Decimal(it) => floor(Some(*it))?.into(),
            Value::Double(it) => floor(Some(*it))?.into(),
            _ => floor(number.whole())?.into(),
        })
    },
};

/// The greatest whole number that is not above.
pub fn floor<T: Rounds>(number: Option<T>) -> Result<Option<T>, Reason> {
    number.map(|it| it.floored().ok_or(Reason::Overflow)).transpose()
}
