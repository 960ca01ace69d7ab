//! A pipeline that compiles, and its way into a folder: what `compile` and `build` begin with.

use super::arguments::WriteArguments;
use super::environment::EnvironmentArgument;
use super::files::{self, Folder, Refusal, Written};
use super::output::Output;
use super::{Status, input};
use crate::artifact::Artifacts;
use crate::emit::{self, MANIFEST};
use crate::model::Model;
use crate::plan::Plan;
use crate::source::Source;
use crate::{Environment, compile};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A pipeline without errors.
pub struct Pipeline {
    /// What is meant.
    pub model: Model,
    /// What will run.
    pub plan: Plan,
    /// The environments that are written, each with its plan; none where the file has none.
    pub environments: Vec<(Environment, Plan)>,
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
        let asked = EnvironmentArgument { name: arguments.environment.clone() };
        let only = asked.find(&compiled, output)?.map(|it| it.name.clone());
        let (Some(model), Some(plan), Some(mut artifacts)) =
            (compiled.model, compiled.plan, compiled.artifacts)
        else {
            return Err(Status::Findings);
        };
        let default = || PathBuf::from("generated").join(&plan.pipeline);
        let folder = Folder::new(arguments.out.clone().unwrap_or_else(default));
        if let Some(only) = &only {
            let others = Others { only, source: &source, folder: &folder };
            artifacts = others.beside(&artifacts).map_err(|it| output.failure(&it))?;
        }
        let is_written = |it: &Environment| only.as_ref().is_none_or(|only| *only == it.name);
        let environments = compiled.environments.into_iter().filter(is_written);
        let environments = environments.filter_map(|mut it| it.plan.take().map(|plan| (it, plan))).collect();
        Ok(Pipeline { model, plan, environments, artifacts, folder })
    }

    /// Writes all files, or none; otherwise what went wrong has been told.
    pub fn write(&self, force: bool, output: &mut Output) -> Result<Written, Status> {
        self.folder.write(&self.artifacts, force).map_err(|it| refused(&self.folder, it, output))
    }
}

/// What is there already of the environments that are not written.
struct Others<'a> {
    only: &'a str,
    source: &'a Source,
    folder: &'a Folder,
}

impl Others<'_> {
    /// The artifacts of one environment, what is the same in all, and of the others what is there already. What somebody
    /// changed of these is still listed as it was written, so that it is seen when they are.
    fn beside(&self, all: &Artifacts) -> Result<Artifacts, String> {
        let mut kept = Artifacts::new();
        let mut listed = BTreeMap::new();
        for (path, bytes) in all.iter().filter(|(path, _)| *path != MANIFEST) {
            if !self.is_of_another(path) {
                kept.add(path, bytes);
                continue;
            }
            if let Some((before, hash)) = self.folder.made_before(path)? {
                listed.insert(path.to_owned(), hash);
                kept.add(path, before);
            }
        }
        emit::manifest_but(&self.source.text, &mut kept, &listed);
        Ok(kept)
    }

    fn is_of_another(&self, path: &str) -> bool {
        let rest = path.strip_prefix("environments/");
        rest.is_some_and(|it| it.split('/').next() != Some(self.only))
    }
}

fn refused(folder: &Folder, refusal: Refusal, output: &mut Output) -> Status {
    match refusal {
        Refusal::Changed(paths) => changed(folder, &paths, output),
        Refusal::Outside(text) => output.failure(&text),
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
