//! `quotes-in-sql`: YAML takes the outer quotes, so `'high'` is the name `high`.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use pipec_runtime::expr::Node;

/// The finding's page.
pub const CODE: Code = Code {
    name: "quotes-in-sql",
    what: "A quoted expression is a single name: YAML has taken the quotes that were meant for SQL.",
    why: "In YAML `rule: 'high'` and `rule: high` are the same text. For SQL it is the column `high`, not the text.",
    example: "hot:\n  alarm: { add: { rule: 'note' } }\n",
    instead: "hot:\n  alarm: { add: { rule: \"'note'\" } }\n",
};

/// Warns of each such expression.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for expression in model.expressions() {
        // The value of an aggregate has no name.
        let is_name = matches!(expression.expr.node, Node::Column(_) | Node::Threshold(_))
            && !expression.text.contains('(');
        if is_name && expression.quoted {
            let text = &expression.text;
            let finding = findings.warn(
                &CODE,
                expression.span,
                format!("YAML takes the quotes: this is the name `{text}`"),
            );
            finding.help(format!("write `\"'{text}'\"` for the text, or leave the quotes out for the name"));
        }
    }
}
