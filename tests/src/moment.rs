//! What came before what, over all threads of a test: a count, so that no clock decides.

use std::sync::atomic::{AtomicU64, Ordering};

static LAST: AtomicU64 = AtomicU64::new(0);

/// A moment of this process; a later one is more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(u64);

impl Moment {
    /// A moment after all that were asked for before.
    pub fn now() -> Moment {
        Moment(LAST.fetch_add(1, Ordering::SeqCst))
    }
}
