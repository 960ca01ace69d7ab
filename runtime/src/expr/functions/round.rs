//! `round(number)` and `round(number, places)`; the rounding that `floor` and `ceil` share.

use crate::decimal::Decimal;
use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::fault::Reason;
use crate::types::Type;
use crate::value::{Value, at};

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "round",
    signatures: &[
        Signature { takes: &[Kind::Whole], rest: None, gives: Gives::Exactly(Type::Bigint) },
        Signature { takes: &[Kind::Decimal], rest: None, gives: Gives::Argument(0) },
        Signature { takes: &[Kind::Double], rest: None, gives: Gives::Argument(0) },
        Signature { takes: &[Kind::Whole, Kind::Whole], rest: None, gives: Gives::Exactly(Type::Bigint) },
        Signature { takes: &[Kind::Decimal, Kind::Whole], rest: None, gives: Gives::Argument(0) },
        Signature { takes: &[Kind::Double, Kind::Whole], rest: None, gives: Gives::Argument(0) },
    ],
    meaning: "The nearest number with so many digits after the point, none if not said; halves go away from zero. \
              Negative places round before the point. A double is rounded as its shortest text reads; a decimal keeps \
              its scale.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("ROUND({*})"),
        kinesis_analytics: Err("it has no function that rounds"),
        rust: "functions::round({0}, [{1*}])?",
    },
    call: |values, _| {
        let places = if values.len() < 2 { Some(0) } else { at(values, 1).whole() };
        let number = at(values, 0);
        Ok(match number {
            Value::Decimal(it) => round(Some(*it), [places])?.into(),
            Value::Double(it) => round(Some(*it), [places])?.into(),
            _ => round(number.whole(), [places])?.into(),
        })
    },
};

/// A number that can be rounded, to places after the point or to whole numbers.
pub trait Rounds: Copy {
    /// The nearest number with so many digits after the point, halves away from zero; none is an overflow.
    fn rounded(self, places: i64) -> Option<Self>;
    /// The greatest whole number that is not above.
    fn floored(self) -> Option<Self>;
    /// The least whole number that is not below.
    fn ceiled(self) -> Option<Self>;
}

/// The number rounded, to perhaps so many places.
pub fn round<T: Rounds, const N: usize>(
    number: Option<T>,
    places: [Option<i64>; N],
) -> Result<Option<T>, Reason> {
    let (Some(number), Some(places)) = (number, places.first().copied().unwrap_or(Some(0))) else {
        return Ok(None);
    };
    number.rounded(places).map(Some).ok_or(Reason::Overflow)
}

impl Rounds for i64 {
    fn rounded(self, places: i64) -> Option<i64> {
        i64::try_from(Decimal::from(self).rounded(places)?.digits()).ok()
    }

    fn floored(self) -> Option<i64> {
        Some(self)
    }

    fn ceiled(self) -> Option<i64> {
        Some(self)
    }
}

impl Rounds for Decimal {
    fn rounded(self, places: i64) -> Option<Decimal> {
        if places >= i64::from(self.scale()) {
            return Some(self);
        }
        let Some(unit) = u32::try_from(i64::from(self.scale()).saturating_sub(places))
            .ok()
            .and_then(|power| 10i128.checked_pow(power))
        else {
            return Decimal::new(0, self.scale());
        };
        let rest = self.digits() % unit;
        let away = if rest.abs() >= unit - rest.abs() { rest.signum() * unit } else { 0 };
        Decimal::new((self.digits() - rest).checked_add(away)?, self.scale())
    }

    fn floored(self) -> Option<Decimal> {
        let down = i128::from(self.fraction() < 0);
        Decimal::new(self.truncated() - down, 0)?.rescale(self.scale())
    }

    fn ceiled(self) -> Option<Decimal> {
        let up = i128::from(self.fraction() > 0);
        Decimal::new(self.truncated() + up, 0)?.rescale(self.scale())
    }
}

impl Rounds for f64 {
    fn rounded(self, places: i64) -> Option<f64> {
        let text = format!("{:e}", self.abs());
        let (digits, exponent) = text.split_once('e')?;
        let digits = digits.replace('.', "");
        // The value is 0.DIGITS times ten to the power `point`; so many of the digits are kept.
        let point = exponent.parse::<i64>().ok()?.saturating_add(1);
        let kept = point.saturating_add(places);
        let Ok(kept) = usize::try_from(kept) else { return Some(0.0f64.copysign(self)) };
        let Some((head, tail)) = digits.split_at_checked(kept) else { return Some(self) };
        // At most 17 digits, so there is room for the one that rounding may add.
        let head = if head.is_empty() { 0 } else { head.parse::<u64>().ok()? } + u64::from(tail >= "5");
        let rounded: f64 = format!("{head}e{}", point - kept as i64).parse().ok()?;
        rounded.is_finite().then_some(rounded.copysign(self))
    }

    fn floored(self) -> Option<f64> {
        Some(self.floor())
    }

    fn ceiled(self) -> Option<f64> {
        Some(self.ceil())
    }
}

#[cfg(test)]
mod tests {
    use super::{Rounds, round};
    use crate::decimal::Decimal;
    use crate::fault::Reason;

    #[test]
    fn a_double_is_rounded_as_it_reads() {
        let cases = [
            (1.005, 2, 1.01),
            (2.5, 0, 3.0),
            (-2.5, 0, -3.0),
            (0.5, 0, 1.0),
            (0.49, 0, 0.0),
            (0.05, 0, 0.0),
            (0.05, 1, 0.1),
            (1234.5, -2, 1200.0),
            (1250.0, -2, 1300.0),
            (9.99, 1, 10.0),
            (5e-324, 2, 0.0),
            (1e300, 5, 1e300),
            (60.0, -2, 100.0),
            (40.0, -2, 0.0),
            (0.0, 2, 0.0),
            (1.5, i64::MAX, 1.5),
            (1.5, i64::MIN, 0.0),
        ];
        for (number, places, expect) in cases {
            assert_eq!(number.rounded(places), Some(expect), "{number} to {places}");
        }
        assert_eq!(round(Some(f64::MAX), [Some(-308)]), Err(Reason::Overflow));
    }

    #[test]
    fn a_decimal_keeps_its_scale() {
        let check = |number, places, expect: &str| {
            let rounded = round(Decimal::parse(number), [Some(places)]).ok().flatten();
            assert_eq!(rounded.map(|it| it.to_string()).as_deref(), Some(expect));
        };
        check("12.345", 2, "12.350");
        check("-12.500", 0, "-13.000");
        check("12.345", 9, "12.345");
        check("55.000", -2, "100.000");
        check("55.000", -99, "0.000");
    }

    #[test]
    fn floor_and_ceil_go_down_and_up() {
        let number = |text| Decimal::parse(text);
        assert_eq!(number("-1.5").and_then(Rounds::floored), number("-2"));
        assert_eq!(number("-1.5").and_then(Rounds::ceiled), number("-1"));
        assert_eq!(number("1.5").and_then(Rounds::ceiled), number("2"));
        assert_eq!((-1.5).floored(), Some(-2.0));
    }

    #[test]
    fn whole_numbers_are_rounded_before_the_point_only() {
        assert_eq!(round(Some(1250), [Some(-2)]), Ok(Some(1300)));
        assert_eq!(round(Some(1250), []), Ok(Some(1250)));
        assert_eq!(round(Some(i64::MAX), [Some(-1)]), Err(Reason::Overflow));
    }
}
