//! Values that are of the right type, and out of the bounds that CloudFormation's schemas set.

use super::MISFIT;
use crate::cfn::properties::bounds::{Bounded, Breach, size};
use crate::diagnostic::Diagnostics;
use crate::yaml::Node;
use serde_json::Value;

/// Tells how a value is out of its bounds, and whether it is.
pub fn tell(bounded: &Bounded, value: &Value, node: &Node, path: &str, findings: &mut Diagnostics) -> bool {
    let Some(breach) = bounded.breach(value) else { return false };
    match breach {
        Breach::Below(least) => {
            findings.error(&MISFIT, node.span, sized(path, value, "at least", least));
        }
        Breach::Above(most) => {
            findings.error(&MISFIT, node.span, sized(path, value, "at most", most));
        }
        Breach::Unlisted(choices) => unlisted(path, value, choices, node, findings),
        Breach::Unlike(pattern) => {
            let message = format!("`{path}` is not of the form that is taken");
            findings.error(&MISFIT, node.span, message).help(format!("what is taken fits `{pattern}`"));
        }
    }
    true
}

fn sized(path: &str, value: &Value, bound: &str, size_bound: f64) -> String {
    let unit = match value {
        Value::String(_) => "characters",
        Value::Array(_) => "items",
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            return format!("`{path}` is {value}, and {bound} {size_bound} is taken");
        }
    };
    let count = size(value).unwrap_or_default();
    let unit = if count == 1.0 { unit.trim_end_matches('s') } else { unit };
    let verb = if size_bound == 1.0 { "is" } else { "are" };
    format!("`{path}` has {count} {unit}, and {bound} {size_bound} {verb} taken")
}

fn unlisted(path: &str, found: &Value, choices: &[Value], node: &Node, findings: &mut Diagnostics) {
    let word = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    let (found, choices) = (word(found), choices.iter().map(word).collect::<Vec<_>>());
    let finding = findings.error(&MISFIT, node.span, format!("`{path}` takes no `{found}`"));
    finding.nearest(&found, choices.iter().map(String::as_str));
    if finding.help.is_none() {
        let all = choices.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>();
        finding.help(format!("one of {}", all.join(", ")));
    }
}
