//! A text as lines of tokens; a line goes on where a scalar in it does.

use super::atoms::Atom;
use std::iter::Peekable;
use std::vec::IntoIter;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// `-` before an item.
    Dash,
    /// `?` before a key.
    Question,
    /// `:` behind a key.
    Colon,
    Comma,
    /// `[` or `{`.
    Open,
    /// `]` or `}`.
    Close,
    /// From `#` to the end of the line.
    Comment,
    /// `---` or `...`.
    Document,
    Key,
    Value,
    /// The first line of a text below `|` or `>`.
    Header,
}

/// A part of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) mark: Mark,
    pub(super) text: &'a str,
    /// The blanks before it.
    pub(super) blanks: &'a str,
    /// What stands before it on its line.
    before: &'a str,
}

impl Token<'_> {
    /// How many characters stand before it on its line.
    pub(super) fn column(&self) -> usize {
        self.before.chars().count()
    }

    /// Whether a list or mapping can begin with it, outside of brackets.
    pub(super) fn begins_items(&self) -> bool {
        matches!(self.mark, Mark::Dash | Mark::Question | Mark::Key)
    }
}

/// The lines that were not read yet.
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    line_start: usize,
    atoms: Peekable<IntoIter<Atom>>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str, atoms: Vec<Atom>) -> Lines<'a> {
        Lines { text, at: 0, line_start: 0, atoms: atoms.into_iter().peekable() }
    }

    /// The next line, which has no tokens if it is blank. The lines of a block of text are left to `take_line`.
    pub(super) fn next_line(&mut self) -> Option<Vec<Token<'a>>> {
        let mut tokens = Vec::new();
        if self.rest().is_empty() {
            return None;
        }
        while let Some(token) = self.token() {
            tokens.push(token);
            if token.mark == Mark::Header {
                break;
            }
        }
        self.pass_line_feed();
        Some(tokens)
    }

    /// The line that comes next, as it is.
    pub(super) fn peek_line(&self) -> Option<&'a str> {
        let rest = self.rest();
        (!rest.is_empty()).then(|| line(rest))
    }

    /// Goes on behind the line that comes next.
    pub(super) fn take_line(&mut self) {
        self.at += line(self.rest()).len();
        self.pass_line_feed();
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn pass_line_feed(&mut self) {
        self.at += usize::from(self.rest().starts_with('\n'));
        self.line_start = self.at;
    }

    /// The next token of this line.
    fn token(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let blanks = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
        self.at += blanks.len();
        let before = &self.text[self.line_start..self.at];
        let (mark, text) = self.atom().or_else(|| self.indicator(before.is_empty()))?;
        self.at += text.len();
        if let Some(line_feed) = text.rfind('\n') {
            self.line_start = self.at - text.len() + line_feed + 1;
        }
        Some(Token { mark, text, blanks, before })
    }

    /// The scalar that begins here.
    fn atom(&mut self) -> Option<(Mark, &'a str)> {
        let atom = self.atoms.next_if(|it| it.span.start <= self.at)?;
        let text = &self.text[self.at..atom.span.end];
        match (text.starts_with(['|', '>']), atom.is_key) {
            (true, _) => Some((Mark::Header, line(text))),
            (false, true) => Some((Mark::Key, text)),
            (false, false) => Some((Mark::Value, text)),
        }
    }

    fn indicator(&self, is_first: bool) -> Option<(Mark, &'a str)> {
        let rest = self.rest();
        if is_first && (rest.starts_with("---") || rest.starts_with("...")) {
            return Some((Mark::Document, &rest[..3]));
        }
        let mark = match rest.chars().next()? {
            '\n' => return None,
            '#' => return Some((Mark::Comment, line(rest).trim_end_matches([' ', '\t']))),
            '-' => Mark::Dash,
            '?' => Mark::Question,
            ':' => Mark::Colon,
            ',' => Mark::Comma,
            '[' | '{' => Mark::Open,
            ']' | '}' => Mark::Close,
            other => panic!("`{other}` stands in a scalar"),
        };
        Some((mark, &rest[..1]))
    }
}

/// The first line of a text, without its end.
fn line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}
