//! Comments that have lines of their own, which wait for the line below them to know where they go.

use super::levels::Levels;
use super::lines::Token;

/// A comment that waits.
struct Waiting<'a> {
    text: &'a str,
    column: usize,
    /// Where it goes, whatever stands below it.
    fixed: Option<usize>,
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
        let (column, fixed) = (token.column(), self.fixed(token, is_below_blank));
        self.waiting.push(Waiting { text: token.text, column, fixed, is_below_blank });
    }

    /// The column of a comment that does not depend on what stands below it: that of the comment at the end of the line
    /// above, which it goes on with, or the first, where editors put what they comment out.
    pub(super) fn fixed(&mut self, token: &Token<'a>, is_below_blank: bool) -> Option<usize> {
        self.trailing = self.trailing.filter(|it| it.0 == token.column() && !is_below_blank);
        let first = (token.column() == 0).then_some(0);
        self.trailing.map(|it| it.1).or(first)
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
                let column = it.fixed.unwrap_or_else(|| levels.comment(it.column, next));
                (column, it.text, it.is_below_blank)
            })
            .collect()
    }
}
