//! `regexp_like(text, pattern)`, in the part of regular expressions that Rust and Java read alike.

mod pattern;

pub use pattern::{java_pattern, valid_pattern};

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::types::Type;
use crate::value::at;
use regex_lite::Regex;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "regexp_like",
    signatures: &[Signature {
        takes: &[Kind::Text, Kind::Pattern],
        rest: None,
        gives: Gives::Exactly(Type::Boolean),
    }],
    meaning: "Whether the pattern is found anywhere in the text. `.` is any code point but a newline, `^` and `$` are \
              the ends of the text; `\\\\d`, `\\\\w`, `\\\\s` and `(?i)` know ASCII only.",
    nulls: Nulls::Strict,
    spelling: Spelling {
        flink: Ok("REGEXP({0}, {1})"),
        kinesis_analytics: Err("it has no regular expressions in conditions"),
        rust: "functions::regexp_like({0}, {1})",
    },
    call: |values, _| {
        let pattern = at(values, 1).text();
        Ok(pattern.and_then(|pattern| regexp_like(at(values, 0).text(), &pattern)).into())
    },
};

/// More patterns than a pipeline has; a long-lived editor must not gather them without end.
const REMEMBERED: usize = 256;

thread_local! {
    static COMPILED: RefCell<HashMap<String, Option<Regex>>> = RefCell::new(HashMap::new());
}

/// Whether the pattern, a literal that is valid, is found in the text.
pub fn regexp_like(text: Option<Cow<'_, str>>, pattern: &str) -> Option<bool> {
    let text = text?;
    COMPILED.with_borrow_mut(|compiled| {
        if !compiled.contains_key(pattern) {
            if compiled.len() >= REMEMBERED {
                compiled.clear();
            }
            compiled.insert(pattern.to_owned(), Regex::new(pattern).ok());
        }
        compiled.get(pattern)?.as_ref().map(|it| it.is_match(&text))
    })
}

#[cfg(test)]
mod tests {
    use super::regexp_like;

    fn check(text: &str, pattern: &str, expect: bool) {
        assert_eq!(regexp_like(Some(text.into()), pattern), Some(expect), "{text} in {pattern}");
    }

    #[test]
    fn a_pattern_is_found_anywhere_unless_it_is_anchored() {
        check("xaby", "ab", true);
        check("xaby", "^ab", false);
        check("ab\n", "ab$", false);
        check("a\nb", "a.b", false);
        check("a😀b", "^a.b$", true);
        check("ÄB", "(?i)äb", false);
    }

    #[test]
    fn null_is_not_matched() {
        assert_eq!(regexp_like(None, "a"), None);
    }
}
