//! Values that are not of the type that a property takes, or that no template can carry.

use super::MISFIT;
use crate::cfn::template::names_function;
use crate::diagnostic::Diagnostics;
use crate::model::overrides::value;
use crate::source::Spanned;
use crate::yaml::{Kind, Node, Plain, Scalar};
use serde_json::Value;

/// A value that JSON's words say the type of.
pub fn plain(words: &str, node: &Node, findings: &mut Diagnostics) {
    let takes = |them: &[&str]| words.split('|').any(|it| them.contains(&it));
    let fits = match value(node) {
        Value::Null => false,
        Value::Bool(_) => takes(&["boolean", "any"]),
        Value::Number(it) => takes(&["number", "any"]) || (it.is_i64() && takes(&["integer"])),
        Value::String(_) => takes(&["string", "any"]),
        Value::Array(_) => takes(&["array", "any"]),
        Value::Object(_) => takes(&["object", "any"]),
    };
    match lost(node).filter(|it| takes(number(it))) {
        Some(scalar) => tell_lost(scalar, takes(&["string", "any"]), node, findings),
        None if !fits => misfit(node, &nouns(words), findings),
        None => functions(node, findings),
    }
}

/// What a message calls the types that JSON's words say.
fn nouns(words: &str) -> String {
    let noun = |word| match word {
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "text",
        "array" => "a list",
        "object" => "a mapping",
        "any" => "a value",
        other => other,
    };
    words.split('|').map(noun).collect::<Vec<_>>().join(" or ")
}

/// Tells that a value is of another type than is taken, or is a function.
pub fn misfit(node: &Node, expected: &str, findings: &mut Diagnostics) {
    if node.is_broken() {
        return;
    }
    let written = node.as_map().unwrap_or_default().iter().find(|(key, _)| names_function(&key.value));
    if let Some((key, _)) = written {
        return function(key, findings);
    }
    let message = format!("expected {expected}, found {}", node.noun());
    let finding = findings.error(&MISFIT, node.span, message);
    if let (true, Some(scalar)) = (expected == "text" && !node.is_null(), node.as_scalar()) {
        let quoted = quoted(scalar);
        finding.help(format!("write `{quoted}`")).edit(node.span, quoted);
    }
}

fn quoted(scalar: &Scalar) -> String {
    format!("\"{}\"", scalar.text)
}

/// A number that YAML writes and JSON does not carry: in another base, infinite, or too great.
fn lost(node: &Node) -> Option<&Scalar> {
    let scalar = node.as_scalar()?;
    let is_number = matches!(scalar.plain(), Plain::Integer | Plain::Float);
    (is_number && value(node).is_null()).then_some(scalar)
}

/// JSON's words for what takes such a number.
fn number(scalar: &Scalar) -> &'static [&'static str] {
    if scalar.plain() == Plain::Integer { &["integer", "number", "any"] } else { &["number", "any"] }
}

/// Tells of a number that is lost, and how it is written where it can be: with digits, or as text where text is taken.
fn tell_lost(scalar: &Scalar, is_text: bool, node: &Node, findings: &mut Diagnostics) {
    let message = format!("JSON carries no number `{}`", scalar.text);
    let finding = findings.error(&MISFIT, node.span, message);
    let mend = match (decimal(&scalar.text), is_text) {
        (Some(digits), true) => {
            finding.help(format!("write `{digits}`, or `{}` where text is meant", quoted(scalar)));
            return;
        }
        (Some(digits), false) => digits,
        (None, true) => quoted(scalar),
        (None, false) => return,
    };
    finding.help(format!("write `{mend}`")).edit(node.span, mend);
}

/// The digits of a whole number in another base.
fn decimal(text: &str) -> Option<String> {
    let number = match text.split_at_checked(2)? {
        ("0x", digits) => i64::from_str_radix(digits, 16),
        ("0o", digits) => i64::from_str_radix(digits, 8),
        (_, _) => return None,
    };
    number.ok().map(|it| it.to_string())
}

/// Tells of the functions inside a value of any shape.
fn functions(node: &Node, findings: &mut Diagnostics) {
    match &node.kind {
        Kind::Map(pairs) => {
            for (key, node) in pairs {
                if names_function(&key.value) {
                    function(key, findings);
                } else {
                    plain("any", node, findings);
                }
            }
        }
        Kind::List(items) => items.iter().for_each(|it| plain("any", it, findings)),
        Kind::Scalar(_) | Kind::Broken => {}
    }
}

/// Tells of a function.
pub fn function(key: &Spanned<String>, findings: &mut Diagnostics) {
    let message = format!("an override is a plain value, and `{}` is a function", key.value);
    findings.error(&MISFIT, key.span, message).help("write the value itself");
}
