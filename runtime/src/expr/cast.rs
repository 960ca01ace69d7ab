//! Conversions: the casts that are allowed and what they do, and the widenings that lose nothing.
//!
//! | from | to text | to a whole number | to a double | to a decimal | to a boolean | to a timestamp |
//! | --- | --- | --- | --- | --- | --- | --- |
//! | text | cut to `n` | literal | literal | literal | `true`, `false` | literal |
//! | whole number | as written | in range | nearest | in range | – | – |
//! | double | shortest | toward zero | itself | shortest, rounded | – | – |
//! | decimal | as written | toward zero | nearest | rounded | – | – |
//! | boolean | `true`, `false` | – | – | – | itself | – |
//! | timestamp | as written | – | – | – | – | itself |
//!
//! "Literal" is the strict form that the decoder wants; another form is the fault `type`. "Rounded" is to the
//! nearest, halves away from zero. What does not fit the target's range is the fault `overflow`. Text is cut to the
//! length of its `varchar`, as SQL's cast does; anything else that is too long for it is the fault `type`.

use crate::decimal::Decimal;
use crate::encode;
use crate::fault::Reason;
use crate::literal;
use crate::types::Type;
use crate::value::Value;
use std::borrow::Cow;

/// Whether `cast` goes from one type to another at all.
pub fn castable(from: Type, to: Type) -> bool {
    match (from, to) {
        (from, to) if from.is_text() || to.is_text() => true,
        (from, to) if from.is_number() => to.is_number(),
        (from, to) => from == to,
    }
}

/// `cast(x as type)`.
pub fn cast<'a>(value: impl Into<Value<'a>>, to: Type) -> Result<Value<'a>, Reason> {
    match value.into() {
        Value::Null => Ok(Value::Null),
        Value::Text(text) => from_text(text, to),
        Value::Whole(whole) => from_whole(whole, to),
        Value::Double(double) => from_double(double, to),
        Value::Decimal(decimal) => from_decimal(decimal, to),
        Value::Boolean(boolean) if to == Type::Boolean => Ok(Value::Boolean(boolean)),
        Value::Boolean(boolean) => written(boolean.to_string(), to),
        Value::Timestamp(timestamp) if to == Type::Timestamp => Ok(Value::Timestamp(timestamp)),
        Value::Timestamp(timestamp) => written(timestamp.to_string(), to),
    }
}

/// `try_cast(x as type)`: null where the cast fails.
pub fn try_cast<'a>(value: impl Into<Value<'a>>, to: Type) -> Value<'a> {
    cast(value, to).unwrap_or(Value::Null)
}

/// A number that has a nearest double and, within 38 digits, an equal decimal.
pub trait Widens: Copy {
    /// The nearest double.
    fn double(self) -> f64;
    /// The same number with this scale.
    fn decimal(self, scale: u8) -> Option<Decimal>;
}

impl Widens for i64 {
    fn double(self) -> f64 {
        self as f64
    }

    fn decimal(self, scale: u8) -> Option<Decimal> {
        Decimal::from(self).rescale(scale)
    }
}

impl Widens for Decimal {
    fn double(self) -> f64 {
        self.to_f64()
    }

    fn decimal(self, scale: u8) -> Option<Decimal> {
        self.rescale(scale)
    }
}

impl Widens for f64 {
    fn double(self) -> f64 {
        self
    }

    fn decimal(self, scale: u8) -> Option<Decimal> {
        decimal_from_double(self, scale)
    }
}

/// The nearest double.
pub fn to_double<T: Widens>(value: Option<T>) -> Option<f64> {
    value.map(T::double)
}

/// The same number as a decimal of this scale.
pub fn to_decimal<T: Widens>(value: Option<T>, scale: u8) -> Result<Option<Decimal>, Reason> {
    value.map(|it| it.decimal(scale).ok_or(Reason::Overflow)).transpose()
}

