//! The rows as cases: a record of a section's stream, and what must become of it.
//!
//! | header | the cell is |
//! | --- | --- |
//! | a column of the section | its value in the record, as JSON; where it is empty, the key is missing |
//! | `record` | the whole record, instead |
//! | `decoded` | the record's row, or the reason why it has none |
//! | `read` | the same, where there is one column: its value, or the reason |
//! | `outcome` | the branches' rows and reasons, `high {…} ; low overflow`, or `-` where there is none |
//! | `expression`, `result` | an expression over the record, and its value or the reason why it has none |
//! | `expression`, `refused` | an expression, and the code of the finding that refuses it |
//! | a threshold of the section, `pattern`, `start` | its text; whether the parameter's pattern lets it pass; its value, or `no` where it stops the start |
//! | anything else | the header is an expression, the cell its value or the reason why it has none |

use super::corpus::{CORPUS, Row, Section, Table, bytes, text};
use crate::rules::reference::{kept, rejected};
use pipec_runtime::encode;
use pipec_tests::json;
use std::sync::LazyLock;

/// The streams of all sections.
pub static STREAMS: LazyLock<Vec<Stream>> = LazyLock::new(|| {
    CORPUS.iter().enumerate().map(|(index, section)| Stream::new(format!("s{index}"), section)).collect()
});

/// The reasons that a cell can name.
pub const REASONS: [&str; 6] = ["malformed", "missing", "type", "check", "overflow", "division_by_zero"];
/// The headers that are neither columns nor expressions.
const RESERVED: [&str; 6] = ["record", "decoded", "outcome", "result", "pattern", "start"];

/// A section as a stream, with a branch for each of its expressions.
#[derive(Debug)]
pub struct Stream {
    /// Its name.
    pub name: String,
    /// What it is made of.
    pub section: &'static Section,
    /// The expressions of its rows, each once.
    pub expressions: Vec<String>,
    /// What must become of records.
    pub cases: Vec<Case>,
    /// What must be refused.
    pub refusals: Vec<Refusal>,
    /// What must be, or not be, a threshold.
    pub starts: Vec<Start>,
    columns: Vec<String>,
}

/// A record, and what must become of it.
#[derive(Debug)]
pub struct Case {
    /// Where it is written.
    pub place: String,
    /// The rule that it states.
    pub rule: u8,
    /// The record.
    pub record: Vec<u8>,
    /// What is looked at.
    pub asked: Asked,
    /// What it must be, as it is written.
    pub expect: String,
}

/// What of a record's outcomes a case looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Its row.
    Decoded,
    /// The outcomes of the section's branches.
    Outcome,
    /// The value of an expression, by index.
    Value(usize),
}

/// An expression that is none.
#[derive(Debug)]
pub struct Refusal {
    /// Where it is written.
    pub place: String,
    /// The rule that it states.
    pub rule: u8,
    /// The expression.
    pub expression: String,
    /// The code of the finding.
    pub code: String,
}

/// A text that is given for a threshold.
#[derive(Debug)]
pub struct Start {
    /// Where it is written.
    pub place: String,
    /// The rule that it states.
    pub rule: u8,
    /// The threshold.
    pub threshold: String,
    /// The expression, by index, that is this threshold.
    pub expression: usize,
    /// The text.
    pub text: Vec<u8>,
    /// Whether the pattern of the stack's parameter lets it pass.
    pub passes: bool,
    /// Its value; none where it stops the start.
    pub value: Option<String>,
}

impl Stream {
    fn new(name: String, section: &'static Section) -> Stream {
        let columns = columns(section);
        let (expressions, cases) = (Vec::new(), Vec::new());
        let (refusals, starts) = (Vec::new(), Vec::new());
        let mut stream = Stream { name, section, expressions, cases, refusals, starts, columns };
        for table in &section.tables {
            table.rows.iter().for_each(|row| stream.read(table, row));
        }
        stream
    }

