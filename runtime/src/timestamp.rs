//! An instant in UTC, to the millisecond: how it is read and how it is written.

use crate::calendar::Date;
use std::fmt;

pub(crate) const SECOND: i64 = 1_000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;
/// The milliseconds of a day.
pub(crate) const DAY: i64 = 24 * HOUR;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[cfg_attr(feature = "windows", derive(serde::Serialize, serde::Deserialize))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// 0000-01-01T00:00:00.000Z: the first that can be written.
    pub const FIRST: Timestamp = Timestamp(-62_167_219_200_000);
    /// 9999-12-31T23:59:59.999Z: the last that can be written.
    pub const LAST: Timestamp = Timestamp(253_402_300_799_999);

    /// The instant this many milliseconds after 1970-01-01T00:00:00Z; none outside the years 0000 to 9999.
    pub fn from_millis(millis: i64) -> Option<Timestamp> {
        let timestamp = Timestamp(millis);
        (Timestamp::FIRST <= timestamp && timestamp <= Timestamp::LAST).then_some(timestamp)
    }

    /// The instant this many seconds after 1970-01-01T00:00:00Z; none outside the years 0000 to 9999.
    pub fn from_seconds(seconds: i64) -> Option<Timestamp> {
        Timestamp::from_millis(seconds.checked_mul(SECOND)?)
    }

    /// Reads RFC 3339, strictly: `2026-01-01T00:00:00Z`, with a capital `T` or one space, up to nine digits of a
    /// second (floored to milliseconds), and `Z`, `+hh:mm`, `-hh:mm` or nothing (then UTC) at the end. None
    /// where the text has another form or no such instant exists; a leap second is none either.
    pub fn parse(text: &str) -> Option<Timestamp> {
        let bytes = text.as_bytes();
        let (head, rest) = bytes.split_at_checked(19)?;
        let shape = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
        if shape.iter().any(|(at, sign)| head[*at] != *sign) || !matches!(head[10], b'T' | b' ') {
            return None;
        }
        let date =
            Date { year: number(&head[..4])?, month: number(&head[5..7])?, day: number(&head[8..10])? };
        let clock = clock(number(&head[11..13])?, number(&head[14..16])?)?;
        let second = Some(number(&head[17..])?).filter(|it| *it < 60)?;
        if !date.exists() {
            return None;
        }
        let (fraction, zone) = fraction(rest)?;
        Timestamp::from_millis(date.days() * DAY + clock + second * SECOND + fraction - offset(zone)?)
    }

    /// The date in UTC.
    pub fn date(self) -> Date {
        Date::from_days(self.0.div_euclid(DAY))
    }

    /// The milliseconds since the day began, in UTC.
    pub fn of_day(self) -> i64 {
        self.0.rem_euclid(DAY)
    }
}

/// `2026-01-01T00:00:00.000Z`, always with three digits after the second.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Date { year, month, day }, time) = (self.date(), self.of_day());
        let (hour, minute) = (time / HOUR, time / MINUTE % 60);
        let (second, millis) = (time / SECOND % 60, time % SECOND);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    }
}

/// The number that these ASCII digits write; none where one is no digit.
fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |sum, it| it.is_ascii_digit().then(|| sum * 10 + i64::from(it - b'0')))
}

fn clock(hour: i64, minute: i64) -> Option<i64> {
    (hour < 24 && minute < 60).then_some(hour * HOUR + minute * MINUTE)
}

/// The milliseconds of `.123456789`, and what stands after it.
fn fraction(rest: &[u8]) -> Option<(i64, &[u8])> {
    let Some(digits) = rest.strip_prefix(b".") else { return Some((0, rest)) };
    let length = digits.iter().take_while(|it| it.is_ascii_digit()).count();
    if !(1..=9).contains(&length) {
        return None;
    }
    let (fraction, zone) = digits.split_at(length);
    let millis = (0..3).map(|at| fraction.get(at).copied().unwrap_or(b'0'));
    Some((millis.fold(0, |sum, it| sum * 10 + i64::from(it - b'0')), zone))
}

/// How far the zone's clock is ahead of UTC.
fn offset(zone: &[u8]) -> Option<i64> {
    match zone {
        [] | [b'Z'] => Some(0),
        [sign @ (b'+' | b'-'), hour @ .., b':', ten, one] if hour.len() == 2 => {
            let ahead = clock(number(hour)?, number(&[*ten, *one])?)?;
            Some(if *sign == b'+' { ahead } else { -ahead })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    fn check(text: &str, expect: Option<&str>) {
        let shown = Timestamp::parse(text).map(|it| it.to_string());
        assert_eq!(shown.as_deref(), expect, "{text}");
    }

    #[test]
    fn every_allowed_form_is_read_and_floored_to_milliseconds() {
        check("2026-01-01T00:00:00Z", Some("2026-01-01T00:00:00.000Z"));
        check("2026-01-01 00:00:00", Some("2026-01-01T00:00:00.000Z"));
        check("2026-01-01T00:00:00.1", Some("2026-01-01T00:00:00.100Z"));
        check("2026-01-01T23:59:59.999999999Z", Some("2026-01-01T23:59:59.999Z"));
        check("2026-01-01T00:30:00+02:00", Some("2025-12-31T22:30:00.000Z"));
        check("2026-01-01T00:30:00.5-05:30", Some("2026-01-01T06:00:00.500Z"));
        check("1969-12-31T23:59:59.9999Z", Some("1969-12-31T23:59:59.999Z"));
        check("2024-02-29T00:00:00-00:00", Some("2024-02-29T00:00:00.000Z"));
        check("0000-01-01T00:00:00Z", Some("0000-01-01T00:00:00.000Z"));
        check("9999-12-31T23:59:59.999Z", Some("9999-12-31T23:59:59.999Z"));
    }

    #[test]
    fn instants_that_do_not_exist_are_refused() {
        for text in
            ["2026-02-30T00:00:00Z", "2026-02-29T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-32T00:00:00Z"]
        {
            check(text, None);
        }
        for text in ["2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2016-12-31T23:59:60Z"] {
            check(text, None);
        }
        check("0000-01-01T00:00:00+00:01", None);
        check("9999-12-31T23:59:59-00:01", None);
    }

    #[test]
    fn other_forms_are_refused() {
        for text in ["", "2026-01-01", "2026-01-01T00:00Z", "2026-1-1 0:0:0", "2026-01-01T00:00:00.Z"] {
            check(text, None);
        }
        for text in
            ["2026-01-01t00:00:00Z", "2026-01-01T00:00:00z", "2026-01-01  00:00:00", " 2026-01-01T00:00:00Z"]
        {
            check(text, None);
        }
        for text in ["2026-01-01T00:00:00+2:00", "2026-01-01T00:00:00+0200", "2026-01-01T00:00:00+24:00"] {
            check(text, None);
        }
        for text in ["2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00ZZ", "２０２６-01-01T00:00:00Z"]
        {
            check(text, None);
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for millis in (Timestamp::FIRST.0..Timestamp::LAST.0).step_by(77_777_777_777) {
            assert_eq!(Timestamp::parse(&Timestamp(millis).to_string()), Some(Timestamp(millis)));
        }
    }
}
