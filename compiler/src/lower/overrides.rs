//! What the file lays over the template, by the ways to its nodes.

use crate::model::Model;
use crate::plan::Override;

/// All overrides, in the order written.
pub fn lower(model: &Model) -> Vec<Override> {
    let path = |name: &str| model.nodes().find(|(it, _)| *it == name).map(|(_, path)| path);
    let overrides = model.overrides().map(|it| Override {
        path: path(&it.node.value).expect("the gate refuses overrides of nodes that are not there"),
        kind: it.kind.value.clone(),
        span: it.kind.span,
        properties: it.values(),
        leaves: it.leaves(),
    });
    overrides.collect()
}
