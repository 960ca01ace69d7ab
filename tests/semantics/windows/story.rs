//! A table as a story: records in the order of their arrival, and what comes out after each.
//!
//! Two kinds of tables are there. A story is one run over an empty state:
//!
//! | header | the cell is |
//! | --- | --- |
//! | a column of the section | its value in the record, as JSON; where it is empty, the key is missing |
//! | `record` | the whole record, instead |
//! | `rows` | the rows that come out after the record, one a line: a branch and the values of the columns that it `gives` |
//! | `dead` | the dead letters that come out after it, one a line |
//!
//! In place of a record its last row has `end`, which closes all windows, or `end open`, which leaves them as they are.
//! Rows stand in the order of rule 12. The rows of a branch without `gives` are not looked at; all dead letters are, in
//! any order. A dead letter is its reason and its branch, or its stream (`input` is the section's). Behind that stands
//! what its `raw` has: the bounds and the key of a window's row, or a whole object; nothing is the record that has just
//! arrived, and `?` is anything. A double after `≈` may differ from what is found in its thirteenth digit.
//!
//! The other kind is many short stories, one a row: records at one moment, in one window, and what aggregates give at the
//! end of it.
//!
//! | header | the cell is |
//! | --- | --- |
//! | `of` | the records: what their only column has beside the event time, or objects of the others |
//! | anything else | the header is an expression over aggregates, the cell its value, or the reason of its row's dead letter |

use super::cell::{object, text, values};
use crate::semantics::cases::REASONS;
use crate::semantics::corpus::{Branch, Row as Written, Section, Table};
use pipec_tests::json;
use std::collections::BTreeSet;

/// The stream that a section's records come by.
pub const INPUT: &str = "input";
/// When the records of a short story happen, and the window that they are in.
const MOMENT: &str = "@10:00";
const WINDOW: &str = "@10:00, @11:00";
/// The columns of a short story's rows.
const VALUED: [&str; 3] = ["window_start", "window_end", "value"];

/// A section with its stories.
#[derive(Debug)]
pub struct Stage {
    /// What it is made of.
    pub section: &'static Section,
    /// The expressions of short stories, each once; see [`Stage::branch`].
    pub expressions: Vec<String>,
    /// The stories.
    pub stories: Vec<Story>,
}

/// Records in the order of their arrival, and what comes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Where it begins.
    pub place: String,
    /// The branches whose rows are looked at.
    pub asked: BTreeSet<String>,
    /// The branches and streams whose dead letters are looked at.
    pub watched: BTreeSet<String>,
    /// What happens.
    pub steps: Vec<Step>,
}

impl Story {
    /// All that comes out.
    pub fn whole(&self) -> Gives {
        let gives = self.steps.iter().map(|it| &it.gives);
        Gives {
            rows: gives.clone().flat_map(|it| it.rows.clone()).collect(),
            dead: gives.flat_map(|it| it.dead.clone()).collect(),
        }
    }
}

/// A record or the end, and what comes out after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Where it is written.
    pub place: String,
    /// The rule that it states.
    pub rule: u8,
    /// What arrives.
    pub arrives: Arrival,
    /// What comes out.
    pub gives: Gives,
}

/// What arrives.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival {
    /// A record of the section's stream.
    Record(Vec<u8>),
    /// The end of a bounded run, which closes all windows.
    End,
    /// The end, with windows left open.
    EndOpen,
}

/// What comes out at one moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gives {
    /// Rows, in their order.
    pub rows: Vec<Row>,
    /// Dead letters.
    pub dead: Vec<Letter>,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its branch.
    pub branch: String,
    /// The row as one JSON object.
    pub row: String,
}

/// A dead letter.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub struct Letter {
    /// Why.
    pub reason: String,
    /// The branch that could not take it, or the stream.
    pub about: String,
    /// Its bytes; none where a story does not say.
    pub raw: Option<Vec<u8>>,
}

impl Stage {
    /// The stories of a section.
    pub fn new(section: &'static Section) -> Stage {
        let mut stage = Stage { section, expressions: Vec::new(), stories: Vec::new() };
        for table in &section.tables {
            match table.header.split_first() {
                Some((first, expressions)) if first == "of" => {
                    let asked: Vec<usize> = expressions.iter().map(|it| stage.expression(it)).collect();
                    let stories: Vec<Story> = table.rows.iter().map(|it| stage.short(&asked, it)).collect();
                    stage.stories.extend(stories);
                }
                Some(_) | None => stage.stories.push(stage.story(table)),
            }
        }
        stage
    }

    /// The branch of an expression, by its index.
    pub fn branch(index: usize) -> String {
        format!("value{index}")
    }

    fn expression(&mut self, expression: &str) -> usize {
        let known = self.expressions.iter().position(|it| it == expression);
        known.unwrap_or_else(|| {
            self.expressions.push(expression.to_owned());
            self.expressions.len() - 1
        })
    }

    fn story(&self, table: &Table) -> Story {
        let Section { branches, streams, gives, .. } = self.section;
        let names = branches.iter().map(|it| &it.name).chain(streams.iter().map(|it| &it.0)).cloned();
        let steps: Vec<Step> = table.rows.iter().map(|it| self.step(table, it)).collect();
        let place = table.rows.first().map_or_else(String::new, |it| it.place.clone());
        let ends = steps.iter().filter(|it| !matches!(it.arrives, Arrival::Record(_))).count();
        let is_ended = steps.last().is_some_and(|it| !matches!(it.arrives, Arrival::Record(_)));
        assert!(ends == 1 && is_ended, "{place}: a story has one end, in its last row");
        let asked = gives.iter().map(|it| it.0.clone()).collect();
        Story { place, asked, watched: names.chain([INPUT.to_owned()]).collect(), steps }
    }

