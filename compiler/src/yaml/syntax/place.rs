//! Where an error is, and what stands around it: lines, indentation, the text up to a comment.

use crate::source::Span;

/// A syntax error and what was read before it.
pub(in crate::yaml) struct Fault<'a> {
    /// The whole file.
    pub(in crate::yaml) text: &'a str,
    /// Where the parser gave up.
    pub(in crate::yaml) at: usize,
    /// The last scalar, alias or bracket before.
    pub(in crate::yaml) last: Span,
    /// The innermost open bracket.
    pub(in crate::yaml) bracket: Option<Span>,
    /// Where the open lists and mappings start.
    pub(in crate::yaml) starts: Vec<usize>,
}

impl<'a> Fault<'a> {
    pub(super) fn slice(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |it| it + 1)
    }

    /// The whole line of a place.
    pub(super) fn line(&self, at: usize) -> &'a str {
        let start = self.line_start(at);
        self.text[start..].lines().next().unwrap_or_default()
    }

    /// How many spaces begin the line of a place.
    pub(super) fn indent(&self, at: usize) -> usize {
        let line = self.line(at);
        line.len() - line.trim_start_matches(' ').len()
    }

    /// From a place to the end of its line, without trailing blanks.
    pub(super) fn first_line(&self, at: usize) -> Span {
        let rest = self.text[at..].lines().next().unwrap_or_default();
        Span::new(at, at + rest.trim_end().len())
    }

    /// From a place to the end of its line or to a comment; in brackets, to the next comma or bracket.
    pub(super) fn value(&self, at: usize) -> Span {
        let line = self.slice(self.first_line(at));
        let mut end = line.find(" #").unwrap_or(line.len());
        if self.bracket.is_some() {
            end = line[..end].find([',', ']', '}']).unwrap_or(end);
        }
        Span::new(at, at + line[..end].trim_end().len())
    }

    pub(super) fn first_word(&self, span: Span) -> Span {
        let word = self.slice(span).split([' ', '\t']).next().unwrap_or_default();
        Span::new(span.start, span.start + word.len())
    }

    /// The end of the character at a place, or the place itself at the end of a line.
    pub(super) fn char_end(&self, at: usize) -> usize {
        at + self.text[at..].chars().next().filter(|it| *it != '\n').map_or(0, char::len_utf8)
    }
}
