//! `pipec test`: runs the unit tests that are written in pipelines.

mod given;
mod junit;
mod lines;
mod report;
mod suite;
mod watch;

use super::Status;
use super::arguments::{MessageFormat, TestArguments};
use super::files;
use super::output::Output;
use crate::diagnostic::nearest;
use std::path::Path;
use suite::{State, Suite};
use watch::Stamps;

/// Runs the tests, once or whenever a file changes.
pub fn run(arguments: &TestArguments, output: &mut Output) -> Status {
    if !arguments.watch {
        return once(arguments, output).0;
    }
    if arguments.files.iter().any(|it| it == Path::new("-")) {
        output.failure("standard input cannot be watched. Name a file.");
        return Status::Usage;
    }
    watch::run(output, |output| once(arguments, output).1)
}

/// One run, and the files that it has read.
fn once(arguments: &TestArguments, output: &mut Output) -> (Status, Stamps) {
    let suites: Vec<Suite> = arguments.files.iter().map(|it| Suite::run(it, arguments, output)).collect();
    let read = suites.iter().flat_map(|it| it.read.clone()).collect();
    if let Some(status) = unmatched(&suites, arguments, output) {
        return (status, read);
    }
    match output.format() {
        // What tests found is told like data, the document of the pipelines' own mistakes behind it.
        MessageFormat::Human | MessageFormat::Sarif => report::print(&suites, output),
        MessageFormat::Json => suites.iter().for_each(|it| {
            output.print(&lines::render(it));
        }),
    }
    if let Some(path) = &arguments.junit
        && let Err(error) = files::replace(path, junit::render(&suites).as_bytes())
    {
        return (output.failure(&error), read);
    }
    (status(&suites), read)
}

/// The worst of all files.
fn status(suites: &[Suite]) -> Status {
    let has = |is: fn(&Suite) -> bool| suites.iter().any(is);
    if has(|it| matches!(it.state, State::Unreadable(Status::Outside))) {
        Status::Outside
    } else if has(|it| it.failed() > 0) {
        Status::Findings
    } else {
        Status::Done
    }
}

/// Tells that there is no test to run, where that is no fault of the files.
fn unmatched(suites: &[Suite], arguments: &TestArguments, output: &mut Output) -> Option<Status> {
    let names: Vec<&str> = suites.iter().flat_map(Suite::names).collect();
    let is_run = suites.iter().any(|it| !it.outcomes().is_empty());
    if is_run || suites.iter().any(|it| !matches!(it.state, State::Tested(_))) {
        return None;
    }
    let files: Vec<String> = suites.iter().map(|it| it.source.name.clone()).collect();
    if names.is_empty() {
        let listed = files::listed(&files);
        output.failure(&format!(
            "{listed} {} no tests. Write some below `tests:`.",
            if files.len() == 1 { "has" } else { "have" }
        ));
        return Some(Status::Usage);
    }
    let filters: Vec<String> = arguments.filter.iter().map(|it| format!("`{it}`")).collect();
    let near = arguments.filter.iter().find_map(|it| nearest(it, names.iter().copied()));
    let near = near.map(|it| format!(" `{it}` is close.")).unwrap_or_default();
    output.failure(&format!("no test has {} in its name.{near}", filters.join(" or ")));
    Some(Status::Usage)
}
