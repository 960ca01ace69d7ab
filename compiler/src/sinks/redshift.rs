//! Redshift tables, through Firehose.

use super::Sink;
use crate::source::Spanned;
use crate::syntax::{Secret, block};

block! {
    /// A Redshift table, filled by Firehose through S3.
    struct Settings {
        /// The cluster's or workgroup's address, `jdbc:redshift://…`.
        required jdbc_url = "jdbc_url": Spanned<String>,
        /// The table.
        required table = "table": Spanned<String>,
        /// User and password.
        required credentials = "credentials": Secret,
    }
}

impl Sink for Settings {
    fn environment_keys(&self) -> &'static [&'static str] {
        &["jdbc_url", "credentials"]
    }
}
