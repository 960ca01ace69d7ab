//! What stands in the rows of a branch with a window.

use super::Added;
use pipec_runtime::expr::Expr;

/// The columns that each row of a window has, behind those that split it.
pub const BOUNDS: [&str; 2] = ["window_start", "window_end"];

impl Added {
    /// What its aggregates look at in each record: their arguments and conditions, over the input's columns.
    pub fn over_records(&self) -> impl Iterator<Item = &Expr> {
        self.aggregates.iter().flat_map(|it| it.argument.iter().chain(&it.filter))
    }
}
