//! `pipec show`: the stages on the way from file to template.

use super::arguments::Stage;
use super::environment::EnvironmentArgument;
use super::output::Output;
use super::{Status, input};
use crate::model::Model;
use crate::plan::Plan;
use crate::source::Source;
use crate::yaml::Node;
use crate::{Compiled, Environment, compile};
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
    let found = match environment.find(&compiled, output) {
        Ok(found) => found,
        Err(status) => return status,
    };
    let findings = match stage {
        Stage::Node | Stage::Spec | Stage::Model => compiled.diagnostics.clone(),
        Stage::Plan | Stage::Rights => compiled.with_undeployable(),
    };
    output.findings(&findings, &source);
    // The stages of a file with a secret in clear would show it.
    let hidden = findings.sorted().iter().any(|it| it.hidden);
    // What is asked of an environment is not answered by the file alone.
    let is_missing = environment.name.is_some() && found.is_none();
    let stages = Stages::of(&compiled, found);
    if let Some(text) = stages.print(stage, &source).filter(|_| !hidden && !is_missing) {
        output.print(&text);
    }
    if findings.has_errors() { Status::Findings } else { Status::Done }
}

/// What a file becomes, by itself or with an environment laid over it.
struct Stages<'c> {
    node: &'c Node,
    model: Option<&'c Model>,
    plan: Option<&'c Plan>,
}

impl<'c> Stages<'c> {
    fn of(compiled: &'c Compiled, environment: Option<&'c Environment>) -> Stages<'c> {
        match environment {
            Some(it) => Stages { node: &it.node, model: Some(&it.model), plan: it.plan.as_ref() },
            None => {
                Stages { node: &compiled.node, model: compiled.model.as_ref(), plan: compiled.plan.as_ref() }
            }
        }
    }

    fn print(&self, stage: Stage, source: &Source) -> Option<String> {
        match stage {
            Stage::Node => Some(node::print(self.node, source)),
            Stage::Spec => self.model.map(|it| filled::print(it, self.node)),
            Stage::Model => self.model.map(model::print),
            Stage::Plan => self.plan.map(plan::print),
            Stage::Rights => self.plan.map(rights::print),
        }
    }
}
