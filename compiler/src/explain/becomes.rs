//! What a branch becomes in AWS: what runs it, and what that reads and writes.

use super::{Subject, Thing};
use crate::engines;
use crate::model::Target;
use crate::plan::{NodeId, Plan};

/// The things of a branch, in the order of the plan.
pub fn of(of: Subject) -> Vec<Thing> {
    let Some(plan) = of.plan else { return Vec::new() };
    let (actors, heads) = (actors(of, plan), heads(of, plan));
    let nodes = plan.nodes().filter(|(id, _)| actors.contains(id) || heads.contains(id));
    let thing = |node: &crate::plan::Node| Thing {
        id: if node.part.is_there() { String::new() } else { node.id.clone() },
        noun: node.part.noun().to_owned(),
        path: node.path.clone(),
    };
    nodes.map(|(_, node)| thing(node)).collect()
}

/// What acts for a branch: the function and the mapping of its stream, or its delivery streams. Delivery streams that rows
/// go through act for it, too.
pub fn actors(of: Subject, plan: &Plan) -> Vec<NodeId> {
    let stream = &of.model.stream(of.stream).name.value;
    let names: Vec<String> = match of.branch.as_hot() {
        Some(hot) if hot.engine == engines::Name::Lambda => {
            let own = ["function", "mapping"].iter().map(|it| format!("{stream}-{it}"));
            own.chain(targets(of).map(|it| format!("{it}-intake"))).collect()
        }
        Some(hot) if hot.engine == engines::Name::KinesisAnalyticsSql => {
            let function = format!("{}-function", of.branch.name.value);
            let own = [format!("{stream}-application"), function].into_iter();
            own.chain(targets(of).map(|it| format!("{it}-intake"))).collect()
        }
        Some(_) => Vec::new(),
        None => targets(of).map(|it| format!("{stream}-to-{it}")).collect(),
    };
    names.iter().filter_map(|it| plan.find(it)).collect()
}

/// What is read and written for a branch: its stream, its sinks, and what its actors use besides.
pub fn heads(of: Subject, plan: &Plan) -> Vec<NodeId> {
    let stream = of.model.stream(of.stream).name.value.as_str();
    let actors = actors(of, plan);
    let mut names = vec![stream.to_owned()];
    names.extend(targets(of).map(str::to_owned));
    if of.branch.as_hot().is_some() && !actors.is_empty() {
        names.push("dead_letters".to_owned());
    }
    names.extend(actors.iter().map(|it| format!("{}-logs", plan.node(*it).name)));
    names.iter().filter_map(|it| plan.find(it)).collect()
}

/// The names of what a branch writes.
fn targets(of: Subject<'_>) -> impl Iterator<Item = &str> {
    of.branch.to.iter().map(move |it| match it.value {
        Target::Sink(id) => of.model.sink(id).name.value.as_str(),
        Target::Stream(id) => of.model.stream(id).name.value.as_str(),
    })
}
