//! `pipec fmt`: pipeline files in one way of writing.

use super::output::Output;
use super::{Status, files, input};
use crate::editor;
use crate::source::Source;
use clap::Args;
use similar::TextDiff;
use std::path::{Path, PathBuf};

/// What `fmt` is told.
#[derive(Debug, Args)]
pub struct FmtArguments {
    /// The pipelines; `-` is standard input, formatted to standard output.
    #[arg(default_value = "pipeline.yaml")]
    files: Vec<PathBuf>,
    /// Write nothing; fail where a file is not formatted, and name it.
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change as a unified diff.
    #[arg(long)]
    diff: bool,
}

/// Formats each file. What cannot be formatted does not keep the others from it.
pub fn run(arguments: &FmtArguments, output: &mut Output) -> Status {
    let mut whole = Status::Done;
    for path in &arguments.files {
        let status = formatted(arguments, path, output).unwrap_or_else(|status| status);
        whole = worse(whole, status);
    }
    whole
}

fn formatted(arguments: &FmtArguments, path: &Path, output: &mut Output) -> Result<Status, Status> {
    let source = input::read(path, output)?;
    let text = editor::format(&source).map_err(|findings| {
        output.findings(&findings, &source);
        Status::Findings
    })?;
    let is_formatted = text == source.text;
    if arguments.diff && !is_formatted {
        output.print(&difference(&source, &text));
    }
    if arguments.check && !is_formatted {
        output.failure(&format!("`{}` is not formatted. Run `pipec fmt {}`.", source.name, path.display()));
        return Ok(Status::Findings);
    }
    if arguments.check || arguments.diff {
        return Ok(Status::Done);
    }
    if path == Path::new("-") {
        return Ok(output.print(&text));
    }
    if !is_formatted {
        files::rewrite(path, text.as_bytes()).map_err(|it| output.failure(&it))?;
        output.tell(&format!("formatted {}\n", path.display()));
    }
    Ok(Status::Done)
}

/// A unified diff, as `patch` takes it.
fn difference(source: &Source, text: &str) -> String {
    let diff = TextDiff::from_lines(source.text.as_str(), text);
    let name = source.name.as_str();
    diff.unified_diff().header(name, name).to_string()
}

/// Of two ways to end, the one to tell.
fn worse(left: Status, right: Status) -> Status {
    match (left, right) {
        (Status::Outside, _) | (_, Status::Outside) => Status::Outside,
        (Status::Usage, _) | (_, Status::Usage) => Status::Usage,
        (Status::Findings, _) | (_, Status::Findings) => Status::Findings,
        (Status::Done, Status::Done) => Status::Done,
    }
}
