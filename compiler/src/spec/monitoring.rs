//! Dashboard, alarms and whom they tell.

use crate::source::Spanned;
use crate::syntax::{Duration, Name, OneOrMany, block};

block! {
    /// Dashboard, alarms and whom they tell.
    struct Monitoring {
        /// Whether there is a dashboard.
        optional dashboard = "dashboard": Spanned<bool>,
        /// When someone is told.
        optional alarms = "alarms": Alarms,
        /// The SNS sinks that are told.
        collection notify = "notify": OneOrMany<Spanned<Name>>,
    }
}

block! {
    /// When someone is told.
    struct Alarms {
        /// The oldest record that waits to be read is older than this.
        optional reader_age = "reader_age": Spanned<Duration>,
        /// More dead letters than this in five minutes.
        optional dead_letters = "dead_letters": Spanned<u32>,
        /// More throttled calls than this in five minutes.
        optional throttles = "throttles": Spanned<u32>,
        /// No record for as long as this.
        optional silence = "silence": Spanned<Duration>,
        /// A Flink application was down for longer than this.
        optional downtime = "downtime": Spanned<Duration>,
        /// More failed checkpoints of a Flink application than this in five minutes.
        optional checkpoints = "checkpoints": Spanned<u32>,
    }
}
