//! After a syntax error: what was read so far is closed, and what cannot be trusted is dropped.

use super::Tree;
use super::open::{Items, Key, Open};
use crate::source::Span;
use crate::yaml::{Kind, Node};

impl Tree<'_> {
    /// Closes what a syntax error left open. What was read from `next` on will be read again, and text that ends
    /// at the error is not what was meant.
    pub(in crate::yaml) fn cut(&mut self, at: usize, next: Option<usize>) {
        if self.source.text.get(self.last.end..at).is_some_and(|it| it.trim_matches(' ').is_empty()) {
            self.spoil();
        }
        let limit = next.unwrap_or(self.source.text.len());
        self.close_all(limit);
        self.last = Span::new(limit, limit);
        self.documents = 0;
    }

    /// Breaks the last node if it is a scalar.
    fn spoil(&mut self) {
        let broken = |node: &mut Node| {
            if node.as_scalar().is_some() {
                node.kind = Kind::Broken;
            }
        };
        match self.open.last_mut().map(|it| &mut it.items) {
            Some(Items::List(items)) => items.last_mut().map_or((), broken),
            Some(Items::Map(pairs, Key::Awaited)) => pairs.last_mut().map_or((), |(_, value)| broken(value)),
            Some(Items::Map(_, key)) => *key = Key::Refused,
            None => self.roots.retain(|it| it.as_scalar().is_none()),
        }
    }

    /// Closes all that is open, without what begins at or behind a place.
    pub(super) fn close_all(&mut self, limit: usize) {
        while let Some(mut open) = self.open.pop() {
            if open.span.start < limit {
                open.drop_from(limit);
                self.expect_no_key();
                self.close(open);
            }
        }
    }

    /// What was left open in the place of a key is not blamed for being no text.
    fn expect_no_key(&mut self) {
        if let Some(Open { items: Items::Map(_, key @ Key::Awaited), .. }) = self.open.last_mut() {
            *key = Key::Refused;
        }
    }
}
