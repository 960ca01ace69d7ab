//! `extract(unit from timestamp)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::timestamp::{HOUR, MINUTE, SECOND, Timestamp};
use crate::types::Type;
use crate::value::at;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "extract",
    signatures: &[Signature {
        takes: &[Kind::Word(&["year", "month", "day", "hour", "minute", "second"]), Kind::Timestamp],
        rest: None,
        gives: Gives::Exactly(Type::Bigint),
    }],
    meaning: "The timestamp's year, month (1 to 12), day (1 to 31), hour, minute or whole second, in UTC.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("EXTRACT({0} FROM {1})"),
        kinesis_analytics: Ok("CAST(FLOOR(EXTRACT({0} FROM {1})) AS BIGINT)"),
        rust: "functions::extract({0}, {1})",
    },
    call: |values, _| {
        let unit = at(values, 0).text();
        Ok(unit.and_then(|unit| extract(&unit, at(values, 1).timestamp())).into())
    },
};

/// A part of the date or of the time of day; none for a word that is no part.
pub fn extract(unit: &str, timestamp: Option<Timestamp>) -> Option<i64> {
    let timestamp = timestamp?;
    match unit {
        "year" => Some(timestamp.date().year),
        "month" => Some(timestamp.date().month),
        "day" => Some(timestamp.date().day),
        "hour" => Some(timestamp.of_day() / HOUR),
        "minute" => Some(timestamp.of_day() / MINUTE % 60),
        "second" => Some(timestamp.of_day() / SECOND % 60),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::extract;
    use crate::timestamp::Timestamp;

    #[test]
    fn every_part_of_a_time_before_1970_is_right_too() {
        let timestamp = Timestamp::parse("1969-12-31T23:58:57.999Z");
        let parts = ["year", "month", "day", "hour", "minute", "second"].map(|it| extract(it, timestamp));
        assert_eq!(parts, [1969, 12, 31, 23, 58, 57].map(Some));
    }
}
