//! HTTPS addresses that take each row as a POST.

use super::Sink;
use crate::source::Spanned;
use crate::syntax::{Secret, block};

block! {
    /// An HTTPS address; a row is the body of a POST.
    struct Settings {
        /// The address, https only.
        required url = "url": Spanned<String>,
        /// The bearer token that is sent with each row.
        optional token = "token": Secret,
    }
}

impl Sink for Settings {
    fn environment_keys(&self) -> &'static [&'static str] {
        &["url", "token"]
    }
}
