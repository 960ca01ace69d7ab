//! `misplaced-record-id`: `record_id()` where there is no record of which a branch makes something.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Expression, Model};
use pipec_runtime::expr::functions::RECORD_ID;
use pipec_runtime::expr::{Expr, Node};

/// The finding's page.
pub const CODE: Code = Code {
    name: "misplaced-record-id",
    what: "`record_id()` stands in a `check`, or in the `add` or `having` of a window.",
    why: "It is the id of what a branch makes of one record. A `check` looks at a record before any branch does, and a \
          window's row is made of many: its bounds and its key identify it.",
    example: "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n    group_by: sensor\n    \
              add: { peak: max(level), id: record_id() }\n    to: files\nsinks:\n  files: { s3: {} }\n",
    instead: "hot:\n  alarm: { add: { id: record_id() } }\n",
};

const OF_WINDOW: &str = "`group_by`, `window_start` and `window_end` identify the row; add it in a branch that reads \
                         this one";
const OF_CHECK: &str = "a `where` can look at it";

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (_, check) in model.schemas.iter().flat_map(|it| &it.checks) {
        one(check, "a `check` comes before any branch", OF_CHECK, findings);
    }
    for (_, _, hot) in model.hot().filter(|(_, _, hot)| hot.window.is_some()) {
        let adds = hot.adds.iter().map(|it| &it.expression);
        adds.chain(&hot.having).for_each(|it| one(it, "a window's row has no record", OF_WINDOW, findings));
    }
}

fn one(expression: &Expression, why: &str, help: &str, findings: &mut Diagnostics) {
    expression.expr.visit(&mut |it: &Expr| {
        if matches!(&it.node, Node::Call(function, _) if **function == RECORD_ID) {
            findings.error(&CODE, expression.place(&it.at), why).help(help);
        }
    });
}
