//! Splunk, through Firehose.

use super::Sink;
use crate::source::Spanned;
use crate::syntax::{Secret, block};

block! {
    /// A Splunk HTTP event collector.
    struct Settings {
        /// The collector's address, https only.
        required url = "url": Spanned<String>,
        /// The collector's token.
        required token = "token": Secret,
    }
}

impl Sink for Settings {
    fn environment_keys(&self) -> &'static [&'static str] {
        &["url", "token"]
    }
}
