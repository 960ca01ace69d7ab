//! `pipec compile` and `pipec check`.

use super::arguments::CompileArguments;
use super::files::{self, Folder};
use super::output::Output;
use super::{Status, input, steps};
use crate::compile;
use std::path::{Path, PathBuf};

/// Writes everything that a pipeline needs.
pub fn run(arguments: &CompileArguments, output: &mut Output) -> Status {
    let source = match input::read(&arguments.file, output) {
        Ok(source) => source,
        Err(status) => return status,
    };
    let compiled = compile(&source);
    output.findings(&compiled.diagnostics, &source);
    let (Some(artifacts), Some(plan), Some(model)) = (&compiled.artifacts, &compiled.plan, &compiled.model)
    else {
        return Status::Findings;
    };
    let default = || PathBuf::from("generated").join(&plan.pipeline);
    let folder = Folder::new(arguments.out.clone().unwrap_or_else(default));
    if arguments.check {
        return stale(&folder, artifacts, output);
    }
    match folder.write(artifacts, arguments.force) {
        Ok(written) => {
            output.tell(&steps::summary(plan, model, folder.path(), &written));
            Status::Done
        }
        Err(files::Refusal::Changed(paths)) => changed(&folder, &paths, output),
        Err(files::Refusal::Outside(text)) => output.failure(&text),
    }
}

/// Tells what is wrong, and writes nothing.
pub fn check(file: &Path, output: &mut Output) -> Status {
    let source = match input::read(file, output) {
        Ok(source) => source,
        Err(status) => return status,
    };
    let compiled = compile(&source);
    output.findings(&compiled.diagnostics, &source);
    match compiled.plan {
        Some(plan) => {
            output.tell(&format!("`{}` compiles\n", plan.pipeline));
            Status::Done
        }
        None => Status::Findings,
    }
}

fn stale(folder: &Folder, artifacts: &crate::artifact::Artifacts, output: &mut Output) -> Status {
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

fn changed(folder: &Folder, paths: &[String], output: &mut Output) -> Status {
    output.failure(&format!(
        "in `{}` somebody changed {}. Nothing was written. Keep a copy of the changes, then run it again with \
         `--force`.",
        folder.path().display(),
        files::listed(paths)
    ));
    Status::Findings
}
