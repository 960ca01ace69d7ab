//! `starts_with(text, part)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::types::Type;
use crate::value::at;
use std::borrow::Cow;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "starts_with",
    signatures: &[Signature {
        takes: &[Kind::Text, Kind::Text],
        rest: None,
        gives: Gives::Exactly(Type::Boolean),
    }],
    meaning: "Whether the text begins with the second one; every text does so with an empty one.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("STARTSWITH({0}, {1})"),
        // Of an empty text its reference gives null on one line, and an empty text on another.
        kinesis_analytics: Ok(
            "CASE WHEN {0} = '' THEN {1} = '' ELSE SUBSTRING({0} FROM 1 FOR CHAR_LENGTH({1})) = {1} END",
        ),
        rust: "functions::starts_with({0}, {1})",
    },
    call: |values, _| Ok(starts_with(at(values, 0).text(), at(values, 1).text()).into()),
};

/// Whether the text begins with this part.
pub fn starts_with(text: Option<Cow<'_, str>>, part: Option<Cow<'_, str>>) -> Option<bool> {
    Some(text?.starts_with(part?.as_ref()))
}
