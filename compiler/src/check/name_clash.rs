//! `name-clash`: names that differ here and are the same in the template.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::plan;
use crate::source::{Span, Spanned};
use std::collections::BTreeMap;

/// The finding's page.
pub const CODE: Code = Code {
    name: "name-clash",
    what: "Two names give one logical id in the template: `a_1` and `a1` are both `A1` there.",
    why: "Logical ids hold letters and digits only (CloudFormation user guide, `resources-section-structure`), so \
          `_` is dropped and the next letter is made large.",
    example: "sinks:\n  a_1: { sqs: {} }\n  a1: { sqs: {} }\nhot:\n  alarm: { to: [alarms, a_1, a1] }\n",
    instead: "sinks:\n  a_1: { sqs: {} }\n  b_1: { sqs: {} }\nhot:\n  alarm: { to: [alarms, a_1, b_1] }\n",
};

/// Tells of each second name.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let nodes = model.streams.iter().map(|it| &it.name);
    let nodes =
        nodes.chain(model.branches.iter().map(|it| &it.name)).chain(model.sinks.iter().map(|it| &it.name));
    among(nodes, findings);
    among(model.thresholds.iter().map(|it| &it.name), findings);
}

fn among<'a>(names: impl Iterator<Item = &'a Spanned<String>>, findings: &mut Diagnostics) {
    let mut seen: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for name in names {
        let id = plan::camel(&name.value);
        match seen.get(&id) {
            // The same name twice has been told as such.
            Some((first, _)) if *first == name.value => {}
            Some((first, span)) => {
                let message = format!("`{}` and `{first}` are both `{id}` in the template", name.value);
                findings
                    .error(&CODE, name.span, message)
                    .label(*span, "the other")
                    .help("choose another name");
            }
            None => {
                seen.insert(id, (&name.value, name.span));
            }
        }
    }
}
