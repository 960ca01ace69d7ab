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
//! ```
//!
//! A table is its header and the rows below it, up to an empty line; ` | ` stands between cells. The first cell of a row
//! is the number of its rule. What the others are is said by the header: see `cases.rs`. In a cell `⟨ff 00⟩` is bytes,
//! and `⟨39×9⟩` a text so many times.

use pipec_tests::place;
use std::sync::LazyLock;

/// All sections of all files.
pub static CORPUS: LazyLock<Vec<Section>> = LazyLock::new(|| {
    let files = place::entries(&place::root().join("tests/semantics"));
    let tables = files.into_iter().filter(|it| it.extension().is_some_and(|it| it == "txt"));
    tables.flat_map(|it| sections(&place::stem(&it), &place::read(&it))).collect()
});

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
    /// Its tables.
    pub tables: Vec<Table>,
}

/// A branch of a section's stream.
#[derive(Debug)]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// The branch it reads; none where it reads the stream.
    pub of: Option<String>,
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
                Some(table) => table.rows.push(row(place, line, table.header.len())),
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
        let rest = rest.trim().to_owned();
        match word {
            "rule" => {
                let header = cells(line).into_iter().skip(1).collect();
                self.tables.push(Table { header, rows: Vec::new() });
            }
            "columns" => self.columns = rest,
            "now" => self.now = Some(rest),
            "threshold" | "branch" => {
                let (names, body) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
                let (name, of) = names.trim().split_once(" of ").unwrap_or((names.trim(), ""));
                let (name, body) = (name.to_owned(), body.to_owned());
                match word {
                    "threshold" => self.thresholds.push((name, body)),
                    _ => {
                        self.branches.push(Branch { name, of: (!of.is_empty()).then(|| of.to_owned()), body })
                    }
                }
            }
            _ => panic!("{place} is neither a row nor said of a section: {line}"),
        }
        word == "rule"
    }
}

fn row(place: String, line: &str, columns: usize) -> Row {
    let mut cells = cells(line).into_iter();
    let rule = cells.next().and_then(|it| it.parse().ok());
    let rule = rule.unwrap_or_else(|| panic!("{place} does not begin with the number of a rule"));
    let cells: Vec<String> = cells.collect();
    assert!(cells.len() == columns, "{place} has {} cells, and the header {columns}", cells.len());
    Row { place, rule, cells }
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
