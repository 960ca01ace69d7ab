//! `upper(text)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::types::Type;
use crate::value::at;
use std::borrow::Cow;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "upper",
    signatures: &[Signature { takes: &[Kind::Text], rest: None, gives: Gives::Exactly(Type::String) }],
    meaning: "The text in upper case, by Unicode's mapping for all languages; `ß` becomes `SS`.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("UPPER({0})"),
        kinesis_analytics: Err("its case mapping beyond ASCII is not documented"),
        rust: "functions::upper({0})",
    },
    call: |values, _| Ok(upper(at(values, 0).text()).into()),
};

/// The text in upper case.
pub fn upper<'a>(text: Option<Cow<'a, str>>) -> Option<Cow<'a, str>> {
    Some(Cow::Owned(text?.to_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::upper;

    #[test]
    fn case_is_that_of_all_letters() {
        assert_eq!(upper(Some("aß-éж1".into())), Some("ASS-ÉЖ1".into()));
    }
}
