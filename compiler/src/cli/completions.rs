//! `pipec completions`: what a shell loads to complete our command lines.

use super::Status;
use super::arguments::Arguments;
use super::output::Output;
use clap::{CommandFactory, ValueEnum};
use clap_complete::{Shell, generate};

/// A shell that completes command lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Completing {
    /// GNU's.
    Bash,
    /// The Z shell.
    Zsh,
    /// The friendly interactive shell.
    Fish,
}

/// Prints the script.
pub fn run(shell: Completing, output: &mut Output) -> Status {
    let shell = match shell {
        Completing::Bash => Shell::Bash,
        Completing::Zsh => Shell::Zsh,
        Completing::Fish => Shell::Fish,
    };
    let mut script = Vec::new();
    generate(shell, &mut Arguments::command(), "pipec", &mut script);
    output.print(&String::from_utf8_lossy(&script))
}
