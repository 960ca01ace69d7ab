//! `pipec show` and `pipec explain`.

use super::arguments::Stage;
use super::output::Output;
use super::{Status, input};
use crate::diagnostic::{nearest, page};
use crate::source::Source;
use crate::{Compiled, codes, compile};
use std::path::Path;

mod filled;
mod model;
mod node;
mod plan;
mod rights;

/// Prints a stage. Node, spec and model are shown of broken files too, as far as they go.
pub fn run(stage: Stage, file: &Path, output: &mut Output) -> Status {
    let source = match input::read(file, output) {
        Ok(source) => source,
        Err(status) => return status,
    };
    let compiled = compile(&source);
    let findings = match stage {
        Stage::Node | Stage::Spec | Stage::Model => compiled.diagnostics.clone(),
        Stage::Plan | Stage::Rights => compiled.with_undeployable(),
    };
    output.findings(&findings, &source);
    // The stages of a file with a secret in clear would show it.
    let hidden = findings.sorted().iter().any(|it| it.hidden);
    if let Some(text) = stage_of(stage, &compiled, &source).filter(|_| !hidden) {
        output.print(&text);
    }
    if findings.has_errors() { Status::Findings } else { Status::Done }
}

fn stage_of(stage: Stage, compiled: &Compiled, source: &Source) -> Option<String> {
    match stage {
        Stage::Node => Some(node::print(&compiled.node, source)),
        Stage::Spec => compiled.model.as_ref().map(filled::print),
        Stage::Model => compiled.model.as_ref().map(model::print),
        Stage::Plan => compiled.plan.as_ref().map(plan::print),
        Stage::Rights => compiled.plan.as_ref().map(rights::print),
    }
}

/// Prints the page of a code.
pub fn explain(code: &str, output: &mut Output) -> Status {
    let codes = codes();
    if let Some(code) = codes.iter().find(|it| it.name == code) {
        return output.print(&page::render(code));
    }
    let near = nearest(code, codes.iter().map(|it| it.name));
    let near = near.map(|it| format!("; `{it}` is close")).unwrap_or_default();
    output.failure(&format!("no kind of finding is called `{code}`{near}"));
    Status::Usage
}
