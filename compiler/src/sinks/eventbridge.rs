//! EventBridge buses.

use super::Sink;
use crate::source::Spanned;
use crate::syntax::{Arn, block};

block! {
    /// An EventBridge bus; a row is an event's detail.
    struct Settings {
        /// The bus; the account's default bus without it.
        optional bus = "bus": Spanned<Arn>,
        /// The event's `source`.
        required origin = "source": Spanned<String>,
        /// The event's `detail-type`.
        required detail_type = "detail_type": Spanned<String>,
    }
}

impl Sink for Settings {
    fn environment_keys(&self) -> &'static [&'static str] {
        &["bus"]
    }
}
