//! What stands in a cell: values with `, ` between them, and times of one day.
//!
//! `@10:59.999` is the timestamp `"2026-01-01T00:10:59.999Z"`, and `@9:30` is `"2026-01-01T00:09:30.000Z"`.

use crate::semantics::corpus;

/// The day of all short times.
const DAY: &str = "2026-01-01T00:";

/// The text of a cell, its times written out.
pub fn text(cell: &str) -> String {
    let cell = corpus::text(cell);
    let mut parts = cell.split('@');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|it: char| !matches!(it, '0'..='9' | ':' | '.')).unwrap_or(part.len());
        let (time, behind) = part.split_at(end);
        text.push_str(&timestamp(time).unwrap_or_else(|| panic!("`@{time}` is no time: {cell}")));
        text.push_str(behind);
    }
    text
}

/// The timestamp of minutes, seconds and, if they are there, milliseconds.
fn timestamp(time: &str) -> Option<String> {
    let (minutes, seconds) = time.split_once(':')?;
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "000"));
    let [minutes, seconds]: [u8; 2] = [minutes.parse().ok()?, seconds.parse().ok()?];
    let is_time = minutes < 60 && seconds < 60 && fraction.len() == 3;
    is_time.then(|| format!("\"{DAY}{minutes:02}:{seconds:02}.{fraction}Z\""))
}

/// What stands between separators, but for those in quotes and brackets.
pub fn split<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    let (mut parts, mut begin, mut depth, mut quoted, mut escaped) = (Vec::new(), 0, 0, false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            '{' | '[' if !quoted => depth += 1,
            '}' | ']' if !quoted => depth -= 1,
            _ if !quoted && depth == 0 && at >= begin && text[at..].starts_with(separator) => {
                parts.push(&text[begin..at]);
                begin = at + separator.len();
            }
            _ => {}
        }
    }
    parts.push(&text[begin..]);
    parts
}

/// The values of a cell.
pub fn values(cell: &str) -> Vec<String> {
    split(cell, ", ").into_iter().map(text).collect()
}

/// An object of these names and values.
pub fn object<'n>(names: impl IntoIterator<Item = &'n str>, values: &[String]) -> String {
    let pairs = names.into_iter().zip(values).map(|(name, value)| format!("\"{name}\":{value}"));
    format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
}

#[test]
fn short_times_are_those_of_one_day() {
    assert_eq!(text("@10:59.999"), "\"2026-01-01T00:10:59.999Z\"");
    assert_eq!(text("{\"t\":@9:30,\"u\":@0:00}").matches("2026-01-01T00:0").count(), 2);
    for wrong in ["10", "60:00", "10:60", "10:00.5", "10:00.0000", ":", "1:2:3"] {
        assert_eq!(timestamp(wrong), None, "{wrong}");
    }
}

#[test]
fn values_stand_between_commas_that_are_in_nothing() {
    assert_eq!(values("1, null, \"a, \\\", b\", {\"v\":1, \"w\":[2, 3]}, 1.5").len(), 5);
    assert_eq!(split("\"a\":1,\"b\":\"}\",\"c\":{\"d\":1,\"e\":2}", ",").len(), 3);
    assert_eq!(object(["a", "b"], &values("1, @0:01")), "{\"a\":1,\"b\":\"2026-01-01T00:00:01.000Z\"}");
}
