//! HTTP endpoints, through Firehose.

use super::Sink;
use crate::source::Spanned;
use crate::syntax::{Secret, block};

block! {
    /// An HTTP endpoint that takes batches from Firehose.
    struct Settings {
        /// The address, https only.
        required url = "url": Spanned<String>,
        /// The access key that Firehose sends.
        optional access_key = "access_key": Secret,
    }
}

impl Sink for Settings {
    fn environment_keys(&self) -> &'static [&'static str] {
        &["url", "access_key"]
    }
}
