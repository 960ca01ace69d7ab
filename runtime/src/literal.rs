//! A typed literal from text, made in one place: columns, thresholds and casts all read values here.

use crate::decimal::{Decimal, MAX_DIGITS};
use crate::fault::Reason;
use crate::timestamp::Timestamp;
use crate::types::Type;
use crate::value::Value;
use std::borrow::Cow;

/// The value of this type that the text writes. `Reason::Type` where the text has another form, and
/// `Reason::Overflow` where it writes a number outside the type's range.
///
/// Numbers are written as JSON writes them, a whole number without fraction or exponent; booleans `true` and
/// `false`; timestamps as [`Timestamp::parse`] reads them. Nothing is trimmed.
pub fn read(text: Cow<'_, str>, ty: Type) -> Result<Value<'_>, Reason> {
    match ty {
        Type::Varchar(length) => varchar(text, length).map(Value::Text),
        Type::String => Ok(Value::Text(text)),
        Type::Integer => integer(&text).map(Value::Whole),
        Type::Bigint => bigint(&text).map(Value::Whole),
        Type::Double => double(&text).map(Value::Double),
        Type::Decimal { precision, scale } => decimal(&text, precision, scale).map(Value::Decimal),
        Type::Boolean => boolean(&text).map(Value::Boolean),
        Type::Timestamp => Timestamp::parse(&text).map(Value::Timestamp).ok_or(Reason::Type),
    }
}

/// What a literal of this type looks like, for a message.
pub fn form(ty: Type) -> String {
    match ty {
        Type::Varchar(length) => format!("a text of at most {length} characters"),
        Type::String => "a text".into(),
        Type::Integer => "a whole number from -2147483648 to 2147483647".into(),
        Type::Bigint => "a whole number of 64 bits".into(),
        Type::Double => "a number such as 9.5 or 1e3".into(),
        Type::Decimal { precision, scale } => {
            format!("a number of at most {precision} digits, {scale} of them after the point")
        }
        Type::Boolean => "true or false".into(),
        Type::Timestamp => "a timestamp such as 2026-01-01T00:00:00Z".into(),
    }
}

/// The text, if it has at most this many code points.
pub fn varchar(text: Cow<'_, str>, length: u32) -> Result<Cow<'_, str>, Reason> {
    if fits(&text, length) { Ok(text) } else { Err(Reason::Type) }
}

/// Whether the text has at most this many code points.
pub fn fits(text: &str, length: u32) -> bool {
    let length = length as usize;
    // A text has no more code points than bytes, so most are never counted.
    text.len() <= length || text.chars().nth(length).is_none()
}

/// A whole number of 32 bits.
pub fn integer(text: &str) -> Result<i64, Reason> {
    bigint(text).and_then(in_integer)
}

/// The number, if it has 32 bits.
pub fn in_integer(whole: i64) -> Result<i64, Reason> {
    i32::try_from(whole).map(i64::from).map_err(|_| Reason::Overflow)
}

/// A whole number of 64 bits.
pub fn bigint(text: &str) -> Result<i64, Reason> {
    let number = Number::read(text).ok_or(Reason::Type)?;
    if number.fraction.is_some() || number.exponent.is_some() {
        return Err(Reason::Type);
    }
    text.parse().map_err(|_| Reason::Overflow)
}

/// The double nearest to a number.
pub fn double(text: &str) -> Result<f64, Reason> {
    Number::read(text).ok_or(Reason::Type)?;
    let double: f64 = text.parse().map_err(|_| Reason::Type)?;
    if double.is_finite() { Ok(double) } else { Err(Reason::Overflow) }
}

/// A decimal of this precision and scale. Zeros at the end of its fraction do not count, but any other digit beyond
/// the scale is a misfit; an exponent moves the point.
pub fn decimal(text: &str, precision: u8, scale: u8) -> Result<Decimal, Reason> {
    let number = Number::read(text).ok_or(Reason::Type)?;
    let exact = number.decimal()?;
    let scaled =
        if exact.scale() > scale { exact.rescale_exactly(scale).ok_or(Reason::Type)? } else { exact };
    scaled.rescale(scale).filter(|it| it.fits(precision)).ok_or(Reason::Overflow)
}

fn boolean(text: &str) -> Result<bool, Reason> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Reason::Type),
    }
}

/// The parts of a number as JSON writes it.
struct Number<'t> {
    negative: bool,
    whole: &'t str,
    fraction: Option<&'t str>,
    exponent: Option<&'t str>,
}

