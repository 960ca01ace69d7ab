//! Tables of constants → lines, as rustfmt lays them out.

use super::WIDTH;
use super::literal::string;

/// A constant value.
#[derive(Debug)]
pub enum Table {
    /// Anything in one line.
    Text(String),
    /// `Name { field: value, … }`.
    Struct(&'static str, Vec<(&'static str, Table)>),
    /// `Some(value)`.
    Some(Box<Table>),
    /// `&[a, b]`.
    List(Vec<Table>),
}

/// Longest text of those that rustfmt puts several to a line.
const SHORT: usize = 10;

impl Table {
    /// A text.
    pub fn string(text: &str) -> Table {
        Table::Text(string(text))
    }

    /// A text, or none.
    pub fn optional(text: Option<&str>) -> Table {
        let none = || Table::Text("None".to_owned());
        text.map_or_else(none, |it| Table::Some(Box::new(Table::string(it))))
    }

    /// A list of texts.
    pub fn strings(texts: &[String]) -> Table {
        Table::List(texts.iter().map(|it| Table::string(it)).collect())
    }

    /// The value as a constant: `pub const NAME: &[Job] = …;`.
    pub fn constant(&self, declared: &str) -> Vec<String> {
        let mut lines = Vec::new();
        self.put(0, &format!("{declared} = "), ";", &mut lines);
        lines
    }

    fn flat(&self) -> String {
        match self {
            Table::Text(text) => text.clone(),
            Table::Some(it) => format!("Some({})", it.flat()),
            Table::Struct(name, fields) => {
                let fields: Vec<String> =
                    fields.iter().map(|(name, it)| format!("{name}: {}", it.flat())).collect();
                format!("{name} {{ {} }}", fields.join(", "))
            }
            Table::List(items) => {
                format!("&[{}]", items.iter().map(Table::flat).collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn put(&self, depth: usize, before: &str, behind: &str, lines: &mut Vec<String>) {
        let flat = self.flat();
        if fits(depth, &[before, &flat, behind]) {
            lines.push(line(depth, &[before, &flat, behind]));
        } else if before.ends_with("= ") && fits(depth + 1, &[&flat, behind]) {
            lines.push(line(depth, &[before.trim_end()]));
            lines.push(line(depth + 1, &[&flat, behind]));
        } else {
            self.put_broken(depth, before, behind, lines);
        }
    }

    fn put_broken(&self, depth: usize, before: &str, behind: &str, lines: &mut Vec<String>) {
        match self {
            Table::Text(text) => lines.push(line(depth, &[before, text, behind])),
            Table::Struct(name, fields) => {
                lines.push(line(depth, &[before, name, " {"]));
                fields.iter().for_each(|(name, it)| it.put(depth + 1, &format!("{name}: "), ",", lines));
                lines.push(line(depth, &["}", behind]));
            }
            Table::Some(it) => {
                lines.push(line(depth, &[before, "Some("]));
                it.put(depth + 1, "", ",", lines);
                lines.push(line(depth, &[")", behind]));
            }
            Table::List(items) => match items.as_slice() {
                [only @ Table::Struct(..)] => {
                    only.put_broken(depth, &format!("{before}&["), &format!("]{behind}"), lines);
                }
                items => {
                    lines.push(line(depth, &[before, "&["]));
                    put_items(depth + 1, items, lines);
                    lines.push(line(depth, &["]", behind]));
                }
            },
        }
    }
}

/// The items of a list, each in its own line unless all are short.
fn put_items(depth: usize, items: &[Table], lines: &mut Vec<String>) {
    let short = |it: &Table| matches!(it, Table::Text(text) if text.len() <= SHORT && !text.contains('('));
    if !items.iter().all(short) {
        return items.iter().for_each(|it| it.put(depth, "", ",", lines));
    }
    let mut packed = String::new();
    for item in items.iter().map(|it| it.flat() + ",") {
        if !packed.is_empty() && !fits(depth, &[&packed, " ", &item, " "]) {
            lines.push(line(depth, &[&std::mem::take(&mut packed)]));
        }
        packed = if packed.is_empty() { item } else { format!("{packed} {item}") };
    }
    lines.push(line(depth, &[&packed]));
}

fn fits(depth: usize, parts: &[&str]) -> bool {
    4 * depth + parts.iter().map(|it| it.len()).sum::<usize>() <= WIDTH
}

fn line(depth: usize, parts: &[&str]) -> String {
    format!("{:1$}{2}", "", 4 * depth, parts.concat())
}
