//! Words for what goes wrong in `[ ]` and `{ }`.

use super::{Fault, Words};
use crate::source::Span;
use crate::yaml::parse::next_section;

impl Fault<'_> {
    /// Whether a key at the start of a line came while a bracket was open: then it was never closed.
    pub(super) fn has_outgrown_bracket(&self) -> bool {
        let section = self.bracket.and_then(|it| next_section(self.text, it.start));
        section.is_some_and(|it| it <= self.at)
    }

    pub(super) fn unclosed_bracket(&self) -> Words {
        let Some(bracket) = self.bracket else {
            return self.words("a bracket that opens here is not closed").help("close it");
        };
        let open = self.slice(bracket);
        self.words_at(bracket, format!("`{open}` is not closed"))
            .help(format!("close it with `{}`", closing(open)))
    }

    pub(super) fn wrong_bracket(&self, open: char, close: char) -> Words {
        let right = if open == '{' { '}' } else { ']' };
        self.words(format!("`{open}` is closed by `{close}`"))
            .help(format!("close it with `{right}`, or put the text in quotes"))
    }

    pub(super) fn lone_bracket(&self) -> Words {
        let bracket = Span::new(self.at, self.char_end(self.at));
        self.words(format!("`{}` closes nothing", self.slice(bracket)))
            .help("remove it, or put the text in quotes")
    }

    pub(super) fn dash_in_brackets(&self) -> Words {
        let end = self.at + 1 + usize::from(self.text[self.at + 1..].starts_with(' '));
        self.words("inside brackets a comma stands between items, and no `-` before them")
            .help("remove the `-`")
            .edit(Span::new(self.at, end), "")
    }

    /// A missing comma, a missing bracket or a `: ` inside brackets.
    pub(super) fn in_brackets(&self, bracket: Span) -> Words {
        let rest = &self.text[self.at..];
        if rest.trim_end().is_empty() {
            return self.unclosed_bracket();
        }
        if rest.starts_with(',') {
            return self.words("nothing stands before this `,`").help("remove the `,`");
        }
        if rest.starts_with(':') && self.last.end == self.at {
            return self.colon_in_brackets();
        }
        let close = closing(self.slice(bracket));
        self.words(format!("a `,` or `{close}` is expected before this"))
            .help("put a `,` between the items, and text with a `,` in it in quotes")
    }

    /// After text of one line the `: ` is part of it; text of more swallowed the next key.
    fn colon_in_brackets(&self) -> Words {
        if !self.slice(self.last).contains('\n') {
            return self.colon_in_text();
        }
        let end = self.first_line(self.last.start).end;
        self.words_at(Span::new(end, end), "a `,` is missing after this")
            .help("write the `,`")
            .edit(Span::new(end, end), ",")
    }
}

fn closing(open: &str) -> char {
    if open == "{" { '}' } else { ']' }
}
