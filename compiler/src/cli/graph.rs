//! `pipec graph`: a pipeline as a graph to look at.

use super::environment::EnvironmentArgument;
use super::output::Output;
use super::{Status, files, input};
use crate::compile;
use crate::emit::{Diagram, Form};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What `graph` is told.
#[derive(Debug, Args)]
pub struct GraphArguments {
    /// The pipeline; `-` is standard input.
    #[arg(default_value = "pipeline.yaml")]
    file: PathBuf,
    /// Which environment.
    #[command(flatten)]
    environment: EnvironmentArgument,
    /// How it is written.
    #[arg(long, value_enum, default_value = "mermaid", value_name = "FORMAT")]
    format: Format,
    /// Say on each arrow which actions are allowed along it.
    #[arg(long)]
    rights: bool,
    /// The file to write, in place of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For Markdown, as many sites show it.
    Mermaid,
    /// For Graphviz.
    Dot,
    /// For documents, complete in itself.
    Svg,
}

/// Draws the plan; where windows keep a pipeline from having one, what is written.
pub fn run(arguments: &GraphArguments, output: &mut Output) -> Status {
    drawn(arguments, output).unwrap_or_else(|status| status)
}

fn drawn(arguments: &GraphArguments, output: &mut Output) -> Result<Status, Status> {
    let source = input::read(&arguments.file, output)?;
    let compiled = compile(&source);
    let (model, plan) = arguments.environment.sound(&compiled, &source, output)?;
    if plan.is_none() && arguments.rights {
        output.failure(
            "rights belong to what is deployed, and this pipeline cannot be deployed yet. Leave out `--rights`.",
        );
        return Err(Status::Findings);
    }
    let diagram = Diagram::new(model, plan, arguments.rights);
    let text = diagram.print(match arguments.format {
        Format::Mermaid => Form::Mermaid,
        Format::Dot => Form::Dot,
        Format::Svg => Form::Svg,
    });
    match &arguments.out {
        None => Ok(output.print(&text)),
        Some(path) => {
            files::replace(path, text.as_bytes()).map_err(|it| output.failure(&it))?;
            output.tell(&format!("wrote {}\n", path.display()));
            Ok(Status::Done)
        }
    }
}
