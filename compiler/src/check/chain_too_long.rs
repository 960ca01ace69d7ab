//! `chain-too-long`: a branch that reads a branch that reads a branch …

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{BranchId, Input, Model};

/// Most branches in a chain.
const MOST: usize = 32;

/// The finding's page.
pub const CODE: Code = Code {
    name: "chain-too-long",
    what: "More than 32 branches read each other in a row.",
    why: "They run together on each record, and nobody can say any more what the last one means. A stream between \
          two of them cuts a chain.",
    example: include_str!("chain_too_long.yaml"),
    instead: "hot:\n  alarm: { from: readings }\n",
};

/// Tells of the first branch beyond the bound.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, branch, _) in model.hot() {
        if length(model, id) == Some(MOST + 1) {
            let message =
                format!("`{}` is the end of a chain of more than {MOST} branches", branch.name.value);
            findings
                .error(&CODE, branch.name.span, message)
                .help("let it read a stream that a branch writes");
        }
    }
}

/// The branches from a stream to this one; `None` in a cycle and far beyond the bound.
fn length(model: &Model, id: BranchId) -> Option<usize> {
    let mut id = id;
    for length in 1..=MOST + 1 {
        match model.branch(id).from.as_ref()?.value {
            Input::Stream(_) => return Some(length),
            Input::Branch(before) => id = before,
        }
    }
    None
}
