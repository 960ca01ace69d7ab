//! `nothing-yet`: parts that are read and checked, and that this version makes nothing of.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::source::Span;

/// The finding's page.
pub const CODE: Code = Code {
    name: "nothing-yet",
    what: "The file has viewers, monitoring or tests. They are read and checked, and nothing is made of them yet.",
    why: "They do not change what runs, so the rest is compiled; a deployment just lacks them.",
    example: "viewers:\n  table: { table: alarms }\n",
    instead: "description: Alarms for high readings.\n",
};

/// Notes each such part once, at its first name.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let spec = &model.spec;
    let viewers = spec.viewers.items.first().map(|(name, _)| name.span);
    let tests = spec.tests.items.first().map(|(name, _)| name.span);
    let monitoring = spec.monitoring.as_ref().map(|it| it.span);
    note("viewers", viewers, findings);
    note("monitoring", monitoring, findings);
    note("tests", tests, findings);
}

fn note(section: &str, span: Option<Span>, findings: &mut Diagnostics) {
    if let Some(span) = span {
        let span = Span::new(span.start, span.end.min(span.start + 40));
        findings.note(&CODE, span, format!("`{section}` is checked, and nothing is made of it yet"));
    }
}
