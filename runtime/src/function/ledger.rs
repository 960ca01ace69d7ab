//! What was sent for records that Lambda will hand over again.
//!
//! Entries of one request are taken or refused one by one, so some may go out ahead of one that must be tried again.
//! While this process lives it remembers them, and does not send them twice.

use super::work::Piece;
use std::collections::HashSet;

/// The most that is remembered; a record beyond it repeats.
const MOST: usize = 10_000;

/// What was sent ahead.
#[derive(Debug, Default)]
pub struct Ledger {
    sent: HashSet<(usize, String)>,
}

impl Ledger {
    /// Whether this was sent on an earlier try.
    pub fn has(&self, piece: &Piece) -> bool {
        // Nearly always there is nothing to look up.
        !self.sent.is_empty() && self.sent.contains(&entry(piece))
    }

    /// Takes note of what was sent, where the records before `clear` are done and do not come again.
    pub fn settle(&mut self, sent: Vec<&Piece>, clear: usize) {
        for piece in sent {
            if piece.record < clear {
                self.sent.remove(&entry(piece));
            } else if self.sent.len() < MOST {
                self.sent.insert(entry(piece));
            }
        }
    }
}

fn entry(piece: &Piece) -> (usize, String) {
    (piece.target, piece.entry.id.clone())
}
