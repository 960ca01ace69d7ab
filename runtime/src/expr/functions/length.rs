//! `length(text)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::types::Type;
use crate::value::at;
use std::borrow::Cow;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "length",
    signatures: &[Signature { takes: &[Kind::Text], rest: None, gives: Gives::Exactly(Type::Integer) }],
    meaning: "How many code points the text has; 0 of an empty one.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("CHAR_LENGTH({0})"),
        kinesis_analytics: Err("it does not say what it counts beyond the basic plane of Unicode"),
        rust: "functions::length({0})",
    },
    call: |values, _| Ok(length(at(values, 0).text()).into()),
};

/// The number of code points.
pub fn length(text: Option<Cow<'_, str>>) -> Option<i64> {
    i64::try_from(text?.chars().count()).ok()
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn a_code_point_counts_one_whatever_its_bytes() {
        assert_eq!(length(Some("aä😀".into())), Some(3));
    }
}
