//! Lambda functions of the user's own.

use super::Sink;
use crate::source::Spanned;
use crate::syntax::{Arn, block};

block! {
    /// A Lambda function of your own, called with batches of rows.
    struct Settings {
        /// The function.
        required function = "function": Spanned<Arn>,
    }
}

impl Sink for Settings {
    fn environment_keys(&self) -> &'static [&'static str] {
        &["function"]
    }
}
