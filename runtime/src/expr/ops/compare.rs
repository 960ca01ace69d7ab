//! Comparisons: of two values of one type, and of a whole number that meets a double.

use crate::decimal::Decimal;
use crate::expr::logic;
use crate::fault::Reason;
use crate::timestamp::Timestamp;
use std::borrow::Cow;
use std::cmp::Ordering;

/// Values that can be compared: by UTF-8 bytes, by size, by time; FALSE is less than TRUE.
pub trait Meets<Other> {
    /// How this value stands to the other one.
    fn meets(&self, other: &Other) -> Ordering;
}

impl<'b> Meets<Cow<'b, str>> for Cow<'_, str> {
    fn meets(&self, other: &Cow<'b, str>) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Meets<i64> for i64 {
    fn meets(&self, other: &i64) -> Ordering {
        self.cmp(other)
    }
}

impl Meets<f64> for f64 {
    fn meets(&self, other: &f64) -> Ordering {
        // Doubles are finite here, and finite doubles always have an order.
        self.partial_cmp(other).unwrap_or(Ordering::Equal)
    }
}

impl Meets<f64> for i64 {
    fn meets(&self, other: &f64) -> Ordering {
        // 2^63 is a double, and the first one above every whole number; -2^63 is the least whole number.
        const END: f64 = 9_223_372_036_854_775_808.0;
        if *other >= END {
            return Ordering::Less;
        }
        if *other < -END {
            return Ordering::Greater;
        }
        self.cmp(&(other.trunc() as i64)).then(0.0.meets(&other.fract()))
    }
}

impl Meets<i64> for f64 {
    fn meets(&self, other: &i64) -> Ordering {
        other.meets(self).reverse()
    }
}

impl Meets<Decimal> for Decimal {
    fn meets(&self, other: &Decimal) -> Ordering {
        self.cmp(other)
    }
}

impl Meets<bool> for bool {
    fn meets(&self, other: &bool) -> Ordering {
        self.cmp(other)
    }
}

impl Meets<Timestamp> for Timestamp {
    fn meets(&self, other: &Timestamp) -> Ordering {
        self.cmp(other)
    }
}

fn order<L: Meets<R>, R>(left: Option<L>, right: Option<R>) -> Option<Ordering> {
    Some(left?.meets(&right?))
}

/// `a = b`.
pub fn equal<L: Meets<R>, R>(left: Option<L>, right: Option<R>) -> Option<bool> {
    order(left, right).map(Ordering::is_eq)
}

/// `a <> b`.
pub fn not_equal<L: Meets<R>, R>(left: Option<L>, right: Option<R>) -> Option<bool> {
    order(left, right).map(Ordering::is_ne)
}

/// `a < b`.
pub fn less<L: Meets<R>, R>(left: Option<L>, right: Option<R>) -> Option<bool> {
    order(left, right).map(Ordering::is_lt)
}

/// `a <= b`.
pub fn less_or_equal<L: Meets<R>, R>(left: Option<L>, right: Option<R>) -> Option<bool> {
    order(left, right).map(Ordering::is_le)
}

/// `a > b`.
pub fn more<L: Meets<R>, R>(left: Option<L>, right: Option<R>) -> Option<bool> {
    order(left, right).map(Ordering::is_gt)
}

/// `a >= b`.
pub fn more_or_equal<L: Meets<R>, R>(left: Option<L>, right: Option<R>) -> Option<bool> {
    order(left, right).map(Ordering::is_ge)
}

/// `a is distinct from b`: two nulls are not, a null and a value are; never UNKNOWN.
pub fn distinct<L: Meets<R>, R>(left: Option<L>, right: Option<R>) -> Option<bool> {
    Some(match (left, right) {
        (Some(left), Some(right)) => left.meets(&right).is_ne(),
        (None, None) => false,
        (Some(_), None) | (None, Some(_)) => true,
    })
}

