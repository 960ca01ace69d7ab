//! `abs(number)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::expr::ops::Number;
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
            Value::Double(it) => abs(Some(*it))?.into(),
            _ => abs(number.whole())?.into(),
        })
    },
};

/// The number without its sign.
pub fn abs<T: Number>(number: Option<T>) -> Result<Option<T>, Reason> {
    number.map(|it| it.unsigned().ok_or(Reason::Overflow)).transpose()
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
        assert_eq!(abs(Some(-0.0)).map(|it| it.map(f64::to_bits)), Ok(Some(0)));
        assert_eq!(abs(Decimal::parse("-0.50")), Ok(Decimal::parse("0.5")));
        assert_eq!(abs(Some(i64::MIN)), Err(Reason::Overflow));
    }
}
