//! `substring(text, start)` and `substring(text, start, length)`.

use crate::expr::functions::{Function, Gives, Kind, Nulls, Signature, Spelling};
use crate::value::at;
use std::borrow::Cow;

/// The table's entry.
pub static FUNCTION: Function = Function {
    name: "substring",
    signatures: &[
        Signature { takes: &[Kind::Text, Kind::Whole], rest: None, gives: Gives::Argument(0) },
        Signature { takes: &[Kind::Text, Kind::Whole, Kind::Whole], rest: None, gives: Gives::Argument(0) },
    ],
    meaning: "The code points from `start` on, at most `length` of them. The first is 1, and 0 means 1 too; a negative \
              start counts from the end, and one before the beginning finds nothing. A negative length gives null.",
    nulls: Nulls::Sometimes,
    spelling: Spelling {
        flink: Ok("SUBSTRING({*})"),
        kinesis_analytics: Err("it does not say what it counts beyond the basic plane of Unicode"),
        rust: "functions::substring({0}, [{1*}])",
    },
    call: |values, _| {
        let (text, start) = (at(values, 0).text(), at(values, 1).whole());
        Ok(match values.get(2) {
            Some(length) => substring(text, [start, length.whole()]),
            None => substring(text, [start]),
        }
        .into())
    },
};

/// The code points of a text in this range: a start, and perhaps a length.
pub fn substring<const N: usize>(
    text: Option<Cow<'_, str>>,
    range: [Option<i64>; N],
) -> Option<Cow<'_, str>> {
    let (text, start) = (text?, range.first().copied()??);
    let length = range.get(1).copied().unwrap_or(Some(i64::MAX))?;
    if length < 0 {
        return None;
    }
    let from = match start {
        0 => Some(0),
        1.. => offset(&text, start - 1).or(Some(text.len())),
        _ => from_end(&text, start),
    };
    let from = from.unwrap_or(text.len());
    let rest = text.get(from..).unwrap_or("");
    let to = from + offset(rest, length).unwrap_or(rest.len());
    Some(match text {
        Cow::Borrowed(it) => Cow::Borrowed(it.get(from..to).unwrap_or("")),
        Cow::Owned(it) => Cow::Owned(it.get(from..to).unwrap_or("").to_owned()),
    })
}

/// Where the code point after this many others begins; none beyond the end.
fn offset(text: &str, count: i64) -> Option<usize> {
    text.char_indices().nth(usize::try_from(count).ok()?).map(|(at, _)| at)
}

/// Where the code point begins that is this far from the end, -1 being the last.
fn from_end(text: &str, start: i64) -> Option<usize> {
    let back = usize::try_from(start.unsigned_abs() - 1).ok()?;
    text.char_indices().nth_back(back).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::substring;

    fn check(start: i64, length: i64, expect: Option<&str>) {
        let found = substring(Some("aä😀d".into()), [Some(start), Some(length)]);
        assert_eq!(found.as_deref(), expect, "from {start}, {length}");
    }

    #[test]
    fn code_points_are_counted_from_one_and_from_the_end() {
        check(1, 2, Some("aä"));
        check(0, 2, Some("aä"));
        check(3, 9, Some("😀d"));
        check(-2, 1, Some("😀"));
        check(-4, 9, Some("aä😀d"));
        check(i64::MAX, i64::MAX, Some(""));
    }

    #[test]
    fn beyond_both_ends_there_is_nothing() {
        check(5, 1, Some(""));
        check(-5, 9, Some(""));
        check(i64::MIN, 9, Some(""));
        check(1, 0, Some(""));
        check(1, -1, None);
    }

    #[test]
    fn without_a_length_the_rest_is_taken() {
        assert_eq!(substring(Some("abc".into()), [Some(2)]).as_deref(), Some("bc"));
        assert_eq!(substring(Some("abc".into()), [None]), None);
    }
}
