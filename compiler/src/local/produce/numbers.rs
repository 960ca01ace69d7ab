//! What a column's name says of its numbers.

use super::limits::Limits;
use super::names;
use super::spread::{self, MOST_DIGITS, Shape, Spread};
use crate::model::Column;
use crate::source::Spanned;
use pipec_runtime::literal;
use pipec_runtime::types::Type;
use std::borrow::Cow;

/// Where numbers lie.
struct Range {
    low: i64,
    high: i64,
    /// How many digits stand behind the point where the type does not say it.
    digits: u8,
    lies: Lies,
}

#[derive(PartialEq)]
enum Lies {
    Evenly,
    Low,
    ByKey,
}

const fn even(low: i64, high: i64, digits: u8) -> Range {
    Range { low, high, digits, lies: Lies::Evenly }
}

const fn low(low: i64, high: i64, digits: u8) -> Range {
    Range { low, high, digits, lies: Lies::Low }
}

const fn by_key(low: i64, high: i64, digits: u8) -> Range {
    Range { low, high, digits, lies: Lies::ByKey }
}

const RANGES: &[(&str, Range)] = &[
    ("age", even(18, 85, 0)),
    ("year", even(1990, 2025, 0)),
    ("month", even(1, 12, 0)),
    ("weekday", even(1, 7, 0)),
    ("day", even(1, 28, 0)),
    ("hour", even(0, 23, 0)),
    ("minute second", even(0, 59, 0)),
    ("price bid ask quote", by_key(20, 500, 2)),
    ("percent pct humidity battery", by_key(5, 100, 1)),
    ("ratio probability confidence", even(0, 1, 3)),
    ("rate", even(0, 10, 2)),
    ("score", even(0, 100, 0)),
    ("rating stars", even(1, 5, 0)),
    ("level", even(0, 100, 1)),
    ("celsius temperature temp", by_key(18, 75, 1)),
    ("fahrenheit", by_key(60, 170, 1)),
    ("kelvin", by_key(290, 350, 1)),
    ("pressure hpa", by_key(985, 1035, 1)),
    ("voltage volt", by_key(225, 235, 1)),
    ("ampere current", by_key(1, 16, 2)),
    ("watt power", by_key(50, 3000, 0)),
    ("rpm", by_key(800, 3500, 0)),
    ("kmh speed velocity", even(0, 120, 1)),
    ("vibration millimeterspersecond", by_key(0, 6, 2)),
    ("latitude lat", even(35, 55, 5)),
    ("longitude lon lng", even(-10, 25, 5)),
    ("altitude elevation", even(0, 900, 0)),
    ("kilogram kg weight mass", low(0, 30, 2)),
    ("gram", low(50, 30_000, 0)),
    ("meter distance km", low(1, 500, 1)),
    ("piece quantity qty item unit", low(1, 10, 0)),
    ("volume share", low(100, 10_000, 0)),
    ("count total number attempt", low(1, 100, 0)),
    ("milli ms millis latency", low(20, 60_000, 0)),
    ("duration seconds", low(1, 600, 0)),
    ("byte size length", low(200, 60_000, 0)),
    ("port", even(1024, 65_535, 0)),
    ("version", even(1, 9, 0)),
    ("amount transaction payment value balance cost fee sum paid declared", low(5, 1_000, 2)),
];

/// Numbers for a column, moved to where branches look; `is_keyed` where what is measured belongs to a thing that has a key.
pub fn of(column: &Column, limits: &Limits, is_keyed: bool) -> Spread {
    let words = names::words(&column.name.value);
    let range = names::find(&words, RANGES).unwrap_or(&DEFAULT);
    let scale = scale(column.ty, range.digits);
    let unit = 10_i64.pow(u32::from(scale));
    let (low, high) = (range.low * unit, range.high * unit);
    let shape = match range.lies {
        Lies::Low => Shape::Small(low, high),
        Lies::ByKey if is_keyed => Shape::Keyed(low, high),
        Lies::ByKey | Lies::Evenly => Shape::Even(low, high),
    };
    Spread::around(scale, shape, &limits.numbers, spread::bounds(column.ty, scale))
}

/// Numbers between a column's examples, where these are measured and not counted: nobody lists all prices.
pub fn among_examples(column: &Column, limits: &Limits, is_keyed: bool) -> Option<Spread> {
    let scale = scale(column.ty, 2);
    let is_measured = matches!(column.ty, Type::Double | Type::Decimal { .. });
    let read = |it: &Spanned<String>| {
        let value = literal::read(Cow::Borrowed(it.value.as_str()), column.ty).ok()?;
        spread::units(&value, scale)
    };
    let units = || column.examples.iter().filter_map(read);
    let (low, high) = (units().min()?, units().max()?);
    let shape = if is_keyed { Shape::Keyed(low, high) } else { Shape::Even(low, high) };
    let within = spread::bounds(column.ty, scale);
    (is_measured && low < high).then(|| Spread::of(scale, shape, &limits.numbers, within))
}

const DEFAULT: Range = low(1, 1_000, 2);

/// How many digits stand behind the point.
pub fn scale(ty: Type, digits: u8) -> u8 {
    match ty {
        Type::Decimal { scale, .. } => scale.min(MOST_DIGITS),
        Type::Double => digits.clamp(1, MOST_DIGITS),
        Type::Integer | Type::Bigint | Type::Varchar(_) | Type::String | Type::Boolean | Type::Timestamp => 0,
    }
}
