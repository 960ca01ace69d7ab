//! `--env`: which environment a command is about.

use super::Status;
use super::output::Output;
use crate::diagnostic::nearest;
use crate::model::Model;
use crate::plan::Plan;
use crate::source::Source;
use crate::{Compiled, Environment};
use clap::Args;

/// Which environment a command is about.
#[derive(Debug, Clone, Default, Args)]
pub struct EnvironmentArgument {
    /// The environment that is laid over the file.
    #[arg(long = "env", value_name = "NAME")]
    pub name: Option<String>,
}

impl EnvironmentArgument {
    /// The environment; none where none is asked for. That the file has none of this name is told.
    pub fn find<'c>(
        &self,
        compiled: &'c Compiled,
        output: &mut Output,
    ) -> Result<Option<&'c Environment>, Status> {
        let Some(name) = &self.name else { return Ok(None) };
        let found = compiled.environment(name);
        // What keeps an environment from being there is told by whoever asks.
        if found.is_some() || compiled.diagnostics.has_errors() {
            return Ok(found);
        }
        let known = compiled.environments.iter().map(|it| it.name.as_str());
        let near = nearest(name, known).map(|it| format!("; `{it}` is close")).unwrap_or_default();
        output.failure(&format!("the file has no environment `{name}`{near}"));
        Err(Status::Usage)
    }

    /// What is meant and what will run there, as far as it is right: in the environment, or by the file itself where none is
    /// asked for.
    fn stages<'c>(
        &self,
        compiled: &'c Compiled,
        output: &mut Output,
    ) -> Result<(Option<&'c Model>, Option<&'c Plan>), Status> {
        Ok(match self.find(compiled, output)? {
            Some(it) => (Some(&it.model), it.plan.as_ref()),
            None => (compiled.model.as_ref(), compiled.plan.as_ref()),
        })
    }

    /// The same of a file without errors; what keeps it from being deployed is noted.
    pub fn sound<'c>(
        &self,
        compiled: &'c Compiled,
        source: &Source,
        output: &mut Output,
    ) -> Result<(&'c Model, Option<&'c Plan>), Status> {
        let (model, plan) = self.stages(compiled, output)?;
        let Some(model) = model.filter(|_| !compiled.diagnostics.has_errors()) else {
            output.findings(&compiled.diagnostics, source);
            return Err(Status::Findings);
        };
        if plan.is_none() {
            output.findings(&compiled.undeployable.clone().as_notes(), source);
        }
        Ok((model, plan))
    }

    /// What is meant there: in the environment, or by the file itself where none is asked for.
    pub fn model(&self, compiled: &Compiled, output: &mut Output) -> Result<Option<Model>, Status> {
        let laid = self.find(compiled, output)?.map(|it| it.model.clone());
        Ok(laid.or_else(|| compiled.model.clone()))
    }
}
