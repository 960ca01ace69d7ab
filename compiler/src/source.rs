//! A file's text, and places in it.

use std::ops::Range;

/// A file as it was read: its name for messages and its text.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name that messages show; `<stdin>` for standard input.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// A place in a file, in bytes, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A line and a column, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl Span {
    /// The span of these bytes.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// The same span as a range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Spanned<T> {
        Spanned { value, span }
    }

    /// Another value at the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl Source {
    /// A file of this name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        Source { name: name.into(), text: text.into() }
    }

    /// The line and column of a byte; past the end, those of the end.
    pub fn position(&self, offset: usize) -> Position {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        let line_start = before.iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
        Position {
            line: before.iter().filter(|it| **it == b'\n').count() + 1,
            column: String::from_utf8_lossy(&before[line_start..]).chars().count() + 1,
        }
    }

    /// The same file with stars for every byte of a place but its line feeds.
    pub fn masked(&self, span: Span) -> Source {
        let mask = |it: char| if it == '\n' { "\n".to_owned() } else { "*".repeat(it.len_utf8()) };
        let mut text = self.text.clone();
        let stars: String = self.slice(span).chars().map(mask).collect();
        if !stars.is_empty() {
            text.replace_range(span.range(), &stars);
        }
        Source { name: self.name.clone(), text }
    }

    /// The text at a place.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}
