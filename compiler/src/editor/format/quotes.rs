//! Quotes: keys have them where they need them, values where they were written; double rather than single.
//!
//! A value keeps its quotes, needed or not: whoever quotes a single word of SQL may have meant a text, and is told so.

/// Words that YAML 1.1 or 1.2 takes for something else than text, in lower case.
const NO_TEXT: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// A key of one line.
pub(super) fn key(raw: &str) -> String {
    let inner = raw.strip_prefix(['\'', '"']).and_then(|it| it.strip_suffix(['\'', '"']));
    match inner {
        Some(inner) if is_word(inner) => inner.to_owned(),
        Some(_) | None => value(raw),
    }
}

/// A value of one line.
pub(super) fn value(raw: &str) -> String {
    let inner = raw.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    match inner {
        Some(inner) if inner.chars().all(is_same_in_both) => format!("\"{inner}\""),
        Some(_) | None => raw.to_owned(),
    }
}

/// Whether a text is a text for every YAML without quotes.
fn is_word(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'))
        && !NO_TEXT.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether a character stands for itself in single and in double quotes.
fn is_same_in_both(letter: char) -> bool {
    !letter.is_control() && !matches!(letter, '\'' | '"' | '\\')
}

#[cfg(test)]
mod tests {
    use super::{key, value};

    #[test]
    fn keys_have_the_quotes_that_they_need() {
        for (raw, expect) in [
            ("\"amount\"", "amount"),
            ("'cost-centre'", "cost-centre"),
            ("'two words'", "\"two words\""),
            ("\"on\"", "\"on\""),
            ("'Null'", "\"Null\""),
            ("'4711'", "\"4711\""),
            ("'-'", "\"-\""),
            ("''", "\"\""),
            ("\"a\\tb\"", "\"a\\tb\""),
            ("plain", "plain"),
        ] {
            assert_eq!(key(raw), expect, "{raw}");
        }
    }

    #[test]
    fn values_keep_theirs() {
        for (raw, expect) in [
            ("'high'", "\"high\""),
            ("\"'high'\"", "\"'high'\""),
            ("'it''s'", "'it''s'"),
            ("'{\"id\":1}'", "'{\"id\":1}'"),
            ("'^\\d$'", "'^\\d$'"),
            ("'a\tb'", "'a\tb'"),
            ("'Zürich'", "\"Zürich\""),
            ("high", "high"),
        ] {
            assert_eq!(value(raw), expect, "{raw}");
        }
    }
}
