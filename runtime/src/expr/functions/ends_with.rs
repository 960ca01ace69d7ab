//! `ends_with(text, part)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::types::Type;
use crate::value::at;
use std::borrow::Cow;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "ends_with",
    signatures: &[Signature {
        takes: &[Kind::Text, Kind::Text],
        rest: None,
        gives: Gives::Exactly(Type::Boolean),
    }],
    meaning: "Whether the text ends with the second one; every text does so with an empty one.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("ENDSWITH({0}, {1})"),
        kinesis_analytics: Err("it has no function that counts from the end of a text"),
        rust: "functions::ends_with({0}, {1})",
    },
    call: |values, _| Ok(ends_with(at(values, 0).text(), at(values, 1).text()).into()),
};

/// Whether the text ends with this part.
pub fn ends_with(text: Option<Cow<'_, str>>, part: Option<Cow<'_, str>>) -> Option<bool> {
    Some(text?.ends_with(part?.as_ref()))
}
