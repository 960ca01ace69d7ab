//! JSON whose numbers are compared as the numbers that they write, to the last digit.

use crate::source::Span;
use crate::yaml::{Kind, Node, Plain};
use pipec_runtime::encode;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(BTreeMap<String, Json>),
}

/// A number: `12.50` is `12.5` is `1.25e1`.
#[derive(Debug, Clone)]
pub struct Number {
    /// As it is written.
    text: String,
    negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: String,
    /// By how many places the point stands behind the last digit.
    exponent: i64,
}

/// A scalar that JSON does not write so, and its place.
pub struct NoJson {
    /// The place.
    pub span: Span,
    /// The scalar.
    pub text: String,
}

/// A node as JSON: numbers as they are written, whatever YAML takes for a text in quotes.
pub fn write(node: &Node, out: &mut String) -> Result<(), NoJson> {
    match &node.kind {
        Kind::Broken => out.push_str("null"),
        Kind::Scalar(scalar) => match scalar.plain() {
            Plain::Null => out.push_str("null"),
            Plain::Boolean => out.push_str(&scalar.text.to_lowercase()),
            Plain::Text => encode::quoted(&scalar.text, out),
            Plain::Integer | Plain::Float if is_number(&scalar.text) => out.push_str(&scalar.text),
            Plain::Integer | Plain::Float => {
                return Err(NoJson { span: node.span, text: scalar.text.clone() });
            }
        },
        Kind::List(items) => {
            for (index, item) in items.iter().enumerate() {
                out.push(if index == 0 { '[' } else { ',' });
                write(item, out)?;
            }
            out.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Kind::Map(pairs) => {
            for (index, (key, value)) in pairs.iter().enumerate() {
                out.push(if index == 0 { '{' } else { ',' });
                encode::quoted(&key.value, out);
                out.push(':');
                write(value, out)?;
            }
            out.push_str(if pairs.is_empty() { "{}" } else { "}" });
        }
    }
    Ok(())
}

fn is_number(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}

impl Json {
    /// What a node writes.
    pub fn of(node: &Node) -> Result<Json, NoJson> {
        let mut text = String::new();
        write(node, &mut text)?;
        // Beyond serde_json's depth there is nothing that the tree's own bound lets through.
        Ok(Json::parse(&text).unwrap_or(Json::Null))
    }

    /// What a text writes, if it is JSON.
    pub fn parse(text: &str) -> Option<Json> {
        let text = text.trim_ascii();
        Some(match text.as_bytes().first()? {
            b'{' => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
                let members = members.into_iter().map(|(key, it)| Some((key, Json::parse(it.get())?)));
                Json::Object(members.collect::<Option<_>>()?)
            }
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                Json::List(items.into_iter().map(|it| Json::parse(it.get())).collect::<Option<_>>()?)
            }
            b'"' => Json::Text(serde_json::from_str(text).ok()?),
            b't' | b'f' => Json::Boolean(serde_json::from_str(text).ok()?),
            b'n' => serde_json::from_str::<()>(text).ok().map(|()| Json::Null)?,
            _ if is_number(text) => Json::Number(Number::new(text)),
            _ => return None,
        })
    }

    /// The members, if it is an object.
    pub fn members(&self) -> Option<&BTreeMap<String, Json>> {
        match self {
            Json::Object(members) => Some(members),
            Json::Null | Json::Boolean(_) | Json::Number(_) | Json::Text(_) | Json::List(_) => None,
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Null => f.write_str("null"),
            Json::Boolean(it) => write!(f, "{it}"),
            Json::Number(it) => f.write_str(&it.text),
            Json::Text(it) => f.write_str(&quoted(it)),
            Json::List(items) => {
                let items: Vec<String> = items.iter().map(Json::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Json::Object(members) => {
                let members: Vec<String> =
                    members.iter().map(|(key, it)| format!("{}: {it}", quoted(key))).collect();
                write!(f, "{{{}}}", members.join(", "))
            }
        }
    }
}

fn quoted(text: &str) -> String {
    let mut json = String::new();
    encode::quoted(text, &mut json);
    json
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        (self.negative, &self.digits, self.exponent) == (other.negative, &other.digits, other.exponent)
    }
}

impl Number {
    fn new(text: &str) -> Number {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{}{fraction}", whole.trim_start_matches('-'));
        let digits = all.trim_start_matches('0').trim_end_matches('0');
        if digits.is_empty() {
            return Number { text: text.to_owned(), negative: false, digits: String::new(), exponent: 0 };
        }
        let zeros = all.len() - all.trim_end_matches('0').len();
        let exponent =
            exponent.parse::<i64>().unwrap_or(if exponent.starts_with('-') { i64::MIN } else { i64::MAX });
        Number {
            text: text.to_owned(),
            negative: text.starts_with('-'),
            digits: digits.to_owned(),
            exponent: exponent.saturating_add(zeros as i64 - fraction.len() as i64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn numbers_are_equal_as_numbers_and_to_the_last_digit() {
        let same =
            |left: &str, right: &str| Json::parse(left).expect(left) == Json::parse(right).expect(right);
        for (left, right) in
            [("12.50", "12.5"), ("1.25e1", "12.5"), ("-0", "0.000"), ("1200", "12E+2"), ("[1.0]", "[1]")]
        {
            assert!(same(left, right), "{left} {right}");
        }
        for (left, right) in
            [("9007199254740993", "9007199254740992"), ("1", "-1"), ("1", "10"), ("1", "\"1\""), ("0.1", "1")]
        {
            assert!(!same(left, right), "{left} {right}");
        }
    }

    #[test]
    fn what_is_no_json_is_none() {
        for text in ["", "{", "01", "tru", "{\"a\":1,}", "[1] 2", "nul"] {
            assert_eq!(Json::parse(text), None, "{text}");
        }
    }
}