/// `x is null`; never UNKNOWN.
pub fn is_null<T>(value: Option<T>) -> Option<bool> {
    Some(value.is_none())
}

/// `x is not null`; never UNKNOWN.
pub fn is_not_null<T>(value: Option<T>) -> Option<bool> {
    Some(value.is_some())
}

/// `x between low and high`: `high` is not evaluated where `x` is below `low`.
pub fn between<T: Meets<L> + Meets<H>, L, H>(
    value: Option<T>,
    low: Option<L>,
    high: impl FnOnce() -> Result<Option<H>, Reason>,
) -> Result<Option<bool>, Reason> {
    let from = value.as_ref().zip(low.as_ref()).map(|(value, low)| value.meets(low).is_ge());
    logic::and(from, || Ok(less_or_equal(value, high()?)))
}

/// `x in (a, b, …)`: TRUE where one is equal, else UNKNOWN where one is null.
pub fn is_in<T: Meets<M>, M, const N: usize>(value: Option<T>, list: [Option<M>; N]) -> Option<bool> {
    let value = value?;
    let mut found = Some(false);
    for member in list {
        match member.map(|it| value.meets(&it).is_eq()) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => found = None,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Meets, between, distinct, equal, is_in, less, more};
    use crate::fault::Reason;
    use std::borrow::Cow;
    use std::cmp::Ordering;

    #[test]
    fn a_whole_number_meets_a_double_exactly() {
        let cases = [
            (9_007_199_254_740_993, 9_007_199_254_740_992.0, Ordering::Greater),
            (i64::MAX, 9_223_372_036_854_775_808.0, Ordering::Less),
            (i64::MIN, -9_223_372_036_854_775_808.0, Ordering::Equal),
            (0, -0.0, Ordering::Equal),
            (2, 2.5, Ordering::Less),
            (-2, -2.5, Ordering::Greater),
            (5, -1e300, Ordering::Greater),
        ];
        for (whole, double, expect) in cases {
            assert_eq!(whole.meets(&double), expect, "{whole} and {double}");
            assert_eq!(double.meets(&whole), expect.reverse(), "{double} and {whole}");
        }
    }

    #[test]
    fn text_compares_by_bytes_without_padding() {
        let text = |it| Some(Cow::Borrowed(it));
        assert_eq!(equal(text("a"), text("a ")), Some(false));
        assert_eq!(less(text("Z"), text("a")), Some(true));
        assert_eq!(less(text("\u{ffff}"), text("😀")), Some(true));
    }

    #[test]
    fn nothing_is_equal_to_null_but_null_is_not_distinct_from_null() {
        assert_eq!(equal(None::<i64>, None::<i64>), None);
        assert_eq!(more(Some(1), None::<i64>), None);
        assert_eq!(distinct(None::<i64>, None::<i64>), Some(false));
        assert_eq!(distinct(Some(1), None::<i64>), Some(true));
        assert_eq!(distinct(Some(1), Some(1.0)), Some(false));
    }

    #[test]
    fn between_is_decided_by_the_lower_bound_alone_where_it_can() {
        assert_eq!(between(Some(1), Some(2), || Err::<Option<i64>, _>(Reason::Overflow)), Ok(Some(false)));
        assert_eq!(between(Some(5), None::<i64>, || Ok(Some(4))), Ok(Some(false)));
        assert_eq!(between(Some(5), Some(5), || Ok(Some(5))), Ok(Some(true)));
        assert_eq!(between(Some(5), Some(1), || Ok(None::<i64>)), Ok(None));
    }

    #[test]
    fn in_is_unknown_where_only_a_null_could_have_been_equal() {
        assert_eq!(is_in(Some(1), [Some(1), None]), Some(true));
        assert_eq!(is_in(Some(2), [Some(1), None]), None);
        assert_eq!(is_in(Some(2), [Some(1), Some(3)]), Some(false));
        assert_eq!(is_in(None::<i64>, [Some(1)]), None);
    }
}
