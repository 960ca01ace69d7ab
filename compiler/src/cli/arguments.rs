//! The command line, as people type it.

use clap::{Args, Parser, Subcommand, ValueEnum};
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
    /// Run the unit tests that are written in pipelines.
    #[command(after_help = "Example: pipec test specs/*.yaml --filter late")]
    Test(TestArguments),
    /// Tell what is wrong with a pipeline, and write nothing.
    #[command(after_help = "Example: pipec check pipeline.yaml --message-format json")]
    Check {
        /// The pipeline; `-` is standard input.
        #[arg(default_value = "pipeline.yaml")]
        file: PathBuf,
    },
    /// Print a stage of the way from file to template.
    #[command(after_help = "Example: pipec show rights pipeline.yaml")]
    Show {
        /// The stage.
        stage: Stage,
        /// The pipeline; `-` is standard input.
        #[arg(default_value = "pipeline.yaml")]
        file: PathBuf,
    },
    /// Print the page of a kind of finding.
    #[command(after_help = "Example: pipec explain unknown-input")]
    Explain {
        /// Its code, as it stands in brackets behind `error`.
        code: String,
    },
    /// Print the JSON Schema of the language, for editors.
    #[command(after_help = "Example: pipec schema > pipec.schema.json")]
    Schema,
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
        let file = self.file.display();
        match &self.out {
            Some(out) => format!("pipec build {file} --out {}", out.display()),
            None => format!("pipec build {file}"),
        }
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
