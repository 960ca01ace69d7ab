//! The terminal's door: arguments, files, exit statuses.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the doors are where files and terminals are"
)]

mod arguments;
mod build;
mod compile;
mod completions;
mod environment;
mod explain;
mod files;
mod fmt;
mod graph;
mod init;
mod input;
mod man;
mod output;
mod pipeline;
mod produce;
mod run;
mod show;
mod steps;
mod test;

use arguments::{Arguments, Command};
use clap::Parser;
use output::Output;
use std::process::ExitCode;

/// How a command ended; the exit status of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It did what was asked.
    Done,
    /// There are errors in the user's files.
    Findings,
    /// The command line was not understood.
    Usage,
    /// A file or the terminal could not be read or written.
    Outside,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        match status {
            Status::Done => ExitCode::SUCCESS,
            Status::Findings => ExitCode::from(1),
            Status::Usage => ExitCode::from(2),
            Status::Outside => ExitCode::from(3),
        }
    }
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way too; clap knows where to print them and with which status.
            let status = if error.use_stderr() { Status::Usage } else { Status::Done };
            let printed = error.print();
            return if printed.is_err() { Status::Outside.into() } else { status.into() };
        }
    };
    let mut output = Output::new(arguments.message_format);
    let status = run(arguments.command, &mut output);
    output.finish(status).into()
}

fn run(command: Command, output: &mut Output) -> Status {
    match command {
        Command::Compile(arguments) => compile::run(&arguments, output),
        Command::Build(arguments) => build::run(&arguments, output),
        Command::Test(arguments) => test::run(&arguments, output),
        Command::Check { file } => compile::check(&file, output),
        Command::Show { stage, file, environment } => show::run(stage, &file, &environment, output),
        Command::Fmt(arguments) => fmt::run(&arguments, output),
        Command::Graph(arguments) => graph::run(&arguments, output),
        Command::Run(arguments) => run::run(&arguments, output),
        Command::Produce(arguments) => produce::run(&arguments, output),
        Command::Explain(arguments) => explain::run(&arguments, output),
        Command::Schema => output.print(&crate::editor::schema()),
        Command::Completions { shell } => completions::run(shell, output),
        Command::Man { folder } => man::run(&folder, output),
        Command::Init { folder } => init::run(&folder, output),
    }
}
