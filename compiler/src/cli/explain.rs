//! `pipec explain`: a kind of finding, or a pipeline branch by branch, or what it costs.

mod print;

use super::arguments::MessageFormat;
use super::environment::EnvironmentArgument;
use super::output::Output;
use super::{Status, input};
use crate::diagnostic::{nearest, page};
use crate::explain::{cost, explain};
use crate::model::Model;
use crate::plan::Plan;
use crate::syntax::{Bytes, FromScalar};
use crate::{codes, compile};
use clap::Args;
use std::path::Path;

/// What `explain` is told.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The pipeline, `-` for standard input; or the code of a finding, as it stands in brackets behind `error`.
    #[arg(default_value = "pipeline.yaml", value_name = "FILE|CODE")]
    subject: String,
    /// Which environment.
    #[command(flatten)]
    environment: EnvironmentArgument,
    /// Say what the pipeline costs in a month.
    #[arg(long)]
    cost: bool,
    /// The load of each stream that no branch writes, in place of what streams declare.
    #[arg(long, value_name = "N", requires = "cost", requires = "bytes", value_parser = clap::value_parser!(u32).range(1..))]
    records_per_second: Option<u32>,
    /// The size of a record, such as `300B`, under that load.
    #[arg(long = "record-size", id = "bytes", value_name = "BYTES", requires = "records_per_second", value_parser = size)]
    record_size: Option<u64>,
}

fn size(text: &str) -> Result<u64, String> {
    let bytes = Bytes::from_text(text).map(|it| it.bytes).filter(|it| *it > 0);
    bytes.ok_or_else(|| format!("expected {}", Bytes::EXPECTED))
}

/// Prints the page of a code, or explains the pipeline that a file is.
pub fn run(arguments: &ExplainArguments, output: &mut Output) -> Status {
    let codes = codes();
    let subject = arguments.subject.as_str();
    if let Some(code) = codes.iter().find(|it| it.name == subject).filter(|_| !arguments.cost) {
        return output.print(&page::render(code));
    }
    if arguments.cost || is_file(subject) {
        return pipeline(arguments, output).unwrap_or_else(|status| status);
    }
    let near = nearest(subject, codes.iter().map(|it| it.name));
    let near = near.map(|it| format!("; `{it}` is close")).unwrap_or_default();
    output.failure(&format!("no kind of finding is called `{subject}`, and there is no such file{near}"));
    Status::Usage
}

/// Whether a word is a file's name: it looks like one, or there is one.
fn is_file(word: &str) -> bool {
    let looks =
        word == "-" || word.contains(['/', '\\']) || word.ends_with(".yaml") || word.ends_with(".yml");
    looks || Path::new(word).is_file()
}

fn pipeline(arguments: &ExplainArguments, output: &mut Output) -> Result<Status, Status> {
    let source = input::read(Path::new(&arguments.subject), output)?;
    let compiled = compile(&source);
    let (model, plan) = arguments.environment.sound(&compiled, &source, output)?;
    match (arguments.cost, plan) {
        (false, _) => Ok(branches(model, plan, output)),
        (true, Some(plan)) => Ok(estimate(arguments, model, plan, output)),
        (true, None) => {
            output.failure("what cannot be deployed yet has no cost. Leave out `--cost`.");
            Err(Status::Findings)
        }
    }
}

fn branches(model: &Model, plan: Option<&Plan>, output: &mut Output) -> Status {
    let explained = explain(model, plan);
    match output.format() {
        MessageFormat::Human | MessageFormat::Sarif => output.print(&print::branches(&explained)),
        MessageFormat::Json => output.print(&print::lines(&explained)),
    }
}

fn estimate(arguments: &ExplainArguments, model: &Model, plan: &Plan, output: &mut Output) -> Status {
    let given = arguments.records_per_second.zip(arguments.record_size);
    let estimate = cost::estimate(model, plan, given.map(|(records, bytes)| cost::Given { records, bytes }));
    match output.format() {
        MessageFormat::Human | MessageFormat::Sarif => output.print(&print::cost(&estimate)),
        MessageFormat::Json => output.print(&print::lines(&[&estimate])),
    }
}
