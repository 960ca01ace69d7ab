//! OpenSearch indices, through Firehose.

use super::Sink;
use crate::source::Spanned;
use crate::syntax::{Arn, block};

block! {
    /// An OpenSearch index, filled by Firehose.
    struct Settings {
        /// The domain or collection.
        required domain = "domain": Spanned<Arn>,
        /// The index.
        required index = "index": Spanned<String>,
    }
}

impl Sink for Settings {
    fn environment_keys(&self) -> &'static [&'static str] {
        &["domain"]
    }
}
