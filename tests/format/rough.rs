//! Values as YAML that is right but rough: any indentation, blanks, breaks, quotes and comments that YAML allows.

use pipec_tests::chance::Chance;
use serde_json::{Map, Value};

/// The comment at the ends of lines.
pub const FIRST: &str = "# 'it: [";
/// The comment that has lines of its own.
pub const SECOND: &str = "# - a: {";

/// A mapping as a file, with what this seed makes of it.
pub fn rough(map: &Map<String, Value>, seed: u64) -> String {
    let mut writer = Writer {
        chance: Chance::new(seed),
        out: String::new(),
        above: Above::Other,
        step: seed % 3,
        has_tabs: seed.is_multiple_of(5),
    };
    writer.between(0);
    writer.map(map, 0, false);
    writer.between(0);
    let text = writer.out;
    if writer.chance.once_in(4) { text.replace('\n', "\r\n") } else { text }
}

/// What stands above a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    Other,
    /// A text below `|` or `>`, without the blank lines behind it or with them.
    Text,
    TextWithBlanks,
}

struct Writer {
    chance: Chance,
    out: String,
    /// What comments and blank lines here could become a part of.
    above: Above,
    /// How rough it is.
    step: u64,
    /// Whether lines may end in tabs, which not everybody reads.
    has_tabs: bool,
}

impl Writer {
    fn odd(&mut self, times: usize) -> bool {
        self.step > 0 && self.chance.once_in(times)
    }

    fn blanks(&mut self, least: usize) {
        let more = if self.odd(4) { self.chance.below(4) } else { 0 };
        self.out.push_str(&" ".repeat(least + more));
    }

    fn indent(&mut self, column: usize) {
        self.out.push_str(&" ".repeat(column));
    }

    /// The end of a line, perhaps with a comment.
    fn end(&mut self) {
        if self.odd(6) {
            self.blanks(1);
            self.out.push_str(FIRST);
        }
        if self.has_tabs && self.odd(9) {
            self.out.push_str(" \t");
        }
        self.out.push('\n');
    }

    /// Blank lines and comments before a line in this column.
    fn between(&mut self, column: usize) {
        while self.odd(5) {
            if self.chance.once_in(2) {
                let blank = self.chance.pick(&["\n", "  \n", "\n\n"]);
                self.out.push_str(match self.above {
                    Above::Other => blank,
                    Above::Text => "\n",
                    Above::TextWithBlanks => "",
                });
            } else {
                let most = if self.above == Above::Other { column + 7 } else { column + 1 };
                let column = self.chance.below(most);
                self.indent(column);
                self.out.push_str(SECOND);
                self.out.push('\n');
                self.above = Above::Other;
            }
        }
    }

    /// A mapping; its first line may have begun already.
    fn map(&mut self, map: &Map<String, Value>, column: usize, mut has_begun: bool) {
        for (key, value) in map {
            if !std::mem::take(&mut has_begun) {
                self.between(column);
                self.indent(column);
            }
            self.above = Above::Other;
            self.key(key);
            self.blanks(0);
            self.out.push(':');
            match value {
                Value::Array(list) if !list.is_empty() && !self.odd(3) => {
                    self.end();
                    let more = self.chance.below(4);
                    self.list(list, column + more, false);
                }
                Value::Object(map) if !map.is_empty() && !self.odd(3) => {
                    self.end();
                    let more = 1 + self.chance.below(5);
                    self.map(map, column + more, false);
                }
                _ => self.value(value, column),
            }
        }
    }

    fn list(&mut self, list: &[Value], column: usize, mut has_begun: bool) {
        for item in list {
            if !std::mem::take(&mut has_begun) {
                self.between(column);
                self.indent(column);
            }
            self.above = Above::Other;
            self.out.push('-');
            let more = 1 + self.chance.below(3);
            let is_below = self.odd(4);
            let inner = column + 1 + more;
            match item {
                Value::Array(list) if !list.is_empty() && !self.odd(3) => {
                    self.begin_item(is_below, more);
                    self.list(list, inner, !is_below);
                }
                Value::Object(map) if !map.is_empty() && !self.odd(3) => {
                    self.begin_item(is_below, more);
                    self.map(map, inner, !is_below);
                }
                _ => self.value(item, column),
            }
        }
    }

    fn begin_item(&mut self, is_below: bool, blanks: usize) {
        if is_below { self.end() } else { self.indent(blanks) }
    }

    /// A value that is no list or mapping of lines, inside of what begins in this column.
    fn value(&mut self, value: &Value, column: usize) {
        if let Value::String(text) = value
            && self.odd(2)
            && self.block(text, column)
        {
            return;
        }
        if self.odd(6) {
            self.end();
            let more = 1 + self.chance.below(4);
            self.indent(column + more);
        } else {
            self.blanks(1);
        }
        self.flow(value, column);
        self.end();
    }

