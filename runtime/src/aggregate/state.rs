//! What aggregates remember of the values they have seen; two halves of a window merge into one.

use crate::decimal::Decimal;
use crate::expr::eval;
use crate::fault::Reason;
use crate::key;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an aggregate remembers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// How many values there were.
    Count(i64),
    /// The distinct values, as keys.
    Distinct(BTreeSet<Vec<u8>>),
    /// A sum of whole numbers: 2^64 of them fit 128 bits.
    Whole {
        /// How many values there were.
        count: i64,
        /// Their sum.
        sum: i128,
    },
    /// An exact sum of decimals of one scale.
    Decimal {
        /// How many values there were.
        count: i64,
        /// The sum in units of 10^37.
        high: i64,
        /// The rest, less than 10^37 in size, so that a value of 38 digits has room beside it.
        low: i128,
        /// The digits after the point.
        scale: u8,
    },
    /// A sum of doubles, and what rounding took from it (Neumaier's summation).
    Double {
        /// How many values there were.
        count: i64,
        /// Their sum.
        sum: f64,
        /// What belongs to it, too small to be seen in it.
        rest: f64,
    },
    /// Mean and deviation of doubles (Welford's method).
    Moments {
        /// How many values there were.
        count: i64,
        /// Their mean.
        mean: f64,
        /// The sum of the squares of their distances from it.
        squares: f64,
    },
    /// The least value so far; null before the first.
    Least(Value<'static>),
    /// The greatest value so far; null before the first.
    Greatest(Value<'static>),
}

/// The unit of a decimal sum's high part.
const UNIT: i128 = 10i128.pow(37);

impl State {
    /// Takes a value; a null is skipped. What is no value of the state's type is skipped too: typed calls have none.
    pub fn add(&mut self, value: &Value<'_>) {
        if value.is_null() {
            return;
        }
        match self {
            State::Count(count) => *count += 1,
            State::Distinct(keys) => {
                let mut key = Vec::new();
                key::push(value, &mut key);
                keys.insert(key);
            }
            State::Whole { count, sum } => {
                if let Some(it) = value.whole() {
                    (*count, *sum) = (*count + 1, *sum + i128::from(it));
                }
            }
            State::Decimal { count, high, low, scale } => {
                if let Some(it) = value.decimal().and_then(|it| it.rescale(*scale)) {
                    *count += 1;
                    (*high, *low) = carried(*high, *low + it.digits());
                }
            }
            State::Double { count, sum, rest } => {
                if let Some(it) = as_double(value) {
                    *count += 1;
                    (*sum, *rest) = added(*sum, *rest, it);
                }
            }
            State::Moments { count, mean, squares } => {
                if let Some(it) = as_double(value) {
                    *count += 1;
                    let distance = it - *mean;
                    *mean += distance / *count as f64;
                    *squares += distance * (it - *mean);
                }
            }
            State::Least(least) => replace(least, value, |order| order.is_lt()),
            State::Greatest(greatest) => replace(greatest, value, |order| order.is_gt()),
        }
    }

    /// Takes all that another has seen. Two states of one call are of one kind; others leave it as it is.
    pub fn merge(&mut self, other: &State) {
        match (self, other) {
            (State::Count(count), State::Count(more)) => *count += more,
            (State::Distinct(keys), State::Distinct(more)) => keys.extend(more.iter().cloned()),
            (State::Whole { count, sum }, State::Whole { count: more, sum: with }) => {
                (*count, *sum) = (*count + more, *sum + with);
            }
            (
                State::Decimal { count, high, low, .. },
                State::Decimal { count: more, high: higher, low: lower, .. },
            ) => {
                *count += more;
                (*high, *low) = carried(*high + higher, *low + lower);
            }
            (State::Double { count, sum, rest }, State::Double { count: more, sum: with, rest: left }) => {
                *count += more;
                (*sum, *rest) = added(*sum, *rest + left, *with);
            }
            (
                State::Moments { count, mean, squares },
                State::Moments { count: more, mean: other, squares: with },
            ) => {
                if *more > 0 {
                    let (left, right) = (*count as f64, *more as f64);
                    let distance = other - *mean;
                    *count += more;
                    *mean += distance * right / (left + right);
                    *squares += with + distance * distance * left * right / (left + right);
                }
            }
            (State::Least(least), State::Least(other)) => {
                if !other.is_null() {
                    replace(least, other, |order| order.is_lt());
                }
            }
            (State::Greatest(greatest), State::Greatest(other)) => {
                if !other.is_null() {
                    replace(greatest, other, |order| order.is_gt());
                }
            }
            (_, _) => {}
        }
    }
}

fn as_double(value: &Value<'_>) -> Option<f64> {
    value.double().or_else(|| value.whole().map(|it| it as f64))
}

/// The sum and its rest with one value more; where it leaves the doubles, there is no rest any more.
fn added(sum: f64, rest: f64, value: f64) -> (f64, f64) {
    let total = sum + value;
    if !total.is_finite() {
        return (total, 0.0);
    }
    let lost = if sum.abs() >= value.abs() { (sum - total) + value } else { (value - total) + sum };
    (total, rest + lost)
}

/// The two parts of a decimal sum, with what is beyond the low one's bounds in the high one.
fn carried(high: i64, low: i128) -> (i64, i128) {
    (high + (low / UNIT) as i64, low % UNIT)
}

/// The decimal of these parts; none beyond 38 digits.
pub fn decimal(high: i64, low: i128, scale: u8) -> Option<Decimal> {
    Decimal::new(UNIT.checked_mul(i128::from(high))?.checked_add(low)?, scale)
}

/// A double as a value; doubles are finite.
pub fn finite(double: f64) -> Result<Value<'static>, Reason> {
    if double.is_finite() { Ok(Value::Double(double)) } else { Err(Reason::Overflow) }
}

