//! The corpus as it is written: files of sections, sections of tables, tables of rows.
//!
//! A file is read line by line. `# …` is for people. `## …` begins a section: its title, then what its rows are about,
//! each as the language of pipelines has it:
//!
//! ```text
//! columns { v: integer, w: varchar(3) not null }      the columns of the section's stream
//! threshold high { type: integer, value: 5 }          a threshold
//! branch hot { where: v > 0 }                         a branch of the stream, with a name that no other section has
//! branch hotter of hot { where: v > 9 }               a branch of that branch
//! now 2026-01-01T00:00:00Z                            what `now()` gives
//! id [v, w]                                           the columns that identify a record of the stream
//! ```
//!
//! and where it is about windows (see `windows/story.rs`), with names that no other of the section has,
//!
//! ```text
//! time t delay 5s                                     the column with the event time, and how long windows wait
//! stream copies { event_time: u }                     a stream that branches write
//! schema copies { u: timestamp not null }             the columns that it must have
//! branch copied to copies { }                         a branch that writes it; a branch `of copies` reads it
//! gives hot t, v                                      the columns of a branch's rows, in their order
//! ```
//!
//! A table is its header and the rows below it, up to an empty line; ` | ` stands between cells. The first cell of a row
//! is the number of its rule; a line without one goes on with the row above it, cell by cell. What the others are is said
//! by the header: see `cases.rs`. In a cell `⟨ff 00⟩` is bytes, and `⟨39×9⟩` a text so many times.

use pipec_tests::place;
use std::sync::LazyLock;

/// All sections of all files that stand here; those about windows stand in a folder of their own.
pub static CORPUS: LazyLock<Vec<Section>> = LazyLock::new(|| folder("tests/semantics"));

/// All sections of all files of a folder.
pub fn folder(path: &str) -> Vec<Section> {
    let files = place::entries(&place::root().join(path));
    let tables = files.into_iter().filter(|it| it.extension().is_some_and(|it| it == "txt"));
    tables.flat_map(|it| sections(&place::stem(&it), &place::read(&it))).collect()
}

/// A part of a file.
#[derive(Debug, Default)]
pub struct Section {
    /// The columns of its stream, as YAML.
    pub columns: String,
    /// Thresholds, each a name and its YAML.
    pub thresholds: Vec<(String, String)>,
    /// Branches, each after the one it reads.
    pub branches: Vec<Branch>,
    /// What `now()` gives.
    pub now: Option<String>,
    /// The columns that identify a record, as YAML.
    pub id: Option<String>,
    /// The event time of its stream.
    pub time: Option<Time>,
    /// Streams that branches write, each a name and its YAML.
    pub streams: Vec<(String, String)>,
    /// The columns of such streams, each a name and its YAML.
    pub schemas: Vec<(String, String)>,
    /// The columns of branches' rows, each a name and what it has.
    pub gives: Vec<(String, Vec<String>)>,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// The event time of a stream.
#[derive(Debug)]
pub struct Time {
    /// Its column.
    pub column: String,
    /// How long windows wait; the language's default without it.
    pub delay: Option<String>,
}

/// A branch of a section's stream.
#[derive(Debug)]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// The branch or stream it reads; none where it reads the section's stream.
    pub of: Option<String>,
    /// The stream it writes.
    pub to: Option<String>,
    /// Its YAML.
    pub body: String,
}

