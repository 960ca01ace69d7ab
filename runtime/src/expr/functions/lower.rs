//! `lower(text)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::types::Type;
use crate::value::at;
use std::borrow::Cow;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "lower",
    signatures: &[Signature { takes: &[Kind::Text], rest: None, gives: Gives::Exactly(Type::String) }],
    meaning: "The text in lower case, by Unicode's mapping for all languages; a sigma at a word's end becomes `ς`.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("LOWER({0})"),
        kinesis_analytics: Err("its case mapping beyond ASCII is not documented"),
        rust: "functions::lower({0})",
    },
    call: |values, _| Ok(lower(at(values, 0).text()).into()),
};

/// The text in lower case.
pub fn lower<'a>(text: Option<Cow<'a, str>>) -> Option<Cow<'a, str>> {
    Some(Cow::Owned(text?.to_lowercase()))
}
