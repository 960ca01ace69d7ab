//! Words for text that YAML does not take for text: quotes, escapes, `: `, first characters with a meaning.

use super::{Fault, Words};
use crate::source::Span;

impl Fault<'_> {
    pub(super) fn unclosed_quote(&self) -> Words {
        let Some(quote) = self.opening_quote() else {
            return self.words("text in quotes goes on with too little indentation");
        };
        let mark = &self.text[quote..=quote];
        self.words_at(self.first_line(quote), format!("the quote `{mark}` that opens here is not closed"))
            .help(format!("close it with `{mark}`; lines that go on are indented"))
    }

    pub(super) fn after_quote(&self) -> Words {
        let Some(quote) = self.opening_quote() else {
            return self.words("text goes on after its closing quote");
        };
        if self.text[quote..self.at].contains('\n') {
            return self.unclosed_quote();
        }
        let mark = &self.text[quote..=quote];
        let words = self.words_at(self.value(self.at), "text goes on after its closing quote");
        let whole = self.value(quote);
        match (self.slice(whole).ends_with(mark), mark) {
            (true, "'") => words.help("write a quote inside single quotes twice, as `''`"),
            (true, _) => words.help("write a quote inside double quotes as `\\\"`"),
            (false, _) => {
                let quoted = quoted(self.slice(whole));
                words.help(format!("put the whole text in quotes: `{quoted}`")).edit(whole, quoted)
            }
        }
    }

    /// The quote that opens the text that was being read.
    fn opening_quote(&self) -> Option<usize> {
        let from = self.last.end.min(self.at);
        self.text[from..].find(['"', '\'']).map(|it| from + it)
    }

    pub(super) fn escape(&self) -> Words {
        let line = self.first_line(self.at);
        let help = "write a backslash as `\\\\`, or use single quotes";
        let Some(escape) = bad_escape(self.slice(line)).map(|it| self.at + it) else {
            return self.words("an escape in this text names no character").help(help);
        };
        let span = Span::new(escape, self.char_end(escape + 1).min(line.end));
        self.words_at(span, format!("`{}` is no escape that names a character", self.slice(span)))
            .help(help)
            .edit(Span::new(escape, escape), "\\")
    }

    pub(super) fn control(&self, character: char) -> Words {
        let at = self.text[self.at..].find(character).map_or(self.at, |it| self.at + it);
        let number = u32::from(character);
        self.words_at(
            Span::new(at, self.char_end(at)),
            format!("the control character U+{number:04X} is not allowed"),
        )
        .help(format!("remove it, or write it as `\\x{number:02x}` inside double quotes"))
    }

    pub(super) fn byte_order_mark(&self) -> Words {
        let span = Span::new(self.at, self.char_end(self.at));
        self.words_at(span, "an invisible byte order mark, U+FEFF, stands here")
            .help("remove it")
            .edit(span, "")
    }

    pub(super) fn needs_quotes(&self) -> Words {
        let value = self.value(self.at);
        let text = self.slice(value);
        let first = text.chars().next().unwrap_or(' ');
        let message = match first {
            '|' | '>' => format!("after `{first}` text begins on the next line"),
            _ => format!("text cannot begin with `{first}`"),
        };
        let quoted = quoted(text);
        self.words_at(value, message).help(format!("put it in quotes: `{quoted}`")).edit(value, quoted)
    }

    /// A `: ` where no key can be: inside of text, or after text that swallowed the line before.
    pub(super) fn stray_colon(&self) -> Words {
        if !self.slice(self.last).contains('\n') {
            return self.colon_in_text();
        }
        let start = self.line_start(self.last.start);
        let is_alone = self.text[start..self.last.start].trim_matches([' ', '-']).is_empty();
        if is_alone { self.no_pair(self.first_line(self.last.start)) } else { self.below_value() }
    }

    pub(super) fn colon_in_text(&self) -> Words {
        let is_near = self.line_start(self.last.start) == self.line_start(self.at);
        let value = self.value(if is_near { self.last.start } else { self.at });
        let quoted = quoted(self.slice(value));
        self.words("`: ` in the middle of text makes it a key")
            .help(format!("put the text in quotes: `{quoted}`"))
            .edit(value, quoted)
    }
}

/// A text in the quotes that need the least change.
fn quoted(text: &str) -> String {
    if text.contains('\'') && !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    format!("'{}'", text.replace('\'', "''"))
}

/// Where the first backslash is whose next character makes no escape.
fn bad_escape(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    while let Some((at, it)) = chars.next() {
        if it == '\\' && !chars.next().is_some_and(|(_, it)| "0abt\tnvfre \"/\\N_LPxuU".contains(it)) {
            return Some(at);
        }
    }
    None
}
