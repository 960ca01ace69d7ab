//! `cold-from-branch`: a cold branch keeps the bytes that came, and a branch has only rows.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Input, Model};

/// The finding's page.
pub const CODE: Code = Code {
    name: "cold-from-branch",
    what: "A cold branch reads a hot branch.",
    why: "A cold branch keeps each record as the bytes that came. A hot branch gives rows, so what keeps them is a \
          sink in its own `to`.",
    example: "cold:\n  raw: { from: alarm, to: archive }\nsinks:\n  archive: { s3: {} }\n",
    instead: "cold:\n  raw: { from: readings, to: archive }\nsinks:\n  archive: { s3: {} }\n",
};

/// Tells of each such branch.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for branch in model.branches.iter().filter(|it| it.as_hot().is_none()) {
        if let Some(from) = &branch.from
            && let Input::Branch(id) = from.value
        {
            let name = &model.branch(id).name.value;
            findings
                .error(&CODE, from.span, format!("`{name}` is a branch, and a cold branch reads a stream"))
                .help(format!("read a stream, or add the sink to the `to` of `{name}`"));
        }
    }
}
