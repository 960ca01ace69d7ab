//! Unit tests, resolved: records as bytes, expected rows as values of the columns' types.

mod codes;
mod expect;
mod given;
mod json;
mod row;
mod settings;
mod subject;
mod value;

pub use codes::CODES;
pub use json::Json;

use super::flow;
use super::{BranchId, Model, SinkId, StreamId};
use crate::diagnostic::Diagnostics;
use crate::source::{Span, Spanned};
use crate::spec;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::value::Value;

/// What `now()` is in a test that does not say: 2026-01-01T00:00:00Z.
const NOW: Timestamp = Timestamp(1_767_225_600_000);

/// A unit test.
#[derive(Debug, Clone)]
pub struct Test {
    /// Its name.
    pub name: Spanned<String>,
    /// What `now()` is.
    pub now: Timestamp,
    /// The values of all thresholds, in the model's order.
    pub thresholds: Vec<Value<'static>>,
    /// The records, in order of arrival.
    pub given: Vec<Given>,
    /// What must come of them.
    pub expect: Vec<Expectation>,
    /// Whether windows are closed at the end.
    pub closes: bool,
}

/// Records of a stream.
#[derive(Debug, Clone)]
pub struct Given {
    /// The stream.
    pub stream: StreamId,
    /// The records.
    pub records: Records,
}

/// Records, or where they are.
#[derive(Debug, Clone)]
pub enum Records {
    /// They stand in the test.
    Written(Vec<Record>),
    /// The lines of a file, by its path from the spec.
    File(Spanned<String>),
}

/// A record.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How often it comes.
    pub times: u32,
}

/// What must come of the records somewhere.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// Where.
    pub of: Of,
    /// What it holds.
    pub form: Form,
    /// Its name, where the test writes it.
    pub name: Spanned<String>,
    /// How many rows.
    pub count: Option<Spanned<usize>>,
    /// Which rows.
    pub lists: Vec<List>,
}

/// Where rows come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A sink.
    Sink(SinkId),
    /// A stream: the rows that branches write to it; where none does, the records that it has accepted.
    Stream(StreamId),
    /// A branch.
    Branch(BranchId),
    /// What could not be taken.
    DeadLetters,
}

/// What comes out there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Rows of typed columns.
    Rows,
    /// Records, as the bytes that came.
    Records,
    /// Dead letters.
    DeadLetters,
}

/// Rows, and how they are compared.
#[derive(Debug, Clone)]
pub struct List {
    /// How.
    pub kind: Kind,
    /// Whether what comes has no other columns than those that the rows name.
    pub whole: bool,
    /// Where the list, or its key, stands.
    pub span: Span,
    /// The rows.
    pub rows: Vec<Row>,
}

/// How rows are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// These and no others, in any order.
    All,
    /// These among others.
    Some,
    /// These and no others, in this order.
    Ordered,
}

/// A row that is expected.
#[derive(Debug, Clone)]
pub struct Row {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub body: Body,
}

/// What a row must be.
#[derive(Debug, Clone)]
pub enum Body {
    /// Something that has these.
    Cells(Vec<Cell>),
    /// A record of this text.
    Text(String),
}

/// What a row must have in a column.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The column, where the test writes it.
    pub name: Spanned<String>,
    /// The value.
    pub wanted: Wanted,
}

/// A value that is expected.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// One of these: branches that write to one sink may have a column in several types.
    Value(Vec<Value<'static>>),
    /// This JSON, in a record as it came.
    Json(Json),
    /// A record with these keys, in the `raw` of a dead letter.
    Object(Json),
}

/// The tests of a file, or those of one of its environments; those parts of them that could be read.
pub(super) fn read(model: &Model, findings: &mut Diagnostics) -> Vec<Test> {
    let tests = &model.spec.tests.items;
    if tests.is_empty() {
        return Vec::new();
    }
    let now = flow::reached(model, &|made| made.calls("now"));
    let reader = Reader { model, now: &now };
    let tests = tests.iter().filter_map(|(name, it)| Some((name, it.as_ref()?)));
    let read = |(name, it)| settings::is_for(model, it, findings).then(|| reader.test(name, it, findings));
    tests.filter_map(read).collect()
}

/// What is needed to read tests.
struct Reader<'m> {
    model: &'m Model,
    /// Of each branch's columns, whether the time of processing is in them.
    now: &'m [Vec<bool>],
}

impl Reader<'_> {
    fn test(&self, name: &Spanned<String>, written: &spec::Test, findings: &mut Diagnostics) -> Test {
        let now = settings::now(written, findings);
        let given = written.given.0.iter().flat_map(|it| &it.items);
        let given = given.filter_map(|(name, it)| given::read(self.model, name, it.as_ref(), findings));
        let given = given.collect();
        let expect = written.expect.0.iter().flat_map(|it| &it.items);
        let asked = expect::Asked { reader: self, has_now: written.now.is_some() };
        let expect = expect.filter_map(|(name, it)| asked.expectation(name, it.as_ref(), findings)).collect();
        settings::tell_nothing_checked(name, written, findings);
        Test {
            name: name.clone(),
            now: now.unwrap_or(NOW),
            thresholds: settings::thresholds(self.model, written, findings),
            given,
            expect,
            closes: written.close.as_ref().is_none_or(|it| it.value),
        }
    }
}
