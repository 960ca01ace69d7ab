//! `empty-pipeline`: a file without a branch does nothing.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;

/// The finding's page.
pub const CODE: Code = Code {
    name: "empty-pipeline",
    what: "The file has no branch, hot or cold.",
    why: "Branches are what reads streams and writes sinks; without one nothing would be deployed that runs.",
    example: "version: 1\npipeline: demo\n",
    instead: "cold:\n  raw: { from: readings, to: archive }\nsinks:\n  archive: { s3: {} }\n",
};

/// Tells of a file without branches.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let named = !model.spec.hot.items.is_empty() || !model.spec.cold.items.is_empty();
    if !named && !model.spec.broken {
        findings
            .error(&CODE, model.name.span, "the pipeline has no branch")
            .help("add a branch to `hot` or `cold`");
    }
}
