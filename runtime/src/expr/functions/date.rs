//! `date(timestamp)`.

use crate::calendar::Date;
use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::timestamp::Timestamp;
use crate::types::Type;
use crate::value::at;
use std::borrow::Cow;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "date",
    signatures: &[Signature {
        takes: &[Kind::Timestamp],
        rest: None,
        gives: Gives::Exactly(Type::Varchar(10)),
    }],
    meaning: "The timestamp's date in UTC, as the text `2026-01-31`.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("DATE_FORMAT({0}, 'yyyy-MM-dd')"),
        kinesis_analytics: Ok("CAST(CAST({0} AS DATE) AS VARCHAR(10))"),
        rust: "functions::date({0})",
    },
    call: |values, _| Ok(date(at(values, 0).timestamp()).into()),
};

/// The date in UTC, as a text.
pub fn date<'a>(timestamp: Option<Timestamp>) -> Option<Cow<'a, str>> {
    let Date { year, month, day } = timestamp?.date();
    Some(Cow::Owned(format!("{year:04}-{month:02}-{day:02}")))
}
