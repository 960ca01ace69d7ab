//! The tests of one file, and what came of them.

use super::given;
use super::watch::{self, Stamps};
use crate::cli::arguments::TestArguments;
use crate::cli::output::Output;
use crate::cli::{Status, input};
use crate::diagnostic::Diagnostics;
use crate::local::test::{Coverage, Difference, Files, Gap, Runner};
use crate::model::Model;
use crate::model::test::Test;
use crate::source::{Source, Span};
use crate::{Compiled, compile};
use std::path::Path;
use std::time::{Duration, Instant};

/// A file.
pub struct Suite {
    /// Its text; none where it could not be read.
    pub source: Source,
    /// What came of it.
    pub state: State,
    /// The files that were read for it.
    pub read: Stamps,
}

/// What came of a file.
pub enum State {
    /// It could not be read, which has been told.
    Unreadable(Status),
    /// It has errors, which have been told.
    Broken(Diagnostics),
    /// Its tests were run.
    Tested(Tested),
}

/// What came of a file's tests.
pub struct Tested {
    /// The tests that were run, in the order written.
    pub outcomes: Vec<Outcome>,
    /// The names of those that no filter lets through.
    pub filtered: Vec<String>,
    /// What no test has shown, and how much there was to be shown.
    pub coverage: Option<(Vec<Gap>, usize)>,
}

/// What came of a test.
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// What differs; nothing where it passed.
    pub differences: Vec<Difference>,
    /// How long it took.
    pub time: Duration,
}

impl Suite {
    /// Runs the tests of a file.
    pub fn run(file: &Path, arguments: &TestArguments, output: &mut Output) -> Suite {
        let mut read = Stamps::from([(file.to_owned(), watch::stamp(file))]);
        let source = match input::read(file, output) {
            Ok(source) => source,
            Err(status) => {
                let source = Source::new(file.display().to_string(), "");
                return Suite { source, state: State::Unreadable(status), read };
            }
        };
        let compiled = compile(&source);
        let base = compiled.model.as_ref().filter(|_| !compiled.diagnostics.has_errors());
        let Some(base) = base else {
            output.findings(&compiled.diagnostics, &source);
            return Suite { source, state: State::Broken(compiled.diagnostics), read };
        };
        let state = tested(base, &compiled, file, arguments, &mut read);
        Suite { source, state: State::Tested(state), read }
    }

    /// The tests that were run.
    pub fn outcomes(&self) -> &[Outcome] {
        match &self.state {
            State::Tested(it) => &it.outcomes,
            State::Unreadable(_) | State::Broken(_) => &[],
        }
    }

    /// How many things went wrong: failed tests, or the file itself.
    pub fn failed(&self) -> usize {
        match &self.state {
            State::Tested(it) => it.outcomes.iter().filter(|it| !it.passed()).count(),
            State::Unreadable(_) | State::Broken(_) => 1,
        }
    }

    /// The names of all its tests.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let filtered = match &self.state {
            State::Tested(it) => it.filtered.as_slice(),
            State::Unreadable(_) | State::Broken(_) => &[],
        };
        self.outcomes().iter().map(|it| it.name.as_str()).chain(filtered.iter().map(String::as_str))
    }
}

impl Outcome {
    /// Whether nothing differs.
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Runs the tests of a file, each on what is meant where it wants to be run: by the file, or in an environment.
fn tested(
    base: &Model,
    compiled: &Compiled,
    file: &Path,
    arguments: &TestArguments,
    read: &mut Stamps,
) -> Tested {
    let models: Vec<&Model> = compiled.models().collect();
    let files: Vec<Files> = models.iter().map(|it| given::read(it, file, read)).collect();
    let runners: Vec<Runner> =
        models.iter().zip(&files).map(|(model, files)| Runner::new(model, files)).collect();
    let mut coverage = arguments.coverage.then(|| Coverage::new(base));
    let is_wanted = |(_, it): &(&Runner, &Test)| {
        arguments.filter.is_empty() || arguments.filter.iter().any(|filter| it.name.value.contains(filter))
    };
    let tests = runners
        .iter()
        .zip(&models)
        .flat_map(|(runner, model)| model.tests.iter().map(move |it| (runner, it)));
    let mut tests: Vec<(&Runner, &Test)> = tests.collect();
    tests.sort_by_key(|(_, it)| it.name.span.start);
    let (wanted, others): (Vec<_>, Vec<_>) = tests.into_iter().partition(is_wanted);
    let outcomes = wanted.into_iter().map(|(runner, test)| {
        let started = Instant::now();
        let differences = runner.run(test, coverage.as_mut());
        let time = started.elapsed();
        Outcome { name: test.name.value.clone(), span: test.name.span, differences, time }
    });
    let outcomes = outcomes.collect();
    let filtered = others.into_iter().map(|(_, it)| it.name.value.clone()).collect();
    Tested { outcomes, filtered, coverage: coverage.map(|it| it.gaps()) }
}
