//! `overridden`: what of the template is not as pipec makes it.

use crate::cfn::properties::Extract;
use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;

/// The finding's page.
pub const CODE: Code = Code {
    name: "overridden",
    what: "A property is laid over what pipec makes.",
    why: "What is overridden is nobody's promise but the file's own: whoever reads a run's output should see it. The \
          resource's `Metadata` names it, too.",
    example: "overrides:\n  alarms: { AWS::DynamoDB::Table: { TableClass: STANDARD_INFREQUENT_ACCESS } }\n",
    instead: "sinks:\n  alarms: { dynamodb: { partition_key: sensor, sort_key: takenAt } }\n",
};

/// Notes each property that there is.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    if model.spec.overrides.items.is_empty() {
        return;
    }
    let extract = Extract::read();
    let is_known = |name: &str| model.nodes().any(|(it, _)| it == name);
    for it in model.overrides().filter(|it| is_known(&it.node.value)) {
        let Some(known) = extract.types.get(&it.kind.value) else { continue };
        for (key, _) in it.properties.as_map().unwrap_or_default() {
            if known.properties.contains_key(&key.value) {
                let message = format!("`{}` of `{}` is overridden", key.value, it.node.value);
                findings.note(&CODE, key.span, message);
            }
        }
    }
}