/// Rows of one form.
#[derive(Debug)]
pub struct Table {
    /// What the cells are, but for the rule's number.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug)]
pub struct Row {
    /// Where it stands, for a message.
    pub place: String,
    /// The rule that it states.
    pub rule: u8,
    /// Its cells, but for the rule's number.
    pub cells: Vec<String>,
}

/// The sections of a file.
pub fn sections(file: &str, text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut in_table = false;
    for (number, line) in text.lines().enumerate() {
        let place = format!("{file}.txt:{}", number + 1);
        let line = line.trim_end();
        if line.starts_with("## ") {
            sections.push(Section::default());
        } else if line.is_empty() {
            in_table = false;
        } else if !line.starts_with("# ") {
            let section = sections.last_mut().unwrap_or_else(|| panic!("{place} stands in no section"));
            match section.tables.last_mut().filter(|_| in_table) {
                Some(table) => table.take(place, line),
                None => in_table = section.tell(&place, line),
            }
        }
    }
    sections
}

impl Section {
    /// Takes a line that is no row; whether rows follow.
    fn tell(&mut self, place: &str, line: &str) -> bool {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        match word {
            "rule" => {
                let header = cells(line).into_iter().skip(1).collect();
                self.tables.push(Table { header, rows: Vec::new() });
            }
            "columns" => self.columns = rest.to_owned(),
            "now" => self.now = Some(rest.to_owned()),
            "id" => self.id = Some(rest.to_owned()),
            "time" => {
                let (column, delay) = apart(rest, " delay ");
                self.time = Some(Time { column, delay });
            }
            "gives" => {
                let (name, columns) = rest.split_once(' ').unwrap_or((rest, ""));
                let columns = columns.split(',').map(|it| it.trim().to_owned());
                self.gives.push((name.to_owned(), columns.collect()));
            }
            "threshold" => self.thresholds.push(named(rest)),
            "stream" => self.streams.push(named(rest)),
            "schema" => self.schemas.push(named(rest)),
            "branch" => {
                let (names, body) = named(rest);
                let (names, to) = apart(&names, " to ");
                let (name, of) = apart(&names, " of ");
                self.branches.push(Branch { name, of, to, body });
            }
            _ => panic!("{place} is neither a row nor said of a section: {line}"),
        }
        word == "rule"
    }
}

/// A name, and the YAML behind it.
fn named(text: &str) -> (String, String) {
    let (name, body) = text.split_at(text.find('{').unwrap_or(text.len()));
    (name.trim().to_owned(), body.to_owned())
}

/// What stands before a word, and what behind it, if it is there.
fn apart(text: &str, word: &str) -> (String, Option<String>) {
    let (before, behind) = text.split_once(word).map_or((text, None), |(it, other)| (it, Some(other)));
    (before.trim().to_owned(), behind.map(|it| it.trim().to_owned()))
}

impl Table {
    /// Takes a row, or what goes on with the last one.
    fn take(&mut self, place: String, line: &str) {
        let mut found = cells(line).into_iter();
        let rule = found.next().unwrap_or_default();
        let found: Vec<String> = found.collect();
        let columns = self.header.len();
        assert!(found.len() == columns, "{place} has {} cells, and the header {columns}", found.len());
        match self.rows.last_mut().filter(|_| rule.is_empty()) {
            Some(row) => {
                for (cell, more) in row.cells.iter_mut().zip(found).filter(|(_, more)| !more.is_empty()) {
                    *cell = format!("{cell}\n{more}");
                }
            }
            None => {
                let rule = rule.parse().ok();
                let rule = rule.unwrap_or_else(|| panic!("{place} does not begin with the number of a rule"));
                self.rows.push(Row { place, rule, cells: found });
            }
        }
    }
}

fn cells(line: &str) -> Vec<String> {
    format!("{line} ").split(" | ").map(|it| it.trim().to_owned()).collect()
}

/// The bytes of a cell: `⟨…⟩` is bytes in hexadecimal, or a text so many times.
pub fn bytes(cell: &str) -> Vec<u8> {
    let mut parts = cell.split('⟨');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (inside, after) = part.split_once('⟩').unwrap_or_else(|| panic!("`⟨` is not closed in {cell}"));
        match inside.split_once('×') {
            Some((times, text)) => bytes.extend(text.repeat(times.parse().expect("a number")).bytes()),
            None => bytes.extend(inside.split(' ').map(|it| u8::from_str_radix(it, 16).expect("a byte"))),
        }
        bytes.extend(after.bytes());
    }
    bytes
}

/// The text of a cell.
pub fn text(cell: &str) -> String {
    String::from_utf8(bytes(cell)).unwrap_or_else(|_| panic!("{cell} is no text"))
}
