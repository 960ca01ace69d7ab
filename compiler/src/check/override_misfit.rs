//! `unknown-override`, `override-misfit`: overrides of what is not there, or by what does not fit.

mod bounds;
mod values;

use crate::cfn::properties::bounds::Bounded;
use crate::cfn::properties::{Extract, Properties, Shape};
use crate::cfn::template::names_function;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::model::Model;
use crate::model::overrides::{Override, below, value};
use crate::source::Spanned;
use crate::yaml::Node;
use serde_json::Value;
use std::collections::BTreeMap;
use values::{function, misfit, plain};

/// The pages of both.
pub const CODES: &[&Code] = &[&UNKNOWN, &MISFIT];

const UNKNOWN: Code = Code {
    name: "unknown-override",
    what: "An override names no node of the file, no CloudFormation type that pipec makes, or no property of that type.",
    why: "It would change nothing. The names are those of streams, branches and sinks; types and properties are those of \
          CloudFormation's resource schemas.",
    example: "overrides:\n  alarms: { AWS::DynamoDB::Table: { TableKlass: STANDARD } }\n",
    instead: "overrides:\n  alarms: { AWS::DynamoDB::Table: { TableClass: STANDARD } }\n",
};

const MISFIT: Code = Code {
    name: "override-misfit",
    what: "The value of an override is not what the property takes, of its type or within its bounds, or the property is \
           one that only AWS gives.",
    why: "CloudFormation refuses it, when much of the stack stands already; types and bounds are those of its resource \
          schemas. A value is plain: a function, such as `Ref`, could name what is not there.",
    example: "overrides:\n  alarms: { AWS::DynamoDB::Table: { ContributorInsightsSpecification: { Enabled: often } } }\n",
    instead: "overrides:\n  alarms: { AWS::DynamoDB::Table: { ContributorInsightsSpecification: { Enabled: true } } }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    if model.spec.overrides.items.is_empty() {
        return;
    }
    for (node, _) in &model.spec.overrides.items {
        if !model.nodes().any(|(it, _)| it == node.value) {
            let message = format!("no stream, branch or sink is called `{}`", node.value);
            let known = model.nodes().map(|(it, _)| it).collect::<Vec<_>>();
            findings.error(&UNKNOWN, node.span, message).nearest(&node.value, known);
        }
    }
    let extract = Extract::read();
    for it in model.overrides() {
        match extract.types.get(&it.kind.value) {
            Some(properties) => Overridden { it, properties }.check(findings),
            None => {
                let message = format!("pipec makes no `{}`", it.kind.value);
                let known = extract.types.keys().map(String::as_str);
                findings.error(&UNKNOWN, it.kind.span, message).nearest(&it.kind.value, known);
            }
        }
    }
}

/// The property of a function that holds its environment variables.
const VARIABLES: &str = "Environment.Variables";

/// An override, and the properties of its type.
struct Overridden<'a> {
    it: Override<'a>,
    properties: &'a Properties,
}

impl Overridden<'_> {
    fn check(&self, findings: &mut Diagnostics) {
        self.map(&self.properties.properties, self.it.properties, "", findings);
    }

    fn map(&self, known: &BTreeMap<String, Shape>, node: &Node, path: &str, findings: &mut Diagnostics) {
        let Some(pairs) = node.as_map() else { return misfit(node, "a mapping", findings) };
        for (key, node) in pairs {
            let path = below(path, &key.value);
            match known.get(&key.value) {
                _ if names_function(&key.value) => function(key, findings),
                None => {
                    let message = format!("`{}` has no property `{path}`", self.it.kind.value);
                    let known = known.keys().map(String::as_str);
                    findings.error(&UNKNOWN, key.span, message).nearest(&key.value, known);
                }
                Some(_) if self.properties.read_only.contains(&path) => {
                    let message = format!("`{path}` is given by AWS, and nobody else");
                    findings.error(&MISFIT, key.span, message).help("leave it out");
                }
                Some(_) if is_refused(key, findings) => {}
                Some(shape) => self.value(shape, node, &path, findings),
            }
        }
    }

    fn value(&self, shape: &Shape, node: &Node, path: &str, findings: &mut Diagnostics) {
        match shape {
            Shape::Map(known) => self.map(known, node, path, findings),
            Shape::List([shape]) => match node.as_list() {
                Some(items) => items.iter().for_each(|it| self.value(shape, it, path, findings)),
                None => misfit(node, "a list", findings),
            },
            Shape::Bounded(it) => self.bounded(it, node, path, findings),
            Shape::Plain(_) if path == VARIABLES => variables(node, findings),
            Shape::Plain(words) => plain(words, node, findings),
        }
    }

    /// Bounds are told of what has the shape, and of what quotes alone would not bring within them.
    fn bounded(&self, it: &Bounded, node: &Node, path: &str, findings: &mut Diagnostics) {
        if let Some(text) = unquoted(&it.shape, node)
            && bounds::tell(it, &text, node, path, findings)
        {
            return;
        }
        let before = findings.len();
        self.value(&it.shape, node, path, findings);
        if findings.len() == before {
            bounds::tell(it, &value(node), node, path, findings);
        }
    }
}

/// What a value would be as text, where only text is taken and it is none.
fn unquoted(shape: &Shape, node: &Node) -> Option<Value> {
    let takes_text = matches!(shape, Shape::Plain(words) if words == "string");
    let scalar = node.as_scalar().filter(|_| takes_text && !node.is_null())?;
    (!value(node).is_string()).then(|| Value::String(scalar.text.clone()))
}

/// Whether a property has been refused, whatever its value.
fn is_refused(key: &Spanned<String>, findings: &Diagnostics) -> bool {
    findings.within(key.span).any(|it| it.severity == Severity::Error)
}

/// The variables of a function: names that Lambda takes, each with a plain value
/// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>).
fn variables(node: &Node, findings: &mut Diagnostics) {
    let Some(pairs) = node.as_map() else { return misfit(node, "a mapping", findings) };
    for (key, node) in pairs {
        let name = key.value.as_str();
        let is_name = name.len() >= 2
            && name.starts_with(|it: char| it.is_ascii_alphabetic())
            && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        if names_function(&key.value) {
            function(key, findings);
        } else if !is_name {
            let message = format!("`{name}` is no name of an environment variable");
            findings
                .error(&MISFIT, key.span, message)
                .help("letters, digits and `_`, a letter first, at least two");
        } else {
            plain("string|number|boolean", node, findings);
        }
    }
}