impl<'t> Number<'t> {
    /// Takes a number apart; none where JSON does not write numbers so.
    fn read(text: &'t str) -> Option<Number<'t>> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, rest) = digits(unsigned)?;
        if whole.len() > 1 && whole.starts_with('0') {
            return None;
        }
        let (fraction, rest) = match rest.strip_prefix('.') {
            Some(rest) => digits(rest).map(|(fraction, rest)| (Some(fraction), rest))?,
            None => (None, rest),
        };
        let exponent = exponent(rest)?;
        Some(Number { negative, whole, fraction, exponent })
    }

    /// The exact number, without zeros at the end of its fraction.
    fn decimal(&self) -> Result<Decimal, Reason> {
        let fraction = self.fraction.unwrap_or("").trim_end_matches('0');
        match self.exponent {
            None if fraction.len() > usize::from(MAX_DIGITS) => Err(Reason::Type),
            None => Decimal::from_parts(self.negative, self.whole, fraction).ok_or(Reason::Overflow),
            Some(exponent) => self.shifted(fraction, exponent),
        }
    }

    /// The same where an exponent moves the point.
    fn shifted(&self, fraction: &str, exponent: &str) -> Result<Decimal, Reason> {
        let all = format!("{}{fraction}", self.whole);
        let significant = all.trim_start_matches('0');
        if significant.is_empty() {
            return Ok(Decimal::from(0));
        }
        let far = if exponent.starts_with('-') { Reason::Type } else { Reason::Overflow };
        let exponent: i64 = exponent.parse().map_err(|_| far)?;
        let digits = significant.trim_end_matches('0');
        let dropped = (significant.len() - digits.len()) as i64;
        let scale = (fraction.len() as i64).saturating_sub(exponent).saturating_sub(dropped);
        let zeros = usize::try_from(-scale.min(0)).map_err(|_| Reason::Overflow)?;
        if zeros > usize::from(MAX_DIGITS) {
            return Err(Reason::Overflow);
        }
        let padded = format!("{digits}{}", "0".repeat(zeros));
        let unscaled = Decimal::from_parts(self.negative, &padded, "").ok_or(Reason::Overflow)?;
        let scale = u8::try_from(scale.max(0)).map_err(|_| Reason::Type)?;
        Decimal::new(unscaled.digits(), scale).ok_or(Reason::Type)
    }
}

/// The digits that the text begins with, at least one, and the rest.
fn digits(text: &str) -> Option<(&str, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 { None } else { text.split_at_checked(length) }
}

/// The exponent with its sign, if the text is one; none inside where the text is empty.
fn exponent(text: &str) -> Option<Option<&str>> {
    let Some(signed) = text.strip_prefix(['e', 'E']) else { return text.is_empty().then_some(None) };
    let (_, rest) = digits(signed.strip_prefix(['+', '-']).unwrap_or(signed))?;
    rest.is_empty().then_some(Some(signed))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::fault::Reason;
    use crate::types::Type;
    use crate::value::Value;

    const MONEY: Type = Type::Decimal { precision: 6, scale: 2 };

    fn check(text: &str, ty: Type, expect: Result<&str, Reason>) {
        let shown = read(text.into(), ty).map(|value| match value {
            Value::Null => "null".to_owned(),
            Value::Text(it) => it.into_owned(),
            Value::Whole(it) => it.to_string(),
            Value::Double(it) => format!("{it:?}"),
            Value::Decimal(it) => it.to_string(),
            Value::Boolean(it) => it.to_string(),
            Value::Timestamp(it) => it.to_string(),
        });
        assert_eq!(shown.as_deref().map_err(|it| *it), expect, "{text} as {ty}");
    }

    #[test]
    fn an_integer_is_written_without_fraction_or_exponent() {
        check("-2147483648", Type::Integer, Ok("-2147483648"));
        check("-0", Type::Integer, Ok("0"));
        check("2147483648", Type::Integer, Err(Reason::Overflow));
        check("9223372036854775808", Type::Bigint, Err(Reason::Overflow));
        for text in ["9500.0", "9.5e3", "007", "+5", " 5", "", "-", "0x10", "1_000"] {
            check(text, Type::Bigint, Err(Reason::Type));
        }
    }

    #[test]
    fn a_decimal_has_no_more_fraction_digits_than_its_scale_trailing_zeros_aside() {
        check("12.5", MONEY, Ok("12.50"));
        check("12.5000000000000000000000000000000000000000000000", MONEY, Ok("12.50"));
        check("-0.125e1", MONEY, Ok("-1.25"));
        check("12500E-3", MONEY, Ok("12.50"));
        check("1e3", MONEY, Ok("1000.00"));
        check("0e999999999999999999999", MONEY, Ok("0.00"));
        check("12.505", MONEY, Err(Reason::Type));
        check("1e-3", MONEY, Err(Reason::Type));
        check("1e-99999999999999999999", MONEY, Err(Reason::Type));
        check("10000", MONEY, Err(Reason::Overflow));
        check("1e40", MONEY, Err(Reason::Overflow));
        check("1e99999999999999999999", MONEY, Err(Reason::Overflow));
    }

    #[test]
    fn a_double_is_the_nearest_one_and_finite() {
        check("0.1", Type::Double, Ok("0.1"));
        check("5", Type::Double, Ok("5.0"));
        check("1e-400", Type::Double, Ok("0.0"));
        check("1e400", Type::Double, Err(Reason::Overflow));
        for text in ["NaN", "inf", "Infinity", ".5", "5.", "1e", "1e+", "--1"] {
            check(text, Type::Double, Err(Reason::Type));
        }
    }

    #[test]
    fn varchar_counts_code_points() {
        check("äöü", Type::Varchar(3), Ok("äöü"));
        check("äöü😀", Type::Varchar(3), Err(Reason::Type));
    }

    #[test]
    fn booleans_are_lower_case_words() {
        check("true", Type::Boolean, Ok("true"));
        check("TRUE", Type::Boolean, Err(Reason::Type));
        check("1", Type::Boolean, Err(Reason::Type));
    }
}
