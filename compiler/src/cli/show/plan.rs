//! `pipec show plan`: the things that will exist in AWS, and the edges between them.

use crate::plan::Plan;
use std::fmt::Write;

/// What the pipeline's own key costs. Source: the price list of AWS KMS for us-east-1, early 2026.
const KEY: &str =
    "\nThe pipeline's own key costs about 1 USD a month, and 0.03 USD for each 10,000 requests.\n";

/// The plan as text.
pub fn print(plan: &Plan) -> String {
    let mut text = format!("pipeline {}\n\nthings\n", plan.pipeline);
    let nodes: Vec<_> = plan.nodes().map(|(_, node)| node).collect();
    let width = nodes.iter().map(|it| it.id.len()).max().unwrap_or_default();
    let nouns = nodes.iter().map(|it| it.part.noun().len()).max().unwrap_or_default();
    for node in nodes {
        let id = if node.id.is_empty() { "(there already)" } else { &node.id };
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  {id:width$}  {:nouns$}  {}", node.part.noun(), node.path);
    }
    if plan.nodes().any(|(_, node)| node.part.noun() == "key" && !node.id.is_empty()) {
        text.push_str(KEY);
    }
    text.push_str("\nedges\n");
    for edge in plan.edges() {
        let (from, to) = (plan.node(edge.from), plan.node(edge.to));
        let actions: Vec<&str> = edge.access.iter().flat_map(|it| it.actions.iter().copied()).collect();
        let _ = writeln!(text, "  {} -> {}: {}", from.id, to.id, actions.join(", "));
    }
    text
}
