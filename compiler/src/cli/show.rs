//! `pipec show`: the stages on the way from file to template.

use super::arguments::Stage;
use super::environment::EnvironmentArgument;
use super::output::Output;
use super::{Status, input};
use crate::model::Model;
use crate::plan::Plan;
use crate::source::Source;
use crate::{Compiled, compile};
use std::path::Path;

mod filled;
mod model;
mod node;
mod plan;
mod rights;

/// Prints a stage. Node, spec and model are shown of broken files too, as far as they go.
pub fn run(stage: Stage, file: &Path, environment: &EnvironmentArgument, output: &mut Output) -> Status {
    let source = match input::read(file, output) {
        Ok(source) => source,
        Err(status) => return status,
    };
    let compiled = compile(&source);
    let (model, plan) = match environment.stages(&compiled, output) {
        Ok(stages) => stages,
        Err(status) => return status,
    };
    let findings = match stage {
        Stage::Node | Stage::Spec | Stage::Model => compiled.diagnostics.clone(),
        Stage::Plan | Stage::Rights => compiled.with_undeployable(),
    };
    output.findings(&findings, &source);
    // The stages of a file with a secret in clear would show it.
    let hidden = findings.sorted().iter().any(|it| it.hidden);
    if let Some(text) = stage_of(stage, &compiled, (model, plan), &source).filter(|_| !hidden) {
        output.print(&text);
    }
    if findings.has_errors() { Status::Findings } else { Status::Done }
}

fn stage_of(
    stage: Stage,
    compiled: &Compiled,
    (model, plan): (Option<&Model>, Option<&Plan>),
    source: &Source,
) -> Option<String> {
    match stage {
        Stage::Node => Some(node::print(&compiled.node, source)),
        Stage::Spec => model.map(|it| filled::print(it, &compiled.node)),
        Stage::Model => model.map(model::print),
        Stage::Plan => plan.map(plan::print),
        Stage::Rights => plan.map(rights::print),
    }
}
