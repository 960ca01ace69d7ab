//! What may be done for a branch, as sentences: the rights on the edges of the plan that serve it.

use super::{Subject, becomes};
use crate::plan::{Access, Edge, KeyUse, Plan};

/// A sentence for each right.
pub fn of(of: Subject) -> Vec<String> {
    let Some(plan) = of.plan else { return Vec::new() };
    let actors = becomes::actors(of, plan);
    let heads: Vec<_> = actors.iter().copied().chain(becomes::heads(of, plan)).collect();
    let edges = plan.edges().iter().filter(|it| actors.contains(&it.from) && heads.contains(&it.to));
    edges.flat_map(|edge| edge.access.iter().map(|access| sentence(plan, edge, access))).collect()
}

fn sentence(plan: &Plan, edge: &Edge, access: &Access) -> String {
    let (from, to) = (plan.node(edge.from), plan.node(edge.to));
    let (subject, object) = (from.part.noun(), to.part.noun());
    let actions = access.actions.join(", ");
    let key = match (access.key, to.part.seal()) {
        (KeyUse::Needs { actions, .. }, Some(_)) => format!(", and {} with its key", actions.join(", ")),
        (KeyUse::Needs { .. } | KeyUse::None, _) => String::new(),
    };
    format!("the {subject} `{}` may {actions} on the {object} `{}`{key}", from.name, to.name)
}
