//! Web pages over tables.

use crate::source::Spanned;
use crate::syntax::{Name, block};

block! {
    /// A web page over a table.
    struct Viewer {
        /// The sink that is the table.
        required table = "table": Spanned<Name>,
        /// The page's title.
        optional title = "title": Spanned<String>,
        /// The column that rows are sorted by, with `-` before it for the greatest first.
        optional sort_by = "sort_by": Spanned<String>,
        /// A sentence on who looks at it.
        optional description = "description": Spanned<String>,
    }
}
