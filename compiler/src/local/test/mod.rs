//! Unit tests of a pipeline, run on the embedded engine: what went in, what came out, and how that differs from what
//! was expected.

mod coverage;
mod differences;
mod letters;
mod matching;
mod outcome;
mod row;
mod seen;
mod sums;
mod table;

pub use coverage::{Coverage, Gap};
pub use matching::matching;
pub use outcome::{Difference, Differing, Problem};

use super::Engine;
use crate::model::Model;
use crate::model::test::{Records, Test};
use crate::source::Span;
use seen::Seen;
use std::collections::BTreeMap;
use sums::Sums;

/// The lines of the files that tests give, by the path that they give; or why one cannot be read.
pub type Files = BTreeMap<String, Result<Vec<Vec<u8>>, String>>;

/// Runs the tests of one model.
pub struct Runner<'m> {
    model: &'m Model,
    sums: Sums,
    files: &'m Files,
}

impl<'m> Runner<'m> {
    /// For a model without errors.
    pub fn new(model: &'m Model, files: &'m Files) -> Runner<'m> {
        Runner { model, sums: Sums::new(model), files }
    }

    /// Runs one test: what differs, nothing where it passes.
    pub fn run(&self, test: &Test, coverage: Option<&mut Coverage<'m>>) -> Vec<Difference> {
        let unread: Vec<Difference> = test.given.iter().filter_map(|it| self.unread(&it.records)).collect();
        if !unread.is_empty() {
            return unread;
        }
        let mut engine = Engine::new(self.model, test.thresholds.clone());
        let mut seen = Seen::new(self.model, test, &self.sums, coverage);
        for given in &test.given {
            let mut accept = |record: &[u8]| {
                seen.arrives(given.stream, record);
                engine.accept(given.stream, record, test.now, &mut seen);
            };
            match &given.records {
                Records::Written(records) => {
                    records.iter().for_each(|it| (0..it.times).for_each(|_| accept(&it.bytes)));
                }
                Records::File(path) => {
                    let lines = self.files.get(&path.value).and_then(|it| it.as_ref().ok());
                    lines.into_iter().flatten().for_each(|it| accept(it));
                }
            }
        }
        if test.closes {
            engine.close(test.now, &mut seen);
        }
        let rows = seen.rows();
        test.expect.iter().zip(&rows).flat_map(|(it, rows)| differences::of(it, rows)).collect()
    }

    fn unread(&self, records: &Records) -> Option<Difference> {
        let Records::File(path) = records else { return None };
        let why = match self.files.get(&path.value) {
            Some(Ok(_)) => return None,
            Some(Err(why)) => why.clone(),
            None => format!("`{}` was not read", path.value),
        };
        Some(Difference::new(path.span, Problem::Unread, why))
    }
}

/// The files that a model's tests read, by the path that they give, with a place of each.
pub fn files(model: &Model) -> Vec<(String, Span)> {
    let given = model.tests.iter().flat_map(|it| &it.given);
    let paths = given.filter_map(|it| match &it.records {
        Records::File(path) => Some((path.value.clone(), path.span)),
        Records::Written(_) => None,
    });
    paths.collect()
}
