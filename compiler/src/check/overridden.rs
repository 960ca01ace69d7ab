//! `overridden`: what of the template is not as pipec makes it.

use crate::cfn::properties::Extract;
use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::source::{Span, Spanned};
use crate::yaml::Node;

/// The finding's page.
pub const CODE: Code = Code {
    name: "overridden",
    what: "A property is laid over what pipec makes.",
    why: "What is overridden is nobody's promise but the file's own: whoever reads a run's output should see it. The \
          resource's `Metadata` names it, too.",
    example: "overrides:\n  alarms: { AWS::DynamoDB::Table: { TableClass: STANDARD_INFREQUENT_ACCESS } }\n",
    instead: "sinks:\n  alarms: { dynamodb: { partition_key: sensor, sort_key: takenAt } }\n",
};

/// Notes each property that there is, unless all of it has been told of.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    if model.spec.overrides.items.is_empty() {
        return;
    }
    let extract = Extract::read();
    let is_known = |name: &str| model.nodes().any(|(it, _)| it == name);
    for it in model.overrides().filter(|it| is_known(&it.node.value)) {
        let Some(known) = extract.types.get(&it.kind.value) else { continue };
        for (key, node) in it.properties.as_map().unwrap_or_default() {
            if known.properties.contains_key(&key.value) && !is_told(key, node, findings) {
                let message = format!("`{}` of `{}` is overridden", key.value, it.node.value);
                findings.note(&CODE, key.span, message);
            }
        }
    }
}

/// Whether other rules told of a property, or of each that is below it.
fn is_told(key: &Spanned<String>, node: &Node, findings: &Diagnostics) -> bool {
    let stands_at = |place: Span| findings.within(place).any(|it| it.span == place);
    let is_below = match node.as_map().filter(|it| !it.is_empty()) {
        Some(pairs) => stands_at(node.span) || pairs.iter().all(|(key, it)| is_told(key, it, findings)),
        None => findings.within(node.span).next().is_some(),
    };
    is_below || stands_at(key.span)
}
