//! Statements of policies that overrides bring: what is allowed is named, and so is who may.

use super::REFUSED;
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// Tells of each statement that allows all actions, or everybody.
pub fn tell(node: &Node, findings: &mut Diagnostics) {
    match &node.kind {
        Kind::Map(pairs) => {
            for (key, node) in pairs {
                match key.value.as_str() {
                    "Statement" => one_or_many(node).iter().for_each(|it| statement(it, findings)),
                    "PolicyDocument" if node.as_scalar().is_some() => {
                        let message = "a policy that is text cannot be looked at";
                        findings.error(&REFUSED, node.span, message).help("write it as a mapping");
                    }
                    _ => tell(node, findings),
                }
            }
        }
        Kind::List(items) => items.iter().for_each(|it| tell(it, findings)),
        Kind::Scalar(_) | Kind::Broken => {}
    }
}

fn statement(node: &Node, findings: &mut Diagnostics) {
    if node.get("Effect").and_then(Node::as_scalar).is_some_and(|it| it.text == "Deny") {
        return;
    }
    for (key, value) in node.as_map().unwrap_or_default() {
        match key.value.as_str() {
            "NotPrincipal" | "NotAction" => {
                let message = format!("`{}` allows all others", key.value);
                findings.error(&REFUSED, key.span, message).help("name what is allowed, and who may");
            }
            "Action" => stars(value).into_iter().for_each(|(span, action)| {
                let message = format!("`{action}` allows more than anybody asks for");
                findings.error(&REFUSED, span, message).help("name each action");
            }),
            "Principal" if is_everybody(value) && !is_narrowed(node) => {
                findings
                    .error(&REFUSED, value.span, "everybody may do this")
                    .help("name who may, such as `{ AWS: \"arn:aws:iam::111122223333:root\" }`");
            }
            _ => {}
        }
    }
}

/// Whether a principal is everybody, alone or among others.
fn is_everybody(principal: &Node) -> bool {
    let named = principal.as_map().unwrap_or_default().iter().map(|(_, it)| it);
    let all = [principal].into_iter().chain(named).flat_map(one_or_many);
    all.filter_map(Node::as_scalar).any(|it| it.text == "*")
}

/// What conditions know a caller by
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>).
const CALLER: [&str; 2] = ["aws:principal", "aws:source"];

/// Whether a condition says who, and not only how or whom not.
fn is_narrowed(statement: &Node) -> bool {
    let operators = statement.get("Condition").and_then(Node::as_map).unwrap_or_default();
    let positive = operators
        .iter()
        .filter(|(operator, _)| !["Not", "Null", "IfExists"].iter().any(|it| operator.value.contains(it)));
    positive.flat_map(|(_, it)| it.as_map().unwrap_or_default()).any(|(key, values)| {
        let key = key.value.to_ascii_lowercase();
        let is_anything = one_or_many(values).iter().filter_map(Node::as_scalar).any(|it| it.text == "*");
        CALLER.iter().any(|it| key.starts_with(it)) && !is_anything
    })
}

/// The texts with a star, and their places.
fn stars(node: &Node) -> Vec<(Span, &str)> {
    let texts = one_or_many(node).iter().filter_map(|it| Some((it.span, it.as_scalar()?.text.as_str())));
    texts.filter(|(_, it)| it.contains(['*', '?'])).collect()
}

fn one_or_many(node: &Node) -> &[Node] {
    node.as_list().unwrap_or(std::slice::from_ref(node))
}
