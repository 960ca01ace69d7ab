//! `ceil(number)`.

use crate::expr::functions::round::Rounds;
use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::fault::Reason;
use crate::types::Type;
use crate::value::{Value, at};

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "ceil",
    signatures: &[
        Signature { takes: &[Kind::Whole], rest: None, gives: Gives::Exactly(Type::Bigint) },
        Signature { takes: &[Kind::Decimal], rest: None, gives: Gives::Argument(0) },
        Signature { takes: &[Kind::Double], rest: None, gives: Gives::Argument(0) },
    ],
    meaning: "The least whole number that is not below, in the argument's type; a decimal keeps its scale.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("CEIL({0})"),
        kinesis_analytics: Ok("CEIL({0})"),
        rust: "functions::ceil({0})?",
    },
    call: |values, _| {
        let number = at(values, 0);
        Ok(match number {
            Value::Decimal(it) => ceil(Some(*it))?.into(),
            Value::Double(it) => ceil(Some(*it))?.into(),
            _ => ceil(number.whole())?.into(),
        })
    },
};

/// The least whole number that is not below.
pub fn ceil<T: Rounds>(number: Option<T>) -> Result<Option<T>, Reason> {
    number.map(|it| it.ceiled().ok_or(Reason::Overflow)).transpose()
}
