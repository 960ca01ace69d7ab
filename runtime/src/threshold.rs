//! Thresholds: values that expressions use, from environment variables, each a typed literal within its bounds.

use crate::expr::ops;
use crate::literal;
use crate::types::Type;
use crate::value::Value;
use std::borrow::Cow;
use std::env::{self, VarError};

/// A threshold: the environment variable that carries it, and the type that its text must have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold<'a> {
    /// Its name in the pipeline.
    pub name: &'a str,
    /// The environment variable.
    pub variable: &'a str,
    /// Its type.
    pub ty: Type,
    /// The least value, as text.
    pub min: Option<&'a str>,
    /// The greatest value, as text.
    pub max: Option<&'a str>,
}

/// The values of all thresholds, or a line for each one that is missing or does not parse.
pub fn all(thresholds: &[Threshold<'_>]) -> Result<Vec<Value<'static>>, String> {
    let (values, messages): (Vec<_>, Vec<_>) =
        thresholds.iter().map(Threshold::from_environment).partition(Result::is_ok);
    let messages: Vec<_> = messages.into_iter().filter_map(Result::err).collect();
    if messages.is_empty() { Ok(values.into_iter().flatten().collect()) } else { Err(messages.join("\n")) }
}

impl Threshold<'_> {
    /// The value that the environment gives.
    pub fn from_environment(&self) -> Result<Value<'static>, String> {
        match env::var(self.variable) {
            Ok(text) => self.read(&text),
            Err(VarError::NotPresent) => Err(self.unset()),
            Err(VarError::NotUnicode(text)) => Err(self.misfit("text in UTF-8", &text.to_string_lossy())),
        }
    }

    fn unset(&self) -> String {
        let form = literal::form(self.ty);
        format!("threshold `{}`: the variable {} is not set; it wants {form}", self.name, self.variable)
    }

    /// The value that a text writes. The message names the variable, what was expected, and the text.
    pub fn read(&self, text: &str) -> Result<Value<'static>, String> {
        self.value(text).map_err(|expected| self.misfit(&expected, text))
    }

    /// The value that a text writes, or what was expected of it.
    pub fn value(&self, text: &str) -> Result<Value<'static>, String> {
        let plain = !self.ty.is_text() || is_plain(text);
        let value = literal::read(Cow::Borrowed(text), self.ty).map_err(|_| literal::form(self.ty))?;
        if !plain {
            return Err("a text of at most 256 characters without quotes, backslashes or controls".to_owned());
        }
        self.bounded(value.into_owned())
    }

    /// The value, if it is not beyond its bounds.
    fn bounded(&self, value: Value<'static>) -> Result<Value<'static>, String> {
        let bound = |it: &str| literal::read(Cow::Borrowed(it), self.ty).ok().map(Value::into_owned);
        if let Some(min) = self.min
            && bound(min).is_some_and(|it| is_less(&value, &it))
        {
            return Err(format!("at least {min}"));
        }
        if let Some(max) = self.max
            && bound(max).is_some_and(|it| is_less(&it, &value))
        {
            return Err(format!("at most {max}"));
        }
        Ok(value)
    }

    fn misfit(&self, expected: &str, text: &str) -> String {
        let Threshold { name, variable, .. } = self;
        let shown: String = text.chars().take(256).collect();
        format!("threshold `{name}`: the variable {variable} wants {expected}, not {shown:?}")
    }
}

/// Whether a text may be a threshold: what every engine can be given without any escape.
pub fn is_plain(text: &str) -> bool {
    let refused = |it: char| it.is_control() || matches!(it, '\'' | '"' | '\\');
    text.chars().count() <= 256 && !text.contains(refused)
}

/// Whether a value is less than another of its type.
pub fn is_less(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Whole(left), Value::Whole(right)) => left < right,
        (Value::Double(left), Value::Double(right)) => left < right,
        (Value::Decimal(left), Value::Decimal(right)) => ops::less(Some(*left), Some(*right)) == Some(true),
        (Value::Timestamp(left), Value::Timestamp(right)) => left < right,
        (Value::Text(left), Value::Text(right)) => left < right,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Threshold;
    use crate::types::Type;
    use crate::value::Value;

    #[test]
    fn a_threshold_that_does_not_parse_is_told_in_words() {
        let threshold =
            Threshold { name: "limit", variable: "LIMIT", ty: Type::Integer, min: None, max: None };
        assert_eq!(threshold.read("9000"), Ok(9000.into()));
        assert_eq!(
            threshold.read("9e3"),
            Err("threshold `limit`: the variable LIMIT wants a whole number from -2147483648 to 2147483647, not \"9e3\"".into())
        );
        let text = Threshold { ty: Type::String, ..threshold };
        assert_eq!(text.read("a b"), Ok(Value::from("a b")));
        assert!(
            text.read("it's").is_err() && text.read("a\nb").is_err() && text.read(&"x".repeat(257)).is_err()
        );
    }

    #[test]
    fn a_threshold_keeps_within_its_bounds() {
        let threshold = Threshold {
            name: "limit",
            variable: "LIMIT",
            ty: Type::Integer,
            min: Some("1"),
            max: Some("10"),
        };
        assert_eq!(threshold.read("1"), Ok(1.into()));
        assert_eq!(threshold.read("10"), Ok(10.into()));
        assert_eq!(
            threshold.read("0"),
            Err("threshold `limit`: the variable LIMIT wants at least 1, not \"0\"".into())
        );
        assert_eq!(
            threshold.read("11"),
            Err("threshold `limit`: the variable LIMIT wants at most 10, not \"11\"".into())
        );
        let decimal =
            Threshold { ty: Type::Decimal { precision: 4, scale: 2 }, max: Some("9.50"), ..threshold };
        assert!(decimal.read("9.50").is_ok() && decimal.read("9.51").is_err());
    }
}
