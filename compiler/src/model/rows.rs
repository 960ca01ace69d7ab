//! What stands in the rows of a branch with a window.

use super::{Added, Hot};
use pipec_runtime::expr::Expr;

/// The columns that each row of a window has, behind those that split it.
pub const BOUNDS: [&str; 2] = ["window_start", "window_end"];

impl Hot {
    /// How many columns a row has before those that `add` gives it.
    pub fn row_before_adds(&self) -> usize {
        match &self.window {
            Some(_) => self.group_by.len() + BOUNDS.len(),
            None => self.input.len(),
        }
    }

    /// What it looks at in each record: its `where`, what it adds, and in a window what its aggregates take.
    pub fn over_records(&self) -> impl Iterator<Item = &Expr> {
        let adds = self.adds.iter().flat_map(|it| {
            let own = self.window.is_none().then_some(&it.expression.expr);
            own.into_iter().chain(it.over_records())
        });
        self.filter.iter().map(|it| &it.expr).chain(adds)
    }
}

impl Added {
    /// What its aggregates look at in each record: their arguments and conditions, over the input's columns.
    pub fn over_records(&self) -> impl Iterator<Item = &Expr> {
        self.aggregates.iter().flat_map(|it| it.argument.iter().chain(&it.filter))
    }
}