    fn step(&self, table: &Table, row: &Written) -> Step {
        let cell = |name: &str| {
            let found = table.header.iter().position(|it| it == name);
            found.map(|it| row.cells[it].as_str())
        };
        let arrives = match row.cells.first().map_or("", String::as_str) {
            "end" => Arrival::End,
            "end open" => Arrival::EndOpen,
            _ => {
                Arrival::Record(cell("record").map_or_else(|| record(table, row), |it| text(it).into_bytes()))
            }
        };
        let rows = cell("rows").unwrap_or_else(|| panic!("{} is in no story", row.place));
        let dead = cell("dead").unwrap_or_default();
        let gives = Gives {
            rows: rows.lines().map(|it| self.row(&row.place, it)).collect(),
            dead: dead.lines().map(|it| self.letter(&row.place, it, &arrives)).collect(),
        };
        Step { place: row.place.clone(), rule: row.rule, arrives, gives }
    }

    fn row(&self, place: &str, line: &str) -> Row {
        let (branch, cells) = line.split_once(' ').unwrap_or((line, ""));
        let found = self.section.gives.iter().find(|it| it.0 == branch);
        let (_, columns) = found.unwrap_or_else(|| panic!("{place}: nothing says what `{branch}` gives"));
        let values = values(cells);
        assert!(values.len() == columns.len(), "{place}: `{branch}` gives {} columns", columns.len());
        Row { branch: branch.to_owned(), row: object(columns.iter().map(String::as_str), &values) }
    }

    fn letter(&self, place: &str, line: &str, arrives: &Arrival) -> Letter {
        let mut parts = line.splitn(3, ' ');
        let (reason, about) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let raw = match (parts.next(), arrives) {
            (Some("?"), _) => None,
            (Some(object), _) if object.starts_with('{') => Some(text(object).into_bytes()),
            (Some(cells), _) => Some(self.bounds(about, cells).into_bytes()),
            (None, Arrival::Record(record)) => Some(record.clone()),
            (None, Arrival::End | Arrival::EndOpen) => panic!("{place}: what is the raw of `{line}`?"),
        };
        Letter { reason: reason.to_owned(), about: about.to_owned(), raw }
    }

    /// The bounds and the key of a window's row, as a dead letter of this branch has them.
    fn bounds(&self, branch: &str, cells: &str) -> String {
        let names = [["window_start", "window_end"].map(str::to_owned).to_vec(), self.keys(branch)].concat();
        let values = values(cells);
        assert!(values.len() == names.len(), "the key of `{branch}` is {names:?}, and not {cells}");
        object(names.iter().map(String::as_str), &values)
    }

    /// The key of the windows that a branch makes, or reads.
    fn keys(&self, branch: &str) -> Vec<String> {
        let Some(Branch { body, of, .. }) = self.section.branches.iter().find(|it| it.name == branch) else {
            return Vec::new();
        };
        let body = json::from_yaml(body);
        match (body.get("window"), of) {
            (None, Some(of)) => self.keys(of),
            (Some(_), _) | (None, None) => {
                let keys = body["group_by"].as_array().into_iter().flatten();
                keys.filter_map(|it| it.as_str().map(str::to_owned)).collect()
            }
        }
    }

    /// A short story, of these expressions.
    fn short(&self, asked: &[usize], row: &Written) -> Story {
        let place = row.place.clone();
        let (of, results) = row.cells.split_first().expect("`of` is a cell");
        let step = |arrives, gives| Step { place: place.clone(), rule: row.rule, arrives, gives };
        let records =
            values(of).into_iter().map(|it| step(Arrival::Record(self.at_once(&it)), Gives::default()));
        let mut steps: Vec<Step> = records.collect();
        let mut results: Vec<(usize, &String)> = asked.iter().copied().zip(results).collect();
        results.sort();
        let mut gives = Gives::default();
        for (expression, result) in results {
            let branch = Stage::branch(expression);
            match REASONS.contains(&result.as_str()) {
                true => {
                    let raw = Some(self.bounds(&branch, WINDOW).into_bytes());
                    gives.dead.push(Letter { reason: result.clone(), about: branch, raw });
                }
                false => {
                    let row = object(VALUED, &values(&format!("{WINDOW}, {result}")));
                    gives.rows.push(Row { branch, row });
                }
            }
        }
        steps.push(step(Arrival::End, gives));
        let asked: BTreeSet<String> = asked.iter().map(|it| Stage::branch(*it)).collect();
        let watched = asked.iter().cloned().chain([INPUT.to_owned()]).collect();
        Story { place, asked, watched, steps }
    }

    /// A record of a short story: an object without the event time, or the value of the only other column.
    fn at_once(&self, written: &str) -> Vec<u8> {
        let time = self.section.time.as_ref().expect("windows need an event time").column.as_str();
        let rest = written.strip_prefix('{').map(str::to_owned).unwrap_or_else(|| {
            let columns = json::from_yaml(&self.section.columns);
            let mut others = columns.as_object().into_iter().flatten().map(|it| it.0.as_str());
            let other = others.find(|it| *it != time).unwrap_or_default();
            format!("\"{other}\":{written}}}")
        });
        format!("{{\"{time}\":{},{rest}", text(MOMENT)).into_bytes()
    }
}

/// The record of a row that has its columns.
fn record(table: &Table, row: &Written) -> Vec<u8> {
    let cells = table.header.iter().zip(&row.cells);
    let cells = cells.filter(|(name, cell)| !matches!(name.as_str(), "rows" | "dead") && !cell.is_empty());
    let (names, cells): (Vec<&str>, Vec<String>) = cells.map(|(name, it)| (name.as_str(), text(it))).unzip();
    object(names, &cells).into_bytes()
}
