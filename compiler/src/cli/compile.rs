//! `pipec compile` and `pipec check`.

use super::arguments::CompileArguments;
use super::files;
use super::output::Output;
use super::pipeline::Pipeline;
use super::steps::{self, Code};
use super::{Status, input};
use crate::compile;
use std::path::Path;

/// Writes everything that a pipeline needs.
pub fn run(arguments: &CompileArguments, output: &mut Output) -> Status {
    written(arguments, output).unwrap_or_else(|status| status)
}

fn written(arguments: &CompileArguments, output: &mut Output) -> Result<Status, Status> {
    let pipeline = Pipeline::read(&arguments.write, output)?;
    if arguments.check {
        return Ok(stale(&pipeline, output));
    }
    let written = pipeline.write(arguments.write.force, output)?;
    let code = Code::Unbuilt { command: arguments.write.build_command() };
    output.tell(&(steps::written(&pipeline, &written) + &steps::next(&pipeline, &code)));
    Ok(Status::Done)
}

/// Tells what is wrong, and writes nothing.
pub fn check(file: &Path, output: &mut Output) -> Status {
    let source = match input::read(file, output) {
        Ok(source) => source,
        Err(status) => return status,
    };
    let compiled = compile(&source);
    let mut findings = compiled.diagnostics.clone();
    findings.extend(compiled.undeployable.clone().as_notes());
    output.findings(&findings, &source);
    match (&compiled.plan, &compiled.model) {
        (Some(plan), _) => output.tell(&format!("`{}` compiles\n", plan.pipeline)),
        (None, Some(model)) if !findings.has_errors() => {
            output.tell(&format!("`{}` has no mistakes\n", model.name.value));
        }
        (None, _) => return Status::Findings,
    }
    Status::Done
}

fn stale(Pipeline { folder, artifacts, .. }: &Pipeline, output: &mut Output) -> Status {
    match folder.differences(artifacts) {
        Ok(paths) if paths.is_empty() => {
            output.tell(&format!("`{}` is what would be written\n", folder.path().display()));
            Status::Done
        }
        Ok(paths) => {
            output.failure(&format!(
                "`{}` is stale: {}. Run `pipec compile` without `--check`.",
                folder.path().display(),
                files::listed(&paths)
            ));
            Status::Findings
        }
        Err(text) => output.failure(&text),
    }
}
