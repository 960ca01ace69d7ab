//! `empty-window`: rows that say of a window only that it was.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;

/// The finding's page.
pub const CODE: Code = Code {
    name: "empty-window",
    what: "A branch has a window, and neither `group_by` nor `add`.",
    why: "Its rows have only the bounds of windows, so they say no more than that a record was in each.",
    example: "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n    \
              to: files\nsinks:\n  files: { s3: {} }\n",
    instead: "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n    \
              add: { readings: count(*) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
};

/// Warns of each such branch.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (_, branch, hot) in model.hot().filter(|(_, branch, _)| branch.intact) {
        let Some(window) = &hot.window else { continue };
        if hot.group_by.is_empty() && hot.adds.is_empty() {
            let message = format!("rows of `{}` have only the bounds of windows", branch.name.value);
            findings.warn(&CODE, window.span, message).help("add columns, as `add: { records: count(*) }`");
        }
    }
}
