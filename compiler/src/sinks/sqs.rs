//! SQS queues.

use crate::source::Spanned;
use crate::syntax::{Arn, Duration, block};

block! {
    /// An SQS queue; a row is a message.
    struct Settings {
        /// How long a message waits to be received, 60s to 14d; 14d without it.
        optional retention = "retention": Spanned<Duration>,
        /// How long a message that was received is hidden from others, at most 12h; 30s without it.
        optional visibility = "visibility": Spanned<Duration>,
        /// The queue's name in AWS; CloudFormation makes one without it.
        optional name = "name": Spanned<String>,
        /// A queue that is there already.
        optional existing = "existing": Spanned<Arn>,
    }
}
