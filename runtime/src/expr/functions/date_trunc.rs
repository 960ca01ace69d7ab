//! `date_trunc(unit, timestamp)`.

use crate::calendar::Date;
use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::timestamp::{DAY, HOUR, MINUTE, SECOND, Timestamp};
use crate::types::Type;
use crate::value::at;

/// The table's entry. Weeks are absent: Flink begins them on Sunday.
pub static FUNCTION: Function = Function {
    name: "date_trunc",
    signatures: &[Signature {
        takes: &[Kind::Word(&["year", "month", "day", "hour", "minute", "second"]), Kind::Timestamp],
        rest: None,
        gives: Gives::Exactly(Type::Timestamp),
    }],
    meaning: "The beginning, in UTC, of the year, month, day, hour, minute or second in which the timestamp lies.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("FLOOR({1} TO {0})"),
        kinesis_analytics: Ok("FLOOR({1} TO {0})"),
        rust: "functions::date_trunc({0}, {1})",
    },
    call: |values, _| {
        let unit = at(values, 0).text();
        Ok(unit.and_then(|unit| date_trunc(&unit, at(values, 1).timestamp())).into())
    },
};

/// The beginning of the unit; none for a word that is no unit.
pub fn date_trunc(unit: &str, timestamp: Option<Timestamp>) -> Option<Timestamp> {
    let timestamp = timestamp?;
    let date = timestamp.date();
    let millis = match unit {
        "year" => Date { month: 1, day: 1, ..date }.days() * DAY,
        "month" => Date { day: 1, ..date }.days() * DAY,
        "day" => date.days() * DAY,
        "hour" => timestamp.0 - timestamp.0.rem_euclid(HOUR),
        "minute" => timestamp.0 - timestamp.0.rem_euclid(MINUTE),
        "second" => timestamp.0 - timestamp.0.rem_euclid(SECOND),
        _ => return None,
    };
    Some(Timestamp(millis))
}

#[cfg(test)]
mod tests {
    use super::date_trunc;
    use crate::timestamp::Timestamp;

    fn check(unit: &str, text: &str, expect: &str) {
        let found = date_trunc(unit, Timestamp::parse(text)).map(|it| it.to_string());
        assert_eq!(found.as_deref(), Some(expect), "{unit}");
    }

    #[test]
    fn each_unit_begins_where_utc_begins_it() {
        check("year", "2024-02-29T13:14:15.678Z", "2024-01-01T00:00:00.000Z");
        check("month", "2024-02-29T13:14:15.678Z", "2024-02-01T00:00:00.000Z");
        check("day", "2024-02-29T13:14:15.678Z", "2024-02-29T00:00:00.000Z");
        check("hour", "1969-12-31T13:14:15.678Z", "1969-12-31T13:00:00.000Z");
        check("minute", "1969-12-31T13:14:15.678Z", "1969-12-31T13:14:00.000Z");
        check("second", "1969-12-31T13:14:15.678Z", "1969-12-31T13:14:15.000Z");
    }
}
