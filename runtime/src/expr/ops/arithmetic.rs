//! Arithmetic of bigints, doubles and decimals: exact or rejected, never wrapped.

use crate::decimal::Decimal;
use crate::fault::Reason;

/// A number that can be added, subtracted, multiplied and negated; none is an overflow.
pub trait Number: Copy {
    /// `self + other`.
    fn plus(self, other: Self) -> Option<Self>;
    /// `self - other`.
    fn minus(self, other: Self) -> Option<Self>;
    /// `self * other`.
    fn times(self, other: Self) -> Option<Self>;
    /// `-self`.
    fn negated(self) -> Option<Self>;
    /// `self` without its sign.
    fn unsigned(self) -> Option<Self>;
}

impl Number for i64 {
    fn plus(self, other: i64) -> Option<i64> {
        self.checked_add(other)
    }

    fn minus(self, other: i64) -> Option<i64> {
        self.checked_sub(other)
    }

    fn times(self, other: i64) -> Option<i64> {
        self.checked_mul(other)
    }

    fn negated(self) -> Option<i64> {
        self.checked_neg()
    }

    fn unsigned(self) -> Option<i64> {
        self.checked_abs()
    }
}

impl Number for f64 {
    fn plus(self, other: f64) -> Option<f64> {
        finite(self + other)
    }

    fn minus(self, other: f64) -> Option<f64> {
        finite(self - other)
    }

    fn times(self, other: f64) -> Option<f64> {
        finite(self * other)
    }

    fn negated(self) -> Option<f64> {
        Some(-self)
    }

    fn unsigned(self) -> Option<f64> {
        Some(self.abs())
    }
}

impl Number for Decimal {
    fn plus(self, other: Decimal) -> Option<Decimal> {
        self.checked_add(other)
    }

    fn minus(self, other: Decimal) -> Option<Decimal> {
        self.checked_sub(other)
    }

    fn times(self, other: Decimal) -> Option<Decimal> {
        self.checked_mul(other)
    }

    fn negated(self) -> Option<Decimal> {
        Some(self.negate())
    }

    fn unsigned(self) -> Option<Decimal> {
        Some(if self.digits() < 0 { self.negate() } else { self })
    }
}

/// A number that has a remainder, with the sign of the left side.
pub trait Remainder: Copy {
    /// Whether it is zero.
    fn is_zero(self) -> bool;
    /// `self % other`, of an `other` that is not zero.
    fn remainder(self, other: Self) -> Option<Self>;
}

impl Remainder for i64 {
    fn is_zero(self) -> bool {
        self == 0
    }

    fn remainder(self, other: i64) -> Option<i64> {
        // The least number divided by -1 has no quotient, but its remainder is 0.
        Some(self.wrapping_rem(other))
    }
}

impl Remainder for Decimal {
    fn is_zero(self) -> bool {
        self.digits() == 0
    }

    fn remainder(self, other: Decimal) -> Option<Decimal> {
        self.checked_rem(other)
    }
}

/// `a + b`.
pub fn add<T: Number>(left: Option<T>, right: Option<T>) -> Result<Option<T>, Reason> {
    both(left, right, T::plus)
}

/// `a - b`.
pub fn subtract<T: Number>(left: Option<T>, right: Option<T>) -> Result<Option<T>, Reason> {
    both(left, right, T::minus)
}

/// `a * b`.
pub fn multiply<T: Number>(left: Option<T>, right: Option<T>) -> Result<Option<T>, Reason> {
    both(left, right, T::times)
}

/// `-x`.
pub fn negate<T: Number>(value: Option<T>) -> Result<Option<T>, Reason> {
    both(value, value, |it, _| it.negated())
}

/// `a / b`, of doubles.
pub fn divide(left: Option<f64>, right: Option<f64>) -> Result<Option<f64>, Reason> {
    let (Some(left), Some(right)) = (left, right) else { return Ok(None) };
    if right == 0.0 {
        return Err(Reason::DivisionByZero);
    }
    finite(left / right).map(Some).ok_or(Reason::Overflow)
}

/// `a div b`, toward zero.
pub fn div(left: Option<i64>, right: Option<i64>) -> Result<Option<i64>, Reason> {
    let (Some(left), Some(right)) = (left, right) else { return Ok(None) };
    if right == 0 {
        return Err(Reason::DivisionByZero);
    }
    left.checked_div(right).map(Some).ok_or(Reason::Overflow)
}

/// `a % b`, with the sign of `a`.
pub fn modulo<T: Remainder>(left: Option<T>, right: Option<T>) -> Result<Option<T>, Reason> {
    let (Some(left), Some(right)) = (left, right) else { return Ok(None) };
    if right.is_zero() {
        return Err(Reason::DivisionByZero);
    }
    left.remainder(right).map(Some).ok_or(Reason::Overflow)
}

fn both<T>(left: Option<T>, right: Option<T>, with: fn(T, T) -> Option<T>) -> Result<Option<T>, Reason> {
    let (Some(left), Some(right)) = (left, right) else { return Ok(None) };
    with(left, right).map(Some).ok_or(Reason::Overflow)
}

fn finite(double: f64) -> Option<f64> {
    double.is_finite().then_some(double)
}

#[cfg(test)]
mod tests {
    use super::{add, div, divide, modulo, multiply, negate, subtract};
    use crate::decimal::Decimal;
    use crate::fault::Reason;

    #[test]
    fn what_leaves_its_range_is_an_overflow() {
        assert_eq!(add(Some(i64::MAX), Some(1)), Err(Reason::Overflow));
        assert_eq!(subtract(Some(i64::MIN), Some(1)), Err(Reason::Overflow));
        assert_eq!(multiply(Some(1e200), Some(1e200)), Err(Reason::Overflow));
        assert_eq!(negate(Some(i64::MIN)), Err(Reason::Overflow));
        assert_eq!(div(Some(i64::MIN), Some(-1)), Err(Reason::Overflow));
        let wide = Decimal::new(10i128.pow(20), 20);
        assert_eq!(multiply(wide, wide), Err(Reason::Overflow));
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!(divide(Some(1.0), Some(-0.0)), Err(Reason::DivisionByZero));
        assert_eq!(div(Some(1), Some(0)), Err(Reason::DivisionByZero));
        assert_eq!(modulo(Some(1), Some(0)), Err(Reason::DivisionByZero));
        assert_eq!(modulo(Decimal::new(1, 0), Decimal::new(0, 2)), Err(Reason::DivisionByZero));
    }

    #[test]
    fn null_divided_by_zero_is_null() {
        assert_eq!(div(None, Some(0)), Ok(None));
        assert_eq!(add(None, Some(1)), Ok(None));
    }

    #[test]
    fn div_goes_toward_zero_and_modulo_has_the_sign_of_the_left_side() {
        assert_eq!(div(Some(-7), Some(2)), Ok(Some(-3)));
        assert_eq!(modulo(Some(-7), Some(2)), Ok(Some(-1)));
        assert_eq!(modulo(Some(7), Some(-2)), Ok(Some(1)));
        assert_eq!(modulo(Some(i64::MIN), Some(-1)), Ok(Some(0)));
    }
}
