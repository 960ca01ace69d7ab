//! `nothing-yet`: parts that are read and checked, and that this version makes nothing of.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;

/// The finding's page.
pub const CODE: Code = Code {
    name: "nothing-yet",
    what: "The file has viewers or monitoring. They are read and checked, and nothing is made of them yet.",
    why: "They do not change what runs, so the rest is compiled; a deployment just lacks them.",
    example: "viewers:\n  table: { table: alarms }\n",
    instead: "description: Alarms for high readings.\n",
};

/// Notes each such part at its key.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for key in model.spec.keys.iter().filter(|it| ["viewers", "monitoring"].contains(&it.value.as_str())) {
        findings.note(&CODE, key.span, format!("`{}` is checked, and nothing is made of it yet", key.value));
    }
}
