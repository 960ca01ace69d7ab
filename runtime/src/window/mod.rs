//! Windows: stretches of event time that the records of a key are taken together in (semantics 8, 9, 11, 12).
//!
//! Times are milliseconds since 1970-01-01T00:00:00Z. A window `[start, end)` is closed once the watermark is at least
//! `end` - 1 ms; one that is closed is given once, and forgotten.

mod sessions;
mod slices;

use crate::aggregate::State;
use serde::{Deserialize, Serialize};
use sessions::Sessions;
use slices::Slices;

/// A window of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// One after the other, aligned to the epoch.
    Tumbling {
        /// How long each is, in milliseconds.
        size: i64,
    },
    /// Overlapping, aligned to the epoch.
    Sliding {
        /// How long each is, in milliseconds; a multiple of `slide`.
        size: i64,
        /// How far the next begins after the last, in milliseconds.
        slide: i64,
    },
    /// As long as records keep coming.
    Session {
        /// The silence that ends it, in milliseconds.
        gap: i64,
    },
}

/// A window that is closed, with what its aggregates have seen of one key.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    /// Its end, which is not in it.
    pub end: i64,
    /// Its start, which is in it.
    pub start: i64,
    /// The key, as [`key`](crate::key) writes it.
    pub key: Box<[u8]>,
    /// What its aggregates have seen.
    pub states: Vec<State>,
}

/// The open windows of a branch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Windows {
    /// Tumbling and sliding ones.
    Sliced(Slices),
    /// Sessions.
    Sessions(Sessions),
}

impl Windows {
    /// None is open yet.
    pub fn new(window: Window) -> Windows {
        match window {
            Window::Tumbling { size } => Windows::Sliced(Slices::new(size, size)),
            Window::Sliding { size, slide } => Windows::Sliced(Slices::new(size, slide)),
            Window::Session { gap } => Windows::Sessions(Sessions::new(gap)),
        }
    }

    /// Whether all windows that a record of this time and key would enter are closed. Without a watermark none is.
    pub fn is_late(&self, time: i64, key: &[u8], watermark: Option<i64>) -> bool {
        let Some(watermark) = watermark else { return false };
        match self {
            Windows::Sliced(slices) => slices.is_late(time, watermark),
            Windows::Sessions(sessions) => sessions.is_late(time, key, watermark),
        }
    }

    /// What the aggregates have seen in the windows of a record that is not late, to be added to; `start` makes it for
    /// the first record.
    pub fn enter(
        &mut self,
        time: i64,
        key: &[u8],
        watermark: Option<i64>,
        start: impl FnOnce() -> Vec<State>,
    ) -> &mut [State] {
        match self {
            Windows::Sliced(slices) => slices.enter(time, key, watermark, start),
            Windows::Sessions(sessions) => sessions.enter(time, key, start),
        }
    }

    /// Takes the windows that this watermark closes, by end, then start, then key.
    pub fn close(&mut self, watermark: i64) -> Vec<Closed> {
        match self {
            Windows::Sliced(slices) => slices.close(watermark),
            Windows::Sessions(sessions) => sessions.close(watermark),
        }
    }

    /// The least watermark that may close a window; none where nothing is open. Less is never needed, more may be.
    pub fn next_close(&self) -> Option<i64> {
        match self {
            Windows::Sliced(slices) => slices.next_close(),
            Windows::Sessions(sessions) => sessions.next_close(),
        }
    }
}
