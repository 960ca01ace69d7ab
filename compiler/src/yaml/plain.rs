//! What YAML 1.2's core schema takes a scalar for (<https://yaml.org/spec/1.2.2/#1032-tag-resolution>).

use super::{Plain, Scalar, Style};

impl Scalar {
    /// What the core schema takes it for; anything in quotes or in a block is text.
    pub fn plain(&self) -> Plain {
        match self.style {
            Style::Plain => resolve(&self.text),
            Style::SingleQuoted | Style::DoubleQuoted | Style::Literal | Style::Folded => Plain::Text,
        }
    }
}

fn resolve(text: &str) -> Plain {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Plain::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Plain::Boolean,
        _ if is_integer(text) => Plain::Integer,
        _ if is_float(text) => Plain::Float,
        _ => Plain::Text,
    }
}

/// `[-+]? [0-9]+`, `0o [0-7]+` or `0x [0-9a-fA-F]+`.
fn is_integer(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|it| matches!(it, b'0'..=b'7'));
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_hexdigit());
    }
    let digits = unsigned(text);
    !digits.is_empty() && all_digits(digits)
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, infinities and `.nan`.
fn is_float(text: &str) -> bool {
    if matches!(text, ".nan" | ".NaN" | ".NAN") || matches!(unsigned(text), ".inf" | ".Inf" | ".INF") {
        return true;
    }
    let (mantissa, exponent) = match unsigned(text).split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(unsigned(exponent))),
        None => (unsigned(text), None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let has_digits = !whole.is_empty() || !fraction.is_empty();
    has_digits
        && all_digits(whole)
        && all_digits(fraction)
        && exponent.is_none_or(|it| !it.is_empty() && all_digits(it))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Plain, Scalar, Style};

    fn check(expect: Plain, texts: &[&str]) {
        for text in texts {
            let scalar = Scalar { text: (*text).to_owned(), style: Style::Plain };
            assert_eq!(scalar.plain(), expect, "{text}");
        }
    }

    #[test]
    fn plain_scalars_are_what_the_core_schema_says() {
        check(Plain::Null, &["", "~", "null", "NULL"]);
        check(Plain::Boolean, &["true", "False", "TRUE"]);
        check(Plain::Integer, &["0", "-19", "+7", "0o17", "0xfF", "007"]);
        check(Plain::Float, &["0.", "-0.0", ".5", "+12e03", "-2E+05", "-.inf", ".nan", "1e3"]);
        check(
            Plain::Text,
            &["yes", "on", "no", "y", "nUll", "1_000", "60s", "0x", "0b1", ".", "-", "1e", "e5"],
        );
        check(Plain::Text, &["+0x1", "-.nan", "1.2.3", "2026-01-01", "--1", "é"]);
    }

    #[test]
    fn what_is_quoted_is_text() {
        for style in [Style::SingleQuoted, Style::DoubleQuoted, Style::Literal, Style::Folded] {
            assert_eq!(Scalar { text: "5".to_owned(), style }.plain(), Plain::Text);
        }
    }
}
