//! `trim(text)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::value::at;
use std::borrow::Cow;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "trim",
    signatures: &[Signature { takes: &[Kind::Text], rest: None, gives: Gives::Argument(0) }],
    meaning: "The text without the spaces at its beginning and end; only U+0020 is a space here.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("TRIM({0})"),
        kinesis_analytics: Ok("TRIM(BOTH ' ' FROM {0})"),
        rust: "functions::trim({0})",
    },
    call: |values, _| Ok(trim(at(values, 0).text()).into()),
};

/// The text without the spaces at its ends.
pub fn trim(text: Option<Cow<'_, str>>) -> Option<Cow<'_, str>> {
    Some(match text? {
        Cow::Borrowed(it) => Cow::Borrowed(it.trim_matches(' ')),
        Cow::Owned(it) => Cow::Owned(it.trim_matches(' ').to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::trim;

    #[test]
    fn only_spaces_are_trimmed() {
        assert_eq!(trim(Some("  a b\t ".into())), Some("a b\t".into()));
    }
}