    /// A text below `|` or `>`, if it can stand there.
    fn block(&mut self, text: &str, column: usize) -> bool {
        let is_plain = text.chars().all(|it| it == '\n' || it == '\t' || !it.is_control());
        if !is_plain || text.trim().is_empty() || text.contains('\u{feff}') {
            return false;
        }
        let body = text.trim_end_matches('\n');
        let chomping = match text.len() - body.len() {
            0 => "-",
            1 => "",
            _ => "+",
        };
        let folds = !body.contains(['\n', '\t']) && !body.starts_with(' ') && !body.contains("  ");
        let (mark, body) = if folds { (">", self.folded(body)) } else { ("|", body.to_owned()) };
        let more = 1 + self.chance.below(5);
        let digit = if body.starts_with([' ', '\n', '\t']) || self.chance.once_in(4) {
            more.to_string()
        } else {
            String::new()
        };
        self.out.push_str(&format!(" {mark}{digit}{chomping}"));
        self.end();
        for line in body.split('\n').chain(text[text.trim_end_matches('\n').len()..].split('\n').skip(2)) {
            if !line.is_empty() {
                self.indent(column + more);
            }
            self.out.push_str(line);
            self.out.push('\n');
        }
        self.above = if chomping == "+" { Above::TextWithBlanks } else { Above::Text };
        true
    }

    /// A text whose spaces are ends of lines here and there.
    fn folded(&mut self, text: &str) -> String {
        let last = text.len();
        let pick = |(at, it): (usize, char)| {
            let breaks = it == ' ' && at + 1 < last && self.chance.once_in(3);
            if breaks { '\n' } else { it }
        };
        text.char_indices().map(pick).collect()
    }

    fn key(&mut self, key: &str) {
        let text = match (is_word(key), self.chance.below(3)) {
            (true, 0 | 1) => key.to_owned(),
            (_, 2) => single(key).unwrap_or_else(|| double(key)),
            (_, _) => double(key),
        };
        self.out.push_str(&text);
    }

    fn flow(&mut self, value: &Value, column: usize) {
        match value {
            Value::Array(list) => self.brackets(('[', ']'), list.iter().map(|it| (None, it)), column),
            Value::Object(map) => {
                self.brackets(('{', '}'), map.iter().map(|(key, it)| (Some(key), it)), column);
            }
            Value::String(text) => self.text(text, column),
            Value::Null | Value::Bool(_) | Value::Number(_) => self.out.push_str(&value.to_string()),
        }
    }

    fn brackets<'a>(
        &mut self,
        (open, close): (char, char),
        items: impl Iterator<Item = (Option<&'a String>, &'a Value)>,
        column: usize,
    ) {
        self.out.push(open);
        for (nth, (key, value)) in items.enumerate() {
            if nth > 0 {
                self.gap(column);
                self.out.push(',');
            }
            self.gap(column);
            if let Some(key) = key {
                self.key(key);
                self.blanks(0);
                self.out.push_str(": ");
            }
            self.flow(value, column);
        }
        self.gap(column);
        self.out.push(close);
    }

    /// Blanks or ends of lines between the signs of a bracket.
    fn gap(&mut self, column: usize) {
        self.blanks(0);
        if self.odd(8) {
            self.end();
            let more = 1 + self.chance.below(6);
            self.indent(column + more);
        }
    }

    fn text(&mut self, text: &str, column: usize) {
        let written = match (is_word(text), self.chance.below(3)) {
            (true, 0) => text.to_owned(),
            (_, 1) => single(text).unwrap_or_else(|| double(text)),
            (_, _) => double(text),
        };
        if self.odd(3) && !text.contains(['\\', '\t']) && !text.contains("  ") && text.trim() == text {
            let more = 1 + self.chance.below(6);
            let line = format!("\n{}", " ".repeat(column + more));
            let folded = self.folded(&written).replace('\n', &line);
            self.out.push_str(&folded);
        } else {
            self.out.push_str(&written);
        }
    }
}

/// Whether a text needs no quotes anywhere.
fn is_word(text: &str) -> bool {
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text.chars().all(|it| it.is_alphanumeric() || matches!(it, ' ' | '_' | '-' | '/'))
        && !text.ends_with(' ')
        && !text.contains("  ")
        && !words.contains(&text.to_lowercase().as_str())
}

fn single(text: &str) -> Option<String> {
    (!text.contains(char::is_control)).then(|| format!("'{}'", text.replace('\'', "''")))
}

fn double(text: &str) -> String {
    Value::from(text).to_string()
}
