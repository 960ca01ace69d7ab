//! All that comes out of the engine where a test looks.

use super::coverage::Coverage;
use super::letters;
use super::row::{Came, Found};
use super::sums::Sums;
use super::table::Table;
use crate::local::{Holds, Origin, Rejected, Route, See, item_key, routes};
use crate::model::test::{Form, Of, Test};
use crate::model::{Branch, BranchId, Column, Model, SinkId, StreamId, Target};
use pipec_runtime::context::Context;
use pipec_runtime::encode;
use pipec_runtime::fault::Reason;
use pipec_runtime::row::Row;
use pipec_runtime::value::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What came, by expectation.
pub struct Seen<'t, 'm> {
    model: &'m Model,
    test: &'t Test,
    sums: &'t Sums,
    coverage: Option<&'t mut Coverage<'m>>,
    routes: Vec<Vec<Route>>,
    /// The columns of each branch's rows.
    columns: Vec<Rc<[String]>>,
    letter: Rc<[String]>,
    came: Vec<Vec<Came>>,
    tables: BTreeMap<usize, Table>,
}

impl<'t, 'm> Seen<'t, 'm> {
    /// Before the first record.
    pub fn new(
        model: &'m Model,
        test: &'t Test,
        sums: &'t Sums,
        mut coverage: Option<&'t mut Coverage<'m>>,
    ) -> Seen<'t, 'm> {
        if let Some(coverage) = &mut coverage {
            coverage.begins(test);
        }
        Seen {
            model,
            test,
            sums,
            coverage,
            routes: routes(model),
            columns: model.branches.iter().map(columns).collect(),
            letter: letters::NAMES.map(str::to_owned).into(),
            came: test.expect.iter().map(|_| Vec::new()).collect(),
            tables: BTreeMap::new(),
        }
    }

    /// A record comes by a stream.
    pub fn arrives(&mut self, stream: StreamId, record: &[u8]) {
        let of = Of::Stream(stream);
        let written = self.model.writers(Target::Stream(stream)).next().is_some();
        if !written && self.form(of) == Some(Form::Records) {
            self.note(of, || Came::record(record));
        }
    }

    /// The rows that came, by expectation.
    pub fn rows(mut self) -> Vec<Vec<Came>> {
        for (expectation, came) in self.test.expect.iter().zip(&mut self.came) {
            if let Of::Sink(SinkId(id)) = expectation.of
                && let Some(table) = self.tables.remove(&id)
            {
                came.extend(table.items());
            }
        }
        self.came
    }

    fn form(&self, of: Of) -> Option<Form> {
        self.test.expect.iter().find(|it| it.of == of).map(|it| it.form)
    }

    /// Notes what came out somewhere, if the test looks there.
    fn note(&mut self, of: Of, came: impl FnOnce() -> Came) {
        if let Some(at) = self.test.expect.iter().position(|it| it.of == of) {
            self.came[at].push(came());
        }
    }

    /// A branch's row as it comes out somewhere.
    fn note_row(&mut self, of: Of, branch: BranchId, row: &Row<'_>) {
        match self.form(of) {
            Some(Form::Records) => {
                let record = encode::row(self.columns[branch.0].iter().map(String::as_str), row);
                self.note(of, || Came::record(record.as_bytes()));
            }
            Some(Form::Rows | Form::DeadLetters) => {
                let came = self.row(branch, row);
                self.note(of, || came);
            }
            None => {}
        }
    }

    fn row(&self, branch: BranchId, row: &Row<'_>) -> Came {
        let found = |(column, value): (usize, &Value<'_>)| match value {
            Value::Double(it) if self.sums.is_one(branch, column) => Found::Sum(*it),
            value => Found::Value(value.clone().into_owned()),
        };
        let values = row.values().iter().enumerate().map(found).collect();
        Came { names: self.columns[branch.0].clone(), values, bytes: None }
    }

    /// Puts a row into a table, as its item.
    fn put(
        &mut self,
        sink: usize,
        branch: BranchId,
        row: &Row<'_>,
        origin: Origin<'_>,
        holds: (&[usize], bool),
    ) {
        let (key, replaces) = holds;
        // What has no key is refused, which the engine has been told.
        if let Ok(key) = item_key(row, key) {
            let id = origin.id(&self.model.name.value, &self.model.branch(branch).name.value);
            let item = self.row(branch, row);
            self.tables.entry(sink).or_default().put(key, id, item, replaces);
        }
    }
}

impl See for Seen<'_, '_> {
    fn accepted(&mut self, stream: StreamId, row: &Row<'_>) {
        let is_written = self.model.writers(Target::Stream(stream)).next().is_some();
        let columns = &self.model.stream(stream).columns;
        if !is_written {
            self.note(Of::Stream(stream), || Came {
                names: names(columns.iter()),
                values: row.values().iter().map(|it| Found::Value(it.clone().into_owned())).collect(),
                bytes: None,
            });
        }
    }

    fn entered(&mut self, branch: BranchId, row: &Row<'_>, context: &Context) {
        if let Some(coverage) = &mut self.coverage {
            coverage.entered(branch, row, context);
        }
    }

    fn closes(&mut self, branch: BranchId, row: &Row<'_>, output: &Row<'_>, context: &Context) {
        if let Some(coverage) = &mut self.coverage {
            coverage.closes(branch, row, output, context);
        }
    }

    fn refuses(&mut self, branch: BranchId, row: &Row<'_>) -> Option<Reason> {
        self.routes[branch.0].iter().find_map(|it| match &it.holds {
            Holds::Items { key, .. } => item_key(row, key).err(),
            Holds::Rows | Holds::Bytes { .. } => None,
        })
    }

    fn made(&mut self, branch: BranchId, row: &Row<'_>, origin: Origin<'_>) {
        self.note_row(Of::Branch(branch), branch, row);
        for Route { target, holds } in self.routes[branch.0].clone() {
            match (target, &holds) {
                (Target::Sink(SinkId(sink)), Holds::Items { key, replaces }) => {
                    self.put(sink, branch, row, origin, (key, *replaces));
                }
                (Target::Sink(sink), Holds::Rows | Holds::Bytes { .. }) => {
                    self.note_row(Of::Sink(sink), branch, row);
                }
                (Target::Stream(stream), _) => {
                    self.note_row(Of::Stream(stream), branch, row);
                }
            }
        }
    }

    fn kept(&mut self, branch: BranchId, record: &[u8]) {
        self.note(Of::Branch(branch), || Came::record(record));
        for Route { target, .. } in self.routes[branch.0].clone() {
            if let Target::Sink(sink) = target {
                self.note(Of::Sink(sink), || Came::record(record));
            }
        }
    }

    fn rejected(&mut self, rejected: Rejected<'_>) {
        let model = self.model;
        if let (Some(coverage), Some(branch), Reason::Late) =
            (&mut self.coverage, rejected.branch, rejected.reason)
        {
            coverage.late(branch);
        }
        let (letter, now) = (self.letter.clone(), self.test.now);
        self.note(Of::DeadLetters, || letters::came(model, &rejected, now, letter));
    }
}

fn columns(branch: &Branch) -> Rc<[String]> {
    let outputs = branch.as_hot().map(|it| it.outputs.as_slice()).unwrap_or_default();
    names(outputs.iter().map(|it| &it.column))
}

fn names<'c>(columns: impl Iterator<Item = &'c Column>) -> Rc<[String]> {
    columns.map(|it| it.name.value.clone()).collect()
}
