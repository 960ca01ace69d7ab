//! The command line, as people type it.

use super::environment::EnvironmentArgument;
use crate::local::produce::Request;
use clap::{Args, Parser, Subcommand, ValueEnum};
use pipec_runtime::timestamp::Timestamp;
use std::path::PathBuf;

/// One pipeline.yaml becomes a CloudFormation template, least-privilege policies and a Rust Lambda.
#[derive(Debug, Parser)]
#[command(name = "pipec", version, arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Arguments {
    /// How findings are printed.
    #[arg(long, value_enum, default_value = "human", global = true, value_name = "FORMAT")]
    pub message_format: MessageFormat,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people, with excerpts.
    Human,
    /// For programs, one JSON object a line.
    Json,
    /// For code scanners, one SARIF 2.1.0 document.
    Sarif,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write everything that a pipeline needs.
    #[command(after_help = "Example: pipec compile specs/high-transactions.yaml")]
    Compile(CompileArguments),
    /// Write everything, and build the zip that Lambda runs.
    #[command(after_help = "Example: pipec build specs/high-transactions.yaml")]
    Build(BuildArguments),
    /// Tell what is wrong with a pipeline, and write nothing.
    #[command(after_help = "Example: pipec check pipeline.yaml --message-format json")]
    Check {
        /// The pipeline; `-` is standard input.
        #[arg(default_value = "pipeline.yaml")]
        file: PathBuf,
    },
    /// Format pipelines: indentation, spacing and quotes, and nothing else.
    #[command(after_help = "\
Comments, the order of keys and what stands in a line stay as they are.