    fn read(&mut self, table: &Table, row: &Row) {
        let cell = |name: &str| Some(row.cells[table.header.iter().position(|it| it == name)?].as_str());
        let (place, rule) = (row.place.clone(), row.rule);
        if let (Some(expression), Some(code)) = (cell("expression"), cell("refused")) {
            let (expression, code) = (text(expression), code.to_owned());
            return self.refusals.push(Refusal { place, rule, expression, code });
        }
        if let (Some(pattern), Some(start)) = (cell("pattern"), cell("start")) {
            return self.start(table, row, pattern, start);
        }
        let record = cell("record").map_or_else(|| self.record(table, row), bytes);
        for (header, cell) in table.header.iter().zip(&row.cells) {
            let asked = match header.as_str() {
                "decoded" | "read" => Asked::Decoded,
                "outcome" => Asked::Outcome,
                "expression" => Asked::Value(self.expression(&text(cell))),
                name if RESERVED.contains(&name) || self.columns.iter().any(|it| it == name) => continue,
                expression => Asked::Value(self.expression(expression)),
            };
            let expect = match header.as_str() {
                "expression" => cell_of(table, row, "result"),
                "read" if !REASONS.contains(&cell.as_str()) => format!("{{\"{}\":{cell}}}", self.columns[0]),
                _ => cell.clone(),
            };
            self.cases.push(Case { place: place.clone(), rule, record: record.clone(), asked, expect });
        }
    }

    fn start(&mut self, table: &Table, row: &Row, pattern: &str, start: &str) {
        let (threshold, written) = (table.header[0].clone(), &row.cells[0]);
        assert!(self.section.thresholds.iter().any(|it| it.0 == threshold), "{}: no threshold", row.place);
        let expression = self.expression(&threshold);
        self.starts.push(Start {
            place: row.place.clone(),
            rule: row.rule,
            expression,
            threshold,
            text: bytes(written),
            passes: pattern == "yes",
            value: (start != "no").then(|| text(start)),
        });
    }

    /// The index of an expression.
    fn expression(&mut self, text: &str) -> usize {
        let known = self.expressions.iter().position(|it| it == text);
        known.unwrap_or_else(|| {
            self.expressions.push(text.to_owned());
            self.expressions.len() - 1
        })
    }

    /// The record with the columns of a row that have a cell.
    fn record(&self, table: &Table, row: &Row) -> Vec<u8> {
        let mut record = b"{".to_vec();
        for (header, cell) in table.header.iter().zip(&row.cells) {
            if cell.is_empty() || !self.columns.contains(header) {
                continue;
            }
            if record.len() > 1 {
                record.push(b',');
            }
            let mut key = String::new();
            encode::quoted(header, &mut key);
            record.extend(key.bytes().chain([b':']).chain(bytes(cell)));
        }
        record.push(b'}');
        record
    }

    /// The branch that has the whole row.
    pub fn whole(&self) -> String {
        format!("{}_all", self.name)
    }

    /// The branch of an expression.
    pub fn branch(&self, expression: usize) -> String {
        format!("{}_e{expression}", self.name)
    }

    /// The branches that a case asks.
    pub fn asked(&self, case: &Case) -> Vec<String> {
        match case.asked {
            Asked::Decoded => vec![self.whole()],
            Asked::Outcome => self.section.branches.iter().map(|it| it.name.clone()).collect(),
            Asked::Value(expression) => vec![self.branch(expression)],
        }
    }

    /// The lines that these branches must write.
    pub fn expected(&self, case: &Case) -> Vec<String> {
        let expect = case.expect.as_str();
        match case.asked {
            Asked::Decoded if REASONS.contains(&expect) => vec![rejected(&self.name, None, expect)],
            Asked::Decoded => vec![kept(&self.whole(), &text(expect))],
            Asked::Outcome if expect == "-" => Vec::new(),
            Asked::Outcome if REASONS.contains(&expect) => vec![rejected(&self.name, None, expect)],
            Asked::Outcome => expect.split(" ; ").map(|it| self.outcome(it)).collect(),
            Asked::Value(expression) => vec![self.valued(expression, expect)],
        }
    }

    fn outcome(&self, written: &str) -> String {
        let (branch, expect) = written.split_once(' ').expect("an outcome is a branch and what it has");
        match REASONS.contains(&expect) {
            true => rejected(&self.name, Some(branch), expect),
            false => kept(branch, &text(expect)),
        }
    }

    /// The line of an expression's branch.
    pub fn valued(&self, expression: usize, expect: &str) -> String {
        let branch = self.branch(expression);
        match REASONS.contains(&expect) {
            true => rejected(&self.name, Some(&branch), expect),
            false => kept(&branch, &format!("{{\"value\":{}}}", text(expect))),
        }
    }
}

fn cell_of(table: &Table, row: &Row, name: &str) -> String {
    let index = table.header.iter().position(|it| it == name);
    row.cells[index.unwrap_or_else(|| panic!("{}: there is no `{name}`", row.place))].clone()
}

/// The names of a section's columns.
fn columns(section: &Section) -> Vec<String> {
    if section.columns.is_empty() {
        return Vec::new();
    }
    let columns = json::from_yaml(&section.columns);
    columns.as_object().expect("columns are a mapping").keys().cloned().collect()
}
