//! `listed-twice`: a sink or stream named twice in one `to`.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;

/// The finding's page.
pub const CODE: Code = Code {
    name: "listed-twice",
    what: "A branch names one sink or stream twice in its `to`.",
    why: "It is one edge of the graph, with one set of rights; each row is written once.",
    example: "hot:\n  alarm: { to: [alarms, alarms] }\n",
    instead: "hot:\n  alarm: { to: [alarms] }\n",
};

/// Tells of each repetition.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for branch in &model.branches {
        for (index, target) in branch.to.iter().enumerate() {
            if let Some(first) = branch.to[..index].iter().find(|it| it.value == target.value) {
                findings
                    .error(&CODE, target.span, "named twice")
                    .label(first.span, "first here")
                    .help("name it once");
            }
        }
    }
}
