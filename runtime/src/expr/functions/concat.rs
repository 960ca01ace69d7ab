//! `concat(a, b, …)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::types::Type;
use crate::value::Value;
use std::borrow::Cow;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "concat",
    signatures: &[Signature {
        takes: &[Kind::Text],
        rest: Some(Kind::Text),
        gives: Gives::Exactly(Type::String),
    }],
    meaning: "The texts, one after the other; null where one of them is.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("CONCAT({*})"),
        kinesis_analytics: Err("it has no function of that name; `||` does the same"),
        rust: "functions::concat([{*}])",
    },
    call: |values, _| Ok(concat(values.iter().map(Value::text)).filter(|_| !values.is_empty()).into()),
};

/// The texts, one after the other.
pub fn concat<'a>(texts: impl IntoIterator<Item = Option<Cow<'a, str>>>) -> Option<Cow<'a, str>> {
    texts.into_iter().collect::<Option<String>>().map(Cow::Owned)
}
