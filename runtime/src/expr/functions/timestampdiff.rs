//! `timestampdiff(unit, from, to)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::timestamp::{DAY, HOUR, MINUTE, SECOND, Timestamp};
use crate::types::Type;
use crate::value::at;

/// The table's entry. Months and years are absent: engines do not agree how long they are.
pub static FUNCTION: Function = Function {
    name: "timestampdiff",
    signatures: &[Signature {
        takes: &[Kind::Word(&["day", "hour", "minute", "second"]), Kind::Timestamp, Kind::Timestamp],
        rest: None,
        gives: Gives::Exactly(Type::Bigint),
    }],
    meaning: "How many whole days, hours, minutes or seconds lie between both timestamps; negative where the second is \
              the earlier one.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("CAST(TIMESTAMPDIFF({0}, {1}, {2}) AS BIGINT)"),
        kinesis_analytics: Err("it has differences in milliseconds only"),
        rust: "functions::timestampdiff({0}, {1}, {2})",
    },
    call: |values, _| {
        let (unit, from, to) = (at(values, 0).text(), at(values, 1).timestamp(), at(values, 2).timestamp());
        Ok(unit.and_then(|unit| timestampdiff(&unit, from, to)).into())
    },
};

/// The whole units from one timestamp to another; none for a word that is no unit.
pub fn timestampdiff(unit: &str, from: Option<Timestamp>, to: Option<Timestamp>) -> Option<i64> {
    let millis = to?.0.checked_sub(from?.0)?;
    match unit {
        "day" => Some(millis / DAY),
        "hour" => Some(millis / HOUR),
        "minute" => Some(millis / MINUTE),
        "second" => Some(millis / SECOND),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::timestampdiff;
    use crate::timestamp::Timestamp;

    #[test]
    fn only_whole_units_count_in_both_directions() {
        let (start, end) = (Some(Timestamp(500)), Some(Timestamp(2_499)));
        assert_eq!(timestampdiff("second", start, end), Some(1));
        assert_eq!(timestampdiff("second", end, start), Some(-1));
        assert_eq!(timestampdiff("minute", start, end), Some(0));
        assert_eq!(
            timestampdiff("second", Some(Timestamp::FIRST), Some(Timestamp::LAST)),
            Some(315_569_519_999)
        );
    }
}
