//! Which patterns are allowed, and how Java is given one so that it means the same.

use regex_lite::Regex;
use std::iter::Peekable;
use std::str::Chars;

/// Whether a pattern may be used; if not, why.
///
/// Allowed is what every engine reads alike: characters, `.`, classes without nesting, groups `(…)` and `(?:…)`,
/// `|`, `^`, `$`, the repetitions `* + ? {n} {n,} {n,m}` with or without a lazy `?`, the escapes `\d \w \s \D \W \S`,
/// `\t \n \r` and those of ASCII punctuation, and `(?i)` at the beginning.
pub fn valid_pattern(pattern: &str) -> Result<(), String> {
    let mut rest = pattern.strip_prefix("(?i)").unwrap_or(pattern).chars().peekable();
    // Flink finds an empty pattern nowhere and Rust everywhere.
    if rest.peek().is_none() {
        return Err("an empty pattern".into());
    }
    while let Some(character) = rest.next() {
        piece(character, &mut rest)?;
    }
    Regex::new(pattern).map(drop).map_err(|error| error.to_string())
}

/// The same pattern for Java's `find`: a newline alone ends a line, and `$` is the end of the text only.
pub fn java_pattern(pattern: &str) -> String {
    let mut java = String::from("(?d)");
    let (mut escaped, mut in_class) = (false, false);
    for character in pattern.chars() {
        match character {
            '$' if !escaped && !in_class => java.push_str("\\z"),
            other => java.push(other),
        }
        match character {
            '[' if !escaped => in_class = true,
            ']' if !escaped => in_class = false,
            _ => {}
        }
        escaped = character == '\\' && !escaped;
    }
    java
}

fn piece(first: char, rest: &mut Peekable<Chars<'_>>) -> Result<(), String> {
    match first {
        '\\' => escape(rest),
        '[' => class(rest),
        '(' => group(rest),
        '*' | '+' | '?' => repetition(rest),
        '{' => {
            let counts = rest.by_ref().take_while(|it| *it != '}').collect::<String>();
            if !counts.starts_with(|it: char| it.is_ascii_digit()) || counts.contains(' ') {
                return Err("a `{` that begins no count is written `\\{`".into());
            }
            repetition(rest)
        }
        '}' | ']' => Err(format!("a `{first}` that ends nothing is written `\\{first}`")),
        _ => Ok(()),
    }
}

/// What may follow a repetition: a lazy `?`, and then no second repetition, which Java would read as possessive.
fn repetition(rest: &mut Peekable<Chars<'_>>) -> Result<(), String> {
    rest.next_if_eq(&'?');
    match rest.peek() {
        Some(next @ ('*' | '+' | '?' | '{')) => Err(format!("the `{next}` after a repetition")),
        Some(_) | None => Ok(()),
    }
}

fn group(rest: &mut Peekable<Chars<'_>>) -> Result<(), String> {
    if rest.next_if_eq(&'?').is_some() && rest.next_if_eq(&':').is_none() {
        return Err("a group other than `(…)` and `(?:…)`; `(?i)` stands at the beginning only".into());
    }
    Ok(())
}

fn escape(rest: &mut Peekable<Chars<'_>>) -> Result<(), String> {
    match rest.next() {
        Some('d' | 'D' | 'w' | 'W' | 's' | 'S' | 't' | 'n' | 'r') => Ok(()),
        Some('<' | '>') => Err("an escaped `<` or `>`".into()),
        Some(it) if it.is_ascii_punctuation() => Ok(()),
        Some(it) => Err(format!("the escape `\\{it}`")),
        None => Err("a backslash at the end".into()),
    }
}

/// A class up to its end, without the nesting and the set operations that Rust or Java know alone.
fn class(rest: &mut Peekable<Chars<'_>>) -> Result<(), String> {
    rest.next_if_eq(&'^');
    if rest.peek() == Some(&']') {
        return Err("a `]` at the beginning of a class is written `\\]`".into());
    }
    while let Some(character) = rest.next() {
        match character {
            ']' => return Ok(()),
            '\\' => escape(rest)?,
            '[' | '^' => return Err(format!("a `{character}` inside a class is written `\\{character}`")),
            '&' | '~' if rest.peek() == Some(&character) => return Err("a set operation in a class".into()),
            '-' if rest.peek() == Some(&'-') => return Err("a set operation in a class".into()),
            _ => {}
        }
    }
    Err("a class without its `]`".into())
}

#[cfg(test)]
mod tests {
    use super::{java_pattern, valid_pattern};

    #[test]
    fn what_engines_read_alike_is_allowed() {
        for pattern in [
            "a",
            "^[A-Z]{2,3}-\\d+$",
            "(?i)abc|(?:x.*?y)+",
            "[^a-z\\]$\\-]",
            "\\.\\\\",
            "a{2}",
            "a{2,}?",
            "ä+",
        ] {
            assert_eq!(valid_pattern(pattern), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn what_engines_read_differently_is_refused() {
        let refused = [
            "",
            "(?i)",
            "a*+",
            "a++",
            "a??+",
            "a**",
            "\\bword\\b",
            "\\p{L}",
            "[[:alpha:]]",
            "[a&&b]",
            "[a--b]",
            "[]a]",
            "[a",
            "(?P<n>a)",
            "(?s)a",
            "(?=a)",
            "(a",
            "a)",
            "\\",
            "a{",
            "a{,2}",
            "{",
            "a}",
            "]",
            "(a)\\1",
            "\\x41",
            "*a",
            "[z-a]",
            "\\<",
        ];
        for pattern in refused {
            assert!(valid_pattern(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn java_is_told_where_a_text_ends() {
        assert_eq!(java_pattern("^a$|[$]\\$"), "(?d)^a\\z|[$]\\$");
    }
}