/// Keeps the better of two values; of equal ones the first.
fn replace(best: &mut Value<'static>, value: &Value<'_>, better: fn(std::cmp::Ordering) -> bool) {
    if best.is_null() || eval::order(value, best).is_some_and(better) {
        *best = value.clone().into_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::{State, decimal};
    use crate::decimal::Decimal;
    use crate::value::Value;

    fn of(start: &State, values: &[Value<'_>]) -> State {
        let mut state = start.clone();
        values.iter().for_each(|it| state.add(it));
        state
    }

    #[test]
    fn halves_merge_into_what_the_whole_is() {
        let wholes: Vec<Value<'_>> = [5, -3, 5, 8, i64::MAX, i64::MAX].map(Value::from).into();
        let starts = [
            State::Count(0),
            State::Distinct([].into()),
            State::Whole { count: 0, sum: 0 },
            State::Least(Value::Null),
            State::Greatest(Value::Null),
        ];
        for start in &starts {
            for cut in 0..=wholes.len() {
                let (left, right) = wholes.split_at(cut);
                let mut merged = of(start, left);
                merged.merge(&of(start, right));
                assert_eq!(merged, of(start, &wholes));
            }
        }
    }

    #[test]
    fn doubles_lose_nothing_that_a_double_can_hold() {
        let start = State::Double { count: 0, sum: 0.0, rest: 0.0 };
        let values = [1e100, 1.0, -1e100].map(Value::from);
        let State::Double { sum, rest, .. } = of(&start, &values) else { unreachable!("it is a double") };
        assert_eq!(sum + rest, 1.0);
    }

    #[test]
    fn decimals_may_leave_their_digits_and_come_back() {
        let most = Decimal::parse("99999999999999999999999999999999999999").expect("38 digits");
        let start = State::Decimal { count: 0, high: 0, low: 0, scale: 0 };
        let up = [most, most, most].map(Value::from);
        let State::Decimal { high, low, .. } = of(&start, &up) else { unreachable!("it is a decimal") };
        assert_eq!(decimal(high, low, 0), None);
        let back = [most, most, most.negate(), most.negate(), most.negate(), most].map(Value::from);
        let State::Decimal { high, low, .. } = of(&start, &back) else { unreachable!("it is a decimal") };
        assert_eq!(decimal(high, low, 0), Decimal::new(0, 0));
        assert_eq!(decimal(10, -1, 0), Some(most));
        assert_eq!(decimal(-10, 1, 0), Some(most.negate()));
        assert_eq!(decimal(10, 0, 0), None);
    }
}
