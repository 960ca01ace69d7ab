//! The bounds that CloudFormation's schemas set to a value of a property.

use super::Shape;
use regex_lite::Regex;
use serde::Deserialize;
use serde_json::Value;

/// A shape, and what of it is taken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounded {
    /// The shape.
    #[serde(rename = "$")]
    pub shape: Box<Shape>,
    /// The least number, or the least of characters or items.
    #[serde(default)]
    pub least: Option<f64>,
    /// The greatest number, or the most characters or items.
    #[serde(default)]
    pub most: Option<f64>,
    /// All that it may be.
    #[serde(default)]
    pub choices: Vec<Value>,
    /// A regular expression that is found in the text.
    #[serde(default)]
    pub pattern: Option<String>,
}

/// How a value is out of its bounds.
#[derive(Debug, Clone, PartialEq)]
pub enum Breach<'a> {
    /// Less than this.
    Below(f64),
    /// More than this.
    Above(f64),
    /// None of these.
    Unlisted(&'a [Value]),
    /// Not of this form.
    Unlike(&'a str),
}

impl Bounded {
    /// How a value of this shape is out of its bounds.
    pub fn breach(&self, value: &Value) -> Option<Breach<'_>> {
        self.unlisted(value).or_else(|| self.out_of_range(value)).or_else(|| self.unlike(value.as_str()?))
    }

    fn out_of_range(&self, value: &Value) -> Option<Breach<'_>> {
        let size = size(value)?;
        let below = self.least.filter(|it| size < *it).map(Breach::Below);
        below.or_else(|| self.most.filter(|it| size > *it).map(Breach::Above))
    }

    fn unlisted(&self, value: &Value) -> Option<Breach<'_>> {
        let is_listed = self.choices.is_empty() || self.choices.contains(value);
        (!is_listed).then_some(Breach::Unlisted(&self.choices))
    }

    fn unlike(&self, text: &str) -> Option<Breach<'_>> {
        let pattern = self.pattern.as_deref()?;
        let form = Regex::new(pattern).expect("a test reads every pattern of the extract");
        (!form.is_match(text)).then_some(Breach::Unlike(pattern))
    }
}

/// What is held against the least and the most: a number, or how many characters or items there are.
pub fn size(value: &Value) -> Option<f64> {
    let count = |count: usize| Some(f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => count(text.chars().count()),
        Value::Array(items) => count(items.len()),
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounded, Breach};
    use serde_json::{Value, json};

    fn check(bounded: Value, value: Value, expect: Option<Breach>) {
        let bounded: Bounded = serde_json::from_value(bounded).expect("these are bounds");
        assert_eq!(bounded.breach(&value), expect, "{value}");
    }

    #[test]
    fn a_value_on_a_bound_is_within() {
        let seconds = || json!({ "$": "integer", "least": 0, "most": 900 });
        check(seconds(), json!(0), None);
        check(seconds(), json!(900), None);
        check(seconds(), json!(-1), Some(Breach::Below(0.0)));
        check(seconds(), json!(901), Some(Breach::Above(900.0)));
    }

    #[test]
    fn characters_are_counted_and_not_bytes() {
        let text = || json!({ "$": "string", "least": 2, "most": 3 });
        check(text(), json!("äöü"), None);
        check(text(), json!("é"), Some(Breach::Below(2.0)));
        check(text(), json!("abcd"), Some(Breach::Above(3.0)));
        check(json!({ "$": ["string"], "most": 1 }), json!(["a", "b"]), Some(Breach::Above(1.0)));
    }

    #[test]
    fn a_pattern_is_searched_for_as_ecma_does() {
        let path = || json!({ "$": "string", "pattern": "\\u002Fa+$" });
        check(path(), json!("b/aa"), None);
        check(path(), json!("/ab"), Some(Breach::Unlike("\\u002Fa+$")));
        let class = json!({ "$": "string", "choices": ["A", "B"] });
        check(class, json!("C"), Some(Breach::Unlisted(&[json!("A"), json!("B")])));
    }
}
