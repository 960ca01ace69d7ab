//! Comments that have lines of their own, which wait for the line below them to know where they go.

use super::levels::Levels;
use super::lines::Token;

/// A comment that waits.
struct Waiting<'a> {
    text: &'a str,
    column: usize,
    /// Where it goes, if it goes on with the comment at the end of a line above.
    aligned: Option<usize>,
    is_below_blank: bool,
}

/// The comments above the next line.
#[derive(Default)]
pub(super) struct Comments<'a> {
    waiting: Vec<Waiting<'a>>,
    /// The column of the comment at the end of the last line, as it was and as it is.
    trailing: Option<(usize, usize)>,
}

impl<'a> Comments<'a> {
    /// Adds a comment.
    pub(super) fn add(&mut self, token: &Token<'a>, is_below_blank: bool) {
        let aligned = self.aligned(token, is_below_blank);
        let waiting = Waiting { text: token.text, column: token.column(), aligned, is_below_blank };
        self.waiting.push(waiting);
    }

    /// The column of a comment that goes on with the one at the end of the line above.
    pub(super) fn aligned(&mut self, token: &Token<'a>, is_below_blank: bool) -> Option<usize> {
        self.trailing = self.trailing.filter(|it| it.0 == token.column() && !is_below_blank);
        self.trailing.map(|it| it.1)
    }

    /// Notes how a line ends: with a comment in this column, as it was and as it is, or without.
    pub(super) fn end_line(&mut self, trailing: Option<(usize, usize)>) {
        self.trailing = trailing;
    }

    /// The comments above a line that was in one column and will be in another: the column of each, its text, and
    /// whether a blank line stands above it.
    pub(super) fn take(&mut self, levels: &Levels, next: (usize, usize)) -> Vec<(usize, &'a str, bool)> {
        let waiting = std::mem::take(&mut self.waiting).into_iter();
        waiting
            .map(|it| {
                let column = it.aligned.unwrap_or_else(|| levels.comment(it.column, next));
                (column, it.text, it.is_below_blank)
            })
            .collect()
    }
}