Examples:
  pipec fmt specs/*.yaml
  pipec fmt --check specs/*.yaml
  pipec fmt - < pipeline.yaml")]
    Fmt(super::fmt::FmtArguments),
    /// Run the unit tests that are written in pipelines.
    #[command(after_help = "Example: pipec test specs/*.yaml --filter late")]
    Test(TestArguments),
    /// Run a pipeline over records, on this machine.
    #[command(after_help = super::run::EXAMPLES)]
    Run(super::run::RunArguments),
    /// Print believable records of a stream, one JSON object a line.
    #[command(after_help = "\
Forms of `--column`, each with values of the column's own type:
  uniform(10,500)       evenly from one number to the other
  normal(100,15)        around a mean, with a standard deviation
  choice(CH,DE,FR)      one as often as another; 'in, quotes' where there is a comma
  weighted(CH:8,DE:2)   one more often than another
  constant(CH)          always this
A column that has one is never null. The event time is moved by `--start` and `--rate` alone. Any other column has one of
its `examples`, or with a fraction a number between them; without examples, what its name, its type and the branches say:
a few in a hundred are above a threshold.

Examples:
  pipec produce specs/high-transactions.yaml --count 1000 --seed 7
  pipec produce specs/stock-trading.yaml --rate 500 --out-of-order 0.1 --late 0.01 --malformed 0.005")]
    Produce(ProduceArguments),
    /// Print a stage of the way from file to template.
    #[command(after_help = "Example: pipec show rights pipeline.yaml")]
    Show {
        /// The stage.
        stage: Stage,
        /// The pipeline; `-` is standard input.
        #[arg(default_value = "pipeline.yaml")]
        file: PathBuf,
        /// Which environment.
        #[command(flatten)]
        environment: EnvironmentArgument,
    },
    /// Draw a pipeline: streams, branches, sinks, and what stands between them.
    #[command(after_help = "Example: pipec graph pipeline.yaml --format svg --out graph.svg")]
    Graph(super::graph::GraphArguments),
    /// Explain a pipeline, branch by branch, or a kind of finding.
    #[command(after_help = "\
A name of a kind of finding prints its page; anything else is a pipeline.

Examples:
  pipec explain unknown-input
  pipec explain specs/card-payments.yaml
  pipec explain --cost specs/card-payments.yaml --records-per-second 500 --record-size 400B")]
    Explain(super::explain::ExplainArguments),
    /// Print the JSON Schema of the language, for editors.
    #[command(after_help = "Example: pipec schema > pipec.schema.json")]
    Schema,
    /// Print what a shell loads to complete these command lines.
    #[command(after_help = "\
Examples:
  pipec completions bash > ~/.local/share/bash-completion/completions/pipec
  pipec completions fish > ~/.config/fish/completions/pipec.fish
  pipec completions zsh > _pipec    # in a folder of $fpath")]
    Completions {
        /// The shell.
        shell: super::completions::Completing,
    },
    /// Write the manual pages: of `pipec`, and of each of its commands.
    #[command(after_help = "Example: pipec man ~/.local/share/man/man1")]
    Man {
        /// The folder to write to.
        #[arg(default_value = "man")]
        folder: PathBuf,
    },
    /// Write a pipeline to start from, and its schema beside it.
    #[command(after_help = "Example: pipec init my-pipeline")]
    Init {
        /// The folder to write to.
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
}

/// What is compiled, and where to.
#[derive(Debug, Args)]
pub struct WriteArguments {
    /// The pipeline; `-` is standard input.
    #[arg(default_value = "pipeline.yaml")]
    pub file: PathBuf,
    /// The folder to write to, in place of `generated/<pipeline>`.
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// Overwrite files that somebody changed by hand.
    #[arg(long)]
    pub force: bool,
    /// Of the environments write this one only; the files of the others stay as they are.
    #[arg(long = "env", value_name = "NAME")]
    pub environment: Option<String>,
}

/// What `compile` is told.
#[derive(Debug, Args)]
pub struct CompileArguments {
    /// What, and where to.
    #[command(flatten)]
    pub write: WriteArguments,
    /// Write nothing; fail where the folder is not what would be written.
    #[arg(long)]
    pub check: bool,
}

/// What `build` is told.
#[derive(Debug, Args)]
pub struct BuildArguments {
    /// What, and where to.
    #[command(flatten)]
    pub write: WriteArguments,
    /// The folder that cargo builds in, for all pipelines, in place of `pipec` in `$CARGO_TARGET_DIR` or `target`.
    #[arg(long, value_name = "FOLDER")]
    pub target_dir: Option<PathBuf>,
}

/// What `produce` is told.
#[derive(Debug, Args)]
pub struct ProduceArguments {
    /// The pipeline; `-` is standard input.
    #[arg(default_value = "pipeline.yaml")]
    pub file: PathBuf,
    /// Which environment.
    #[command(flatten)]
    pub environment: EnvironmentArgument,
    /// The stream, where the pipeline has several that branches do not write.
    #[arg(long, value_name = "NAME")]
    pub stream: Option<String>,
    /// How many records.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub count: u64,
    /// Records without end, in place of `--count`.
    #[arg(long, conflicts_with = "count")]
    pub endless: bool,
    /// The same seed gives the same bytes, another seed others.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// When the first record happens.
    #[arg(long, value_name = "TIME", default_value = "2026-01-01T00:00:00Z", value_parser = time)]
    pub start: Timestamp,
    /// How many records happen in a second of event time.
    #[arg(long, value_name = "RECORDS_PER_SECOND", default_value_t = 1.0, allow_negative_numbers = true)]
    pub rate: f64,
    /// How many different values the partition key takes.
    #[arg(long, value_name = "N")]
    pub keys: Option<u64>,
    /// The part of the records that come after later ones, within the stream's watermark delay: 0.1 is a tenth.
    #[arg(long, value_name = "FRACTION", default_value_t = 0.0, allow_negative_numbers = true)]
    pub out_of_order: f64,
    /// The part of the records that come when every window they belong to is closed.
    #[arg(long, value_name = "FRACTION", default_value_t = 0.0, allow_negative_numbers = true)]
    pub late: f64,
    /// The part of the records that cannot be read: cut off, of wrong types, incomplete, too long, not UTF-8.
    #[arg(long, value_name = "FRACTION", default_value_t = 0.0, allow_negative_numbers = true)]
    pub malformed: f64,
    /// What a column's values are, such as `amount=uniform(10,500)`; may be given for several columns.
    #[arg(long = "column", value_name = "NAME=FORM")]
    pub columns: Vec<String>,
    /// Write at the rate, in real time.
    #[arg(long)]
    pub pace: bool,
}

fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| "expected a time such as 2026-01-01T00:00:00Z".to_owned())
}

impl ProduceArguments {
    /// The request that these arguments are.
    pub fn request(&self) -> Request {
        Request {
            stream: self.stream.clone(),
            count: (!self.endless).then_some(self.count),
            seed: self.seed,
            start: self.start,
            rate: self.rate,
            keys: self.keys,
            out_of_order: self.out_of_order,
            late: self.late,
            malformed: self.malformed,
            columns: self.columns.clone(),
        }
    }
}

/// What `test` is told.
#[derive(Debug, Args)]
pub struct TestArguments {
    /// The pipelines; `-` is standard input.
    #[arg(default_value = "pipeline.yaml")]
    pub files: Vec<PathBuf>,
    /// Run only the tests with this in their name; given more than once, those with one of them.
    #[arg(long, value_name = "TEXT")]
    pub filter: Vec<String>,
    /// Write what came of them as JUnit's XML, too.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Tell what no test has shown: conditions that never held, arms that nothing took, sinks nobody looks at.
    #[arg(long)]
    pub coverage: bool,
    /// Run again whenever a pipeline, or a file that its tests read, changes.
    #[arg(long)]
    pub watch: bool,
}

impl WriteArguments {
    /// The command that builds what these arguments write, as a person types it.
    pub fn build_command(&self) -> String {
        let out = self.out.as_ref().map(|it| format!(" --out {}", it.display())).unwrap_or_default();
        let environment = self.environment.as_ref().map(|it| format!(" --env {it}")).unwrap_or_default();
        format!("pipec build {}{out}{environment}", self.file.display())
    }
}

impl BuildArguments {
    /// The command with these arguments, as a person types it.
    pub fn command(&self) -> String {
        let command = self.write.build_command();
        match &self.target_dir {
            Some(folder) => format!("{command} --target-dir {}", folder.display()),
            None => command,
        }
    }
}

/// A stage of the way from file to template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// The tree that was read, with places.
    Node,
    /// The file with every default filled in.
    Spec,
    /// What is meant: names resolved, expressions typed.
    Model,
    /// What will run in AWS, and the edges between.
    Plan,
    /// Each right: for which part of the file, on what, which actions.
    Rights,
}
