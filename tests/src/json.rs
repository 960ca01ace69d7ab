//! YAML as JSON, by the core schema of YAML 1.2: what an editor's schema check sees.

use pipec::source::Source;
use pipec::yaml::{Kind, Node, Plain, Style, parse};
use serde_json::{Map, Value};

/// The value of a file that can be read.
pub fn from_yaml(text: &str) -> Value {
    let (node, findings) = parse(&Source::new("spec.yaml", text));
    assert!(!findings.has_errors(), "the text cannot be read as YAML:\n{text}");
    value(&node)
}

fn value(node: &Node) -> Value {
    match &node.kind {
        Kind::List(items) => Value::Array(items.iter().map(value).collect()),
        Kind::Map(pairs) => {
            Value::Object(pairs.iter().map(|(key, it)| (key.value.clone(), value(it))).collect::<Map<_, _>>())
        }
        Kind::Broken => unreachable!("a text without errors has no broken nodes"),
        Kind::Scalar(scalar) => match (scalar.style, scalar.plain()) {
            (Style::Plain, Plain::Null) => Value::Null,
            (Style::Plain, Plain::Boolean) => Value::Bool(scalar.text.eq_ignore_ascii_case("true")),
            (Style::Plain, Plain::Integer) => number(&scalar.text),
            (Style::Plain, Plain::Float) => number(&scalar.text),
            _ => Value::from(scalar.text.as_str()),
        },
    }
}

fn number(text: &str) -> Value {
    let text = text.strip_prefix('+').unwrap_or(text);
    let whole = text.parse::<i64>().map(Value::from).ok();
    let value = whole.or_else(|| text.parse::<f64>().map(Value::from).ok());
    value.unwrap_or_else(|| panic!("the specs have no numbers like {text}"))
}
