//! Which columns hold sums of doubles, which depend on the order of addition (semantics 10).

use crate::model::flow::{Maker, reached};
use crate::model::{BranchId, Model};
use pipec_runtime::types::Type;

/// By branch, the columns in whose value there is a double from an aggregate.
pub struct Sums(Vec<Vec<bool>>);

impl Sums {
    /// Those of a model.
    pub fn new(model: &Model) -> Sums {
        let is_windowed = model.hot().any(|(_, _, hot)| hot.window.is_some());
        if !is_windowed {
            return Sums(vec![Vec::new(); model.branches.len()]);
        }
        Sums(reached(model, &is_sum))
    }

    /// Whether a column of a branch is one.
    pub fn is_one(&self, branch: BranchId, column: usize) -> bool {
        self.0[branch.0].get(column) == Some(&true)
    }
}

/// Whether an aggregate adds up doubles: an average is one whatever it is of.
fn is_sum(made: Maker<'_>) -> bool {
    match made {
        Maker::Expression(_) => false,
        Maker::Aggregate(call) => {
            let of_doubles = call.argument.as_ref().is_some_and(|it| it.ty == Type::Double);
            of_doubles || ["avg", "stddev_samp", "stddev_pop"].contains(&call.aggregate.name)
        }
    }
}

/// Whether two doubles are the same sum: to 1e-12 of the greater.
pub fn is_same(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-12 * left.abs().max(right.abs())
}
