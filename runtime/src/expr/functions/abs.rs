//! `abs(number)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::expr::ops::{self, Meets, Number};
use crate::fault::Reason;
use crate::types::Type;
use crate::value::{Value, at};

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "abs",
    signatures: &[
        Signature { takes: &[Kind::Whole], rest: None, gives: Gives::Exactly(Type::Bigint) },
        Signature { takes: &[Kind::Decimal], rest: None, gives: Gives::Argument(0) },
        Signature { takes: &[Kind::Double], rest: None, gives: Gives::Argument(0) },
    ],
    meaning: "The number without its sign; of the least bigint an overflow.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("ABS({0})"),
        kinesis_analytics: Ok("ABS({0})"),
        rust: "functions::abs({0})?",
    },
    call: |values, _| {
        let number = at(values, 0);
        Ok(match number {
            Value::Decimal(it) => abs(Some(*it))?.into(),
            Value::Double(it) => Value::Double(it.abs()),
            _ => abs(number.whole())?.into(),
        })
    },
};

/// The number without its sign.
pub fn abs<T: Number + Meets<T>>(number: Option<T>) -> Result<Option<T>, Reason> {
    let opposite = ops::negate(number);
    match opposite {
        Ok(Some(it)) if number.is_some_and(|number| it.meets(&number).is_gt()) => opposite,
        Ok(_) => Ok(number),
        Err(reason) => Err(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::abs;
    use crate::decimal::Decimal;
    use crate::fault::Reason;

    #[test]
    fn the_sign_is_dropped() {
        assert_eq!(abs(Some(-5)), Ok(Some(5)));
        assert_eq!(abs(Some(2.5)), Ok(Some(2.5)));
        assert_eq!(abs(Decimal::parse("-0.50")), Ok(Decimal::parse("0.5")));
        assert_eq!(abs(Some(i64::MIN)), Err(Reason::Overflow));
    }
}
