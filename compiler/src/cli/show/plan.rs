//! `pipec show plan`: the things that will exist in AWS, and the edges between them.

use crate::plan::Plan;
use std::fmt::Write;

/// The plan as text.
pub fn print(plan: &Plan) -> String {
    let mut text = format!("pipeline {}\n\nthings\n", plan.pipeline);
    let nodes: Vec<_> = plan.nodes().map(|(_, node)| node).collect();
    let width = nodes.iter().map(|it| it.id.len()).max().unwrap_or_default();
    let nouns = nodes.iter().map(|it| it.part.noun().len()).max().unwrap_or_default();
    for node in nodes {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  {:width$}  {:nouns$}  {}", node.id, node.part.noun(), node.path);
    }
    text.push_str("\nedges\n");
    for edge in plan.edges() {
        let (from, to) = (plan.node(edge.from), plan.node(edge.to));
        let actions: Vec<&str> = edge.access.iter().flat_map(|it| it.actions.iter().copied()).collect();
        let _ = writeln!(text, "  {} -> {}: {}", from.id, to.id, actions.join(", "));
    }
    text
}
