//! `compare-with-null`: `= null` is never true.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use pipec_runtime::expr::{Comparison, Expr, Node};
use pipec_runtime::value::Value;

/// The finding's page.
pub const CODE: Code = Code {
    name: "compare-with-null",
    what: "Something is compared with `null`.",
    why: "Null is not a value but the absence of one: SQL answers UNKNOWN to `x = null`, and UNKNOWN does not pass a \
          filter. `is null` asks for it.",
    example: "hot:\n  alarm: { where: level > high or level = null }\n",
    instead: "hot:\n  alarm: { where: level > high or level is null }\n",
};

/// Tells of each such comparison.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (tree, expression) in model.trees() {
        tree.visit(&mut |it: &Expr| {
            let Some((other, instead)) = compared_with_null(it) else { return };
            let text = expression.text.get(other.at.clone()).unwrap_or("x");
            let span = expression.place(&it.at);
            findings
                .error(&CODE, span, "a comparison with `null` is never true")
                .help(format!("write `{text} {instead}`"))
                .edit(span, format!("{text} {instead}"));
        });
    }
}

/// The side that is not null, and what to ask of it.
fn compared_with_null(expr: &Expr) -> Option<(&Expr, &'static str)> {
    let Node::Compare(comparison, left, right) = &expr.node else { return None };
    let is_null = |it: &Expr| it.node == Node::Literal(Value::Null);
    let other = match (is_null(left), is_null(right)) {
        (true, _) => right,
        (_, true) => left,
        (false, false) => return None,
    };
    Some((other, if *comparison == Comparison::NotEqual { "is not null" } else { "is null" }))
}