fn from_text(text: Cow<'_, str>, to: Type) -> Result<Value<'_>, Reason> {
    match to {
        Type::Varchar(length) => Ok(Value::Text(cut(text, length))),
        other => literal::read(text, other),
    }
}

/// The first code points of a text.
fn cut(text: Cow<'_, str>, length: u32) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(length as usize) else { return text };
    match text {
        Cow::Borrowed(it) => Cow::Borrowed(it.get(..end).unwrap_or(it)),
        Cow::Owned(mut it) => {
            it.truncate(end);
            Cow::Owned(it)
        }
    }
}

fn from_whole<'a>(whole: i64, to: Type) -> Result<Value<'a>, Reason> {
    match to {
        Type::Integer => literal::in_integer(whole).map(Value::Whole),
        Type::Bigint => Ok(Value::Whole(whole)),
        Type::Double => Ok(Value::Double(whole as f64)),
        Type::Decimal { precision, scale } => fitting(Decimal::from(whole).rescale(scale), precision),
        Type::Varchar(_) | Type::String | Type::Boolean | Type::Timestamp => written(whole.to_string(), to),
    }
}

fn from_double<'a>(double: f64, to: Type) -> Result<Value<'a>, Reason> {
    match to {
        // A conversion of `as` stops at the type's ends, which both lie outside of what may be stored.
        Type::Integer => literal::in_integer(double as i64).map(Value::Whole),
        Type::Bigint if double < i64::MIN as f64 || double >= i64::MAX as f64 => Err(Reason::Overflow),
        Type::Bigint => Ok(Value::Whole(double as i64)),
        Type::Double => Ok(Value::Double(double)),
        Type::Decimal { precision, scale } => fitting(decimal_from_double(double, scale), precision),
        Type::Varchar(_) | Type::String | Type::Boolean | Type::Timestamp => {
            written(encode::double(double), to)
        }
    }
}

fn from_decimal<'a>(decimal: Decimal, to: Type) -> Result<Value<'a>, Reason> {
    let whole = || i64::try_from(decimal.truncated()).map_err(|_| Reason::Overflow);
    match to {
        Type::Integer => literal::in_integer(whole()?).map(Value::Whole),
        Type::Bigint => whole().map(Value::Whole),
        Type::Double => Ok(Value::Double(decimal.to_f64())),
        Type::Decimal { precision, scale } => fitting(decimal.rescale(scale), precision),
        Type::Varchar(_) | Type::String | Type::Boolean | Type::Timestamp => written(decimal.to_string(), to),
    }
}

fn fitting<'a>(decimal: Option<Decimal>, precision: u8) -> Result<Value<'a>, Reason> {
    decimal.filter(|it| it.fits(precision)).map(Value::Decimal).ok_or(Reason::Overflow)
}

/// The decimal of this scale that is nearest to the shortest text of a double.
fn decimal_from_double(double: f64, scale: u8) -> Option<Decimal> {
    // Beyond 38 digits nothing fits, and what is that small is nearest to zero.
    let text = format!("{double}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let kept = fraction.get(..usize::from(scale) + 1).unwrap_or(fraction);
    let (negative, whole) = (double < 0.0, whole.trim_start_matches('-'));
    round_half_away(negative, whole, kept, scale)
}

/// Rounds digits of which at most one stands beyond the scale. Halves go away from zero, so that one decides.
fn round_half_away(negative: bool, whole: &str, fraction: &str, scale: u8) -> Option<Decimal> {
    let (kept, next) = fraction.split_at_checked(usize::from(scale)).unwrap_or((fraction, ""));
    let toward_zero = Decimal::from_parts(negative, whole, kept)?.rescale(scale)?;
    if next < "5" {
        return Some(toward_zero);
    }
    toward_zero.checked_add(Decimal::new(if negative { -1 } else { 1 }, scale)?)
}

/// A value's text, where the target is text that has room for it.
fn written<'a>(text: String, to: Type) -> Result<Value<'a>, Reason> {
    if to.is_text() { literal::read(Cow::Owned(text), to) } else { Err(Reason::Type) }
}

#[cfg(test)]
mod tests {
    use super::{cast, castable, try_cast};
    use crate::decimal::Decimal;
    use crate::fault::Reason;
    use crate::types::Type;
    use crate::value::Value;

    const MONEY: Type = Type::Decimal { precision: 6, scale: 2 };

    fn decimal(text: &str) -> Value<'_> {
        Decimal::parse(text).into()
    }

    #[test]
    fn text_is_read_as_strictly_as_a_column() {
        assert_eq!(cast("9500", Type::Integer), Ok(9500.into()));
        assert_eq!(cast("9500.0", Type::Integer), Err(Reason::Type));
        assert_eq!(cast(" 1", Type::Bigint), Err(Reason::Type));
        assert_eq!(cast("99999999999", Type::Integer), Err(Reason::Overflow));
        assert_eq!(cast("1.5", MONEY), Ok(decimal("1.50")));
        assert_eq!(cast("1.555", MONEY), Err(Reason::Type));
        assert_eq!(cast("true", Type::Boolean), Ok(true.into()));
    }

    #[test]
    fn text_is_cut_and_numbers_are_not() {
        assert_eq!(cast("äöü", Type::Varchar(2)), Ok("äö".into()));
        assert_eq!(cast(12345, Type::Varchar(3)), Err(Reason::Type));
        assert_eq!(cast(12345, Type::Varchar(5)), Ok("12345".into()));
    }

    #[test]
    fn fractions_are_cut_toward_zero_by_whole_numbers_and_rounded_by_decimals() {
        assert_eq!(cast(-2.9, Type::Bigint), Ok((-2).into()));
        assert_eq!(cast(decimal("-2.99"), Type::Integer), Ok((-2).into()));
        assert_eq!(cast(1.005, MONEY), Ok(decimal("1.01")));
        assert_eq!(cast(-1.005, MONEY), Ok(decimal("-1.01")));
        assert_eq!(cast(1.0049, MONEY), Ok(decimal("1.00")));
        assert_eq!(cast(decimal("1.115"), MONEY), Ok(decimal("1.12")));
        assert_eq!(cast(9.995, Type::Decimal { precision: 3, scale: 2 }), Err(Reason::Overflow));
        assert_eq!(cast(1e-300, MONEY), Ok(decimal("0.00")));
    }

    #[test]
    fn what_leaves_the_range_is_an_overflow() {
        assert_eq!(cast(1i64 << 31, Type::Integer), Err(Reason::Overflow));
        assert_eq!(cast(1e10, Type::Integer), Err(Reason::Overflow));
        assert_eq!(cast(9_223_372_036_854_775_808.0, Type::Bigint), Err(Reason::Overflow));
        assert_eq!(cast(-9_223_372_036_854_775_808.0, Type::Bigint), Ok(i64::MIN.into()));
        assert_eq!(cast(1e300, MONEY), Err(Reason::Overflow));
        assert_eq!(cast(10_000, MONEY), Err(Reason::Overflow));
    }

    #[test]
    fn text_has_the_output_form() {
        assert_eq!(cast(decimal("1.50"), Type::String), Ok("1.50".into()));
        assert_eq!(cast(false, Type::String), Ok("false".into()));
        assert_eq!(cast(1.5, Type::String), Ok("1.5".into()));
    }

    #[test]
    fn try_cast_is_null_where_cast_fails() {
        assert_eq!(try_cast("x", Type::Integer), Value::Null);
        assert_eq!(try_cast("7", Type::Integer), 7.into());
    }

    #[test]
    fn booleans_and_timestamps_are_no_numbers() {
        assert!(!castable(Type::Boolean, Type::Integer) && !castable(Type::Timestamp, Type::Bigint));
        assert!(!castable(Type::Double, Type::Boolean) && castable(Type::Timestamp, Type::Varchar(24)));
        assert!(castable(Type::Integer, MONEY) && castable(Type::String, Type::Timestamp));
    }
}
