//! `replace(text, what, with)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::types::Type;
use crate::value::at;
use std::borrow::Cow;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "replace",
    signatures: &[Signature {
        takes: &[Kind::Text, Kind::Text, Kind::Text],
        rest: None,
        gives: Gives::Exactly(Type::String),
    }],
    meaning: "The text with every occurrence of the second replaced by the third, from left to right and not again in \
              what was put in. An empty second text occurs nowhere.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("CASE WHEN {1} = '' AND {2} IS NOT NULL THEN {0} ELSE REPLACE({0}, {1}, {2}) END"),
        kinesis_analytics: Err("it replaces by regular expressions only"),
        rust: "functions::replace({0}, {1}, {2})",
    },
    call: |values, _| Ok(replace(at(values, 0).text(), at(values, 1).text(), at(values, 2).text()).into()),
};

/// The text with every `what` replaced by `with`.
pub fn replace<'a>(
    text: Option<Cow<'a, str>>,
    what: Option<Cow<'_, str>>,
    with: Option<Cow<'_, str>>,
) -> Option<Cow<'a, str>> {
    let (text, what, with) = (text?, what?, with?);
    if what.is_empty() || !text.contains(what.as_ref()) {
        return Some(text);
    }
    Some(Cow::Owned(text.replace(what.as_ref(), &with)))
}

#[cfg(test)]
mod tests {
    use super::replace;

    fn check(text: &str, what: &str, with: &str, expect: &str) {
        let found = replace(Some(text.into()), Some(what.into()), Some(with.into()));
        assert_eq!(found.as_deref(), Some(expect));
    }

    #[test]
    fn every_occurrence_is_replaced_once() {
        check("aaa", "aa", "b", "ba");
        check("a.b.c", ".", "..", "a..b..c");
        check("abc", "", "x", "abc");
    }
}
