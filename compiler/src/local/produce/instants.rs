//! Timestamps that are not the event time: near it, by what their names say.

use super::names;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How far from the event time, in milliseconds: from, to.
const DISTANCES: &[(&str, (i64, i64))] = &[
    // A few come too late for what was promised.
    ("promised due deadline eta scheduled expected delivery", (-4 * HOUR, 72 * HOUR)),
    ("expires expiry expiration until", (HOUR, 30 * DAY)),
    ("end ended finished completed updated received arrived processed", (0, 10 * MINUTE)),
    ("birth birthday birthdate born", (-80 * 365 * DAY, -18 * 365 * DAY)),
    ("joined registered signup opened", (-3 * 365 * DAY, -DAY)),
    ("sent shipped ordered", (-72 * HOUR, -HOUR)),
];

/// How far from the event time a column's timestamps are.
pub fn of(words: &[String]) -> (i64, i64) {
    names::find(words, DISTANCES).copied().unwrap_or((-10 * MINUTE, 0))
}
