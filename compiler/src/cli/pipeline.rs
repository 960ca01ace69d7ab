//! A pipeline that compiles, and its way into a folder: what `compile` and `build` begin with.

use super::arguments::WriteArguments;
use super::files::{self, Folder, Refusal, Written};
use super::output::Output;
use super::{Status, input};
use crate::artifact::Artifacts;
use crate::compile;
use crate::model::Model;
use crate::plan::Plan;
use std::path::PathBuf;

/// A pipeline without errors.
pub struct Pipeline {
    /// What is meant.
    pub model: Model,
    /// What will run.
    pub plan: Plan,
    /// The files.
    pub artifacts: Artifacts,
    /// Where they go.
    pub folder: Folder,
}

impl Pipeline {
    /// Reads and compiles; otherwise what went wrong has been told.
    pub fn read(arguments: &WriteArguments, output: &mut Output) -> Result<Pipeline, Status> {
        let source = input::read(&arguments.file, output)?;
        let compiled = compile(&source);
        output.findings(&compiled.with_undeployable(), &source);
        let (Some(model), Some(plan), Some(artifacts)) = (compiled.model, compiled.plan, compiled.artifacts)
        else {
            return Err(Status::Findings);
        };
        let default = || PathBuf::from("generated").join(&plan.pipeline);
        let folder = Folder::new(arguments.out.clone().unwrap_or_else(default));
        Ok(Pipeline { model, plan, artifacts, folder })
    }

    /// Writes all files, or none; otherwise what went wrong has been told.
    pub fn write(&self, force: bool, output: &mut Output) -> Result<Written, Status> {
        self.folder.write(&self.artifacts, force).map_err(|refusal| match refusal {
            Refusal::Changed(paths) => changed(&self.folder, &paths, output),
            Refusal::Outside(text) => output.failure(&text),
        })
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
