//! The time by which records grow old: it stands still until a test moves it.

use super::shard::START;
use pipec_runtime::timestamp::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// A clock; its copies show the same time.
#[derive(Debug, Clone)]
pub struct Clock(Arc<AtomicI64>);

impl Default for Clock {
    /// A clock that shows when the records come.
    fn default() -> Clock {
        Clock(Arc::new(AtomicI64::new(START.0)))
    }
}

impl Clock {
    /// What it shows.
    pub fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }

    /// Moves it on.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(millis(by), Ordering::SeqCst);
    }
}

/// A duration in whole milliseconds.
pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).expect("tests do not last for ages")
}
