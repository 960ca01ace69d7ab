//! `branch-without-sink`: rows that go nowhere.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{BranchId, Input, Model};

/// The finding's page.
pub const CODE: Code = Code {
    name: "branch-without-sink",
    what: "A branch has no `to`, and no other branch reads it.",
    why: "It would be worked out for every record, and nobody would ever see a row of it.",
    example: "hot:\n  second: { from: readings, where: level > 100 }\n",
    instead: "hot:\n  second: { from: readings, where: level > 100, to: alarms }\n",
};

/// Tells of each such branch.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, branch) in model.branches.iter().enumerate().filter(|(_, it)| it.intact) {
        let is_read = model.readers(Input::Branch(BranchId(id))).next().is_some();
        if branch.to.is_empty() && !is_read {
            findings
                .error(&CODE, branch.name.span, format!("nobody reads the rows of `{}`", branch.name.value))
                .help("add `to:` with a sink, or read it with another branch");
        }
    }
}
