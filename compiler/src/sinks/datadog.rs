//! Datadog, through Firehose.

use super::Sink;
use crate::source::Spanned;
use crate::syntax::{Secret, block};

block! {
    /// Datadog's intake for logs.
    struct Settings {
        /// The site, such as `datadoghq.eu`.
        optional site = "site": Spanned<String>,
        /// The API key.
        required api_key = "api_key": Secret,
    }
}

impl Sink for Settings {
    fn environment_keys(&self) -> &'static [&'static str] {
        &["site", "api_key"]
    }
}
