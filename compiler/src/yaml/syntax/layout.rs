//! Words for lines that stand wrong: tabs, indentation, list items among keys, lines without a colon.

use super::{Fault, Words};
use crate::source::Span;

impl Fault<'_> {
    pub(super) fn tab(&self) -> Words {
        let first = self.line_start(self.at);
        let tab = first + self.text[first..].find('\t').unwrap_or_default();
        let start = self.line_start(tab);
        let line = self.line(tab);
        let indent = &line[..line.len() - line.trim_start().len()];
        let end = start + indent.len();
        if tab >= end {
            return self.words("a tab stands where only spaces may").help("replace it with spaces");
        }
        self.words_at(Span::new(tab, end), "a tab indents this line, and YAML indents with spaces")
            .help("replace each tab with two spaces")
            .edit(Span::new(start, end), indent.replace('\t', "  "))
    }

    /// A line without `key: value`.
    pub(super) fn no_pair(&self, span: Span) -> Words {
        let text = self.slice(span);
        let words = self.words_at(span, format!("`{text}` is no `key: value`"));
        let Some((key, value)) = text.split_once([':', '=', ' ']) else {
            return words.help(format!("write `{text}:` and its value"));
        };
        let is_name = key.chars().all(|it| it.is_alphanumeric() || it == '_');
        if key.is_empty() || !is_name || value.trim().is_empty() {
            return words;
        }
        let pair = format!("{key}: {}", value.trim_start_matches([' ', '=', ':']));
        words.help(format!("write `{pair}`")).edit(span, pair)
    }

    /// A key that is indented under one that has its value beside it.
    pub(super) fn below_value(&self) -> Words {
        let start = self.line_start(self.at);
        let key = Span::new((start + self.indent(self.at)).min(self.at), self.at);
        let spaces = self.indent(self.last.start);
        self.words_at(key, format!("`{}` stands below a key that has a value already", self.slice(key)))
            .help(format!("indent it with {spaces} spaces"))
            .edit(Span::new(start, key.start), " ".repeat(spaces))
    }

    pub(super) fn no_item(&self) -> Words {
        let line = self.value(self.at);
        self.words_at(line, "the lines above are a list, and this line is no item of it")
            .help("begin it with `- `, or indent it like the key of the list")
    }

    /// A line, or the rest of one, where a key was expected.
    pub(super) fn misplaced(&self) -> Words {
        let start = self.line_start(self.at) + self.indent(self.at);
        let line = self.value(start);
        let is_item = |text: &str| text == "-" || text.starts_with("- ");
        if is_item(self.slice(line)) {
            return self
                .words_at(line, "a list item stands among keys")
                .help("give the list a key of its own, or remove the `-`");
        }
        if self.at > start {
            let rest = self.value(self.at);
            return self.words_at(rest, format!("`{}` cannot follow here", self.slice(rest)));
        }
        let above = self.line(self.last.start).trim_start();
        if is_item(above) && self.indent(self.last.start) == self.indent(self.at) {
            return self
                .words_at(line, "a key stands among the items of a list")
                .help("begin it with `- `, or indent it under its item");
        }
        self.words_at(line, "the indentation of this line fits no line above")
            .help(format!("indent it with {} spaces", self.fitting_indents()))
    }

    /// The indentations that would fit, as `0 or 2`.
    fn fitting_indents(&self) -> String {
        let mut indents: Vec<_> = self.starts.iter().map(|it| it - self.line_start(*it)).collect();
        indents.push(self.indent(self.last.start));
        indents.sort_unstable();
        indents.dedup();
        indents.iter().map(usize::to_string).collect::<Vec<_>>().join(" or ")
    }

    pub(super) fn list_beside_key(&self) -> Words {
        let item = self.value(self.at);
        let words = self.words_at(item, "a list begins on the line after its key");
        match self.slice(item).trim_start_matches(['-', ' ']) {
            "" => words.help("put the `-` on the next line, before its item"),
            text => words.help(format!("write `[{text}]`")),
        }
    }
}
