//! The escape hatch: properties that are laid over what is generated.

use super::Model;
use crate::source::Spanned;
use crate::yaml::{Kind, Node, Plain};
use serde_json::{Map, Number, Value};

/// What is laid over the resources of one type that are there for one node.
#[derive(Debug, Clone, Copy)]
pub struct Override<'m> {
    /// The node's name, as it is written.
    pub node: &'m Spanned<String>,
    /// CloudFormation's name of the type, as it is written.
    pub kind: &'m Spanned<String>,
    /// The properties.
    pub properties: &'m Node,
}

impl Model {
    /// All overrides that could be read, in the order written.
    pub fn overrides(&self) -> impl Iterator<Item = Override<'_>> {
        let nodes = self.spec.overrides.items.iter();
        nodes.filter_map(|(node, kinds)| Some((node, kinds.as_ref()?))).flat_map(|(node, kinds)| {
            kinds.items.iter().filter_map(move |(kind, properties)| {
                Some(Override { node, kind, properties: &properties.as_ref()?.node })
            })
        })
    }

    /// The names of all nodes, each with the way to it in the file.
    pub fn nodes(&self) -> impl Iterator<Item = (&str, String)> {
        let streams = self.streams.iter().map(|it| (&it.name, format!("streams.{}", it.name.value)));
        let branches = self.branches.iter().map(|it| (&it.name, it.path()));
        let sinks = self.sinks.iter().map(|it| (&it.name, format!("sinks.{}", it.name.value)));
        let all = streams.chain(branches).chain(sinks).map(|(name, path)| (name.value.as_str(), path));
        all.chain([("dead_letters", "dead_letters".to_owned())])
    }
}

impl Override<'_> {
    /// The properties with their values.
    pub fn values(&self) -> Map<String, Value> {
        match value(self.properties) {
            Value::Object(map) => map,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Map::new()
            }
        }
    }

    /// The way to each value that is laid over another, with dots: a list is one value.
    pub fn leaves(&self) -> Vec<String> {
        let mut found = Vec::new();
        leaves(self.properties, "", &mut found);
        found
    }
}

/// A key below others, with a dot between.
pub fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn leaves(node: &Node, path: &str, found: &mut Vec<String>) {
    match node.as_map().filter(|it| !it.is_empty()) {
        Some(pairs) => pairs.iter().for_each(|(key, it)| leaves(it, &below(path, &key.value), found)),
        None if path.is_empty() => {}
        None => found.push(path.to_owned()),
    }
}

/// A tree as JSON. A whole number that JSON does not carry exactly is told by a rule.
pub fn value(node: &Node) -> Value {
    match &node.kind {
        Kind::Map(pairs) => {
            Value::Object(pairs.iter().map(|(key, it)| (key.value.clone(), value(it))).collect())
        }
        Kind::List(items) => Value::Array(items.iter().map(value).collect()),
        Kind::Scalar(scalar) => match scalar.plain() {
            Plain::Null => Value::Null,
            Plain::Boolean => Value::Bool(scalar.text.eq_ignore_ascii_case("true")),
            Plain::Integer => scalar.text.parse::<i64>().map_or(Value::Null, Value::from),
            Plain::Float => {
                let number = scalar.text.parse::<f64>().ok().and_then(Number::from_f64);
                number.map_or(Value::Null, Value::Number)
            }
            Plain::Text => Value::String(scalar.text.clone()),
        },
        Kind::Broken => Value::Null,
    }
}
