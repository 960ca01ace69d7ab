//! `archived-twice`: a second cold branch that keeps what a first one keeps.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Branch, Input, Model};
use crate::source::Span;

/// The finding's page.
pub const CODE: Code = Code {
    name: "archived-twice",
    what: "Two cold branches read one stream and write one sink.",
    why: "A cold branch keeps every record as it came, so the second one has nothing to add: in AWS both are one delivery \
          stream, which writes each record once.",
    example: "cold:\n  raw: { from: readings, to: archive }\n  more: { from: readings, to: archive }\n\
              sinks:\n  archive: { s3: {} }\n",
    instead: "cold:\n  raw: { from: readings, to: archive }\nsinks:\n  archive: { s3: {} }\n",
};

/// Tells of each such branch, once for each sink.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let cold: Vec<&Branch> = model.branches.iter().filter(|it| it.as_hot().is_none()).collect();
    for (index, branch) in cold.iter().enumerate() {
        let Some(from @ Input::Stream(_)) = branch.from.as_ref().map(|it| it.value) else { continue };
        let before = cold[..index].iter().filter(|it| it.from.as_ref().is_some_and(|it| it.value == from));
        for (at, to) in branch.to.iter().enumerate() {
            // A sink twice in one list has been told.
            let is_first = branch.to[..at].iter().all(|it| it.value != to.value);
            let first = before.clone().find(|it| it.to.iter().any(|it| it.value == to.value));
            if let Some(first) = first.filter(|_| is_first) {
                tell(branch, to.span, first, findings);
            }
        }
    }
}

fn tell(branch: &Branch, to: Span, first: &Branch, findings: &mut Diagnostics) {
    let message = format!("`{}` puts each of these records there already", first.name.value);
    let help = match branch.to.len() {
        1 => format!("leave out `{}`, or give it a sink of its own", branch.name.value),
        _ => "leave it out, or name another sink".to_owned(),
    };
    findings.error(&CODE, to, message).label(first.name.span, "here").help(help);
}
