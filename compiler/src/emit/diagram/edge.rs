//! Arrows, and the edges of the plan that they stand for.

use crate::plan::{Acts, NodeId, Plan};

/// An arrow.
#[derive(Debug, Clone)]
pub struct Edge {
    /// The index of its tail.
    pub from: usize,
    /// The index of its head.
    pub to: usize,
    /// What it says, line by line.
    pub label: Vec<String>,
}

/// What arrows say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// A word.
    Verb,
    /// The actions that are allowed along it.
    Rights,
}

/// The rights of one thing, and of what acts through it, on another.
#[derive(Debug, Clone, Copy)]
pub struct Wire<'p> {
    plan: &'p Plan,
    actor: NodeId,
    on: NodeId,
    reading: bool,
}

impl<'p> Wire<'p> {
    /// The rights of one on the other, if that is there.
    pub fn new(plan: &'p Plan, actor: NodeId, on: Option<NodeId>) -> Option<Wire<'p>> {
        Some(Wire { plan, actor, on: on?, reading: false })
    }

    /// Without what the actor may do itself: the rights of what feeds it.
    pub fn reading(self) -> Wire<'p> {
        Wire { reading: true, ..self }
    }

    fn actions(self) -> Vec<&'static str> {
        let edges = self.plan.edges_of(self.actor).filter(|it| it.to == self.on);
        // What feeds a function reads for it, and what it writes it writes itself.
        let through = |from: NodeId| self.plan.node(from).part.acts() == Acts::Through(self.actor);
        let edges = edges.filter(|it| !self.reading || through(it.from));
        let mut actions: Vec<&str> =
            edges.flat_map(|it| &it.access).flat_map(|it| it.actions.iter().copied()).collect();
        actions.sort_unstable();
        actions.dedup();
        actions
    }
}

impl Label {
    /// The lines of an arrow.
    pub fn of(self, verb: &str, wire: Option<Wire<'_>>) -> Vec<String> {
        let actions = wire.map(Wire::actions).unwrap_or_default();
        match self {
            Label::Rights if !actions.is_empty() => actions.into_iter().map(str::to_owned).collect(),
            Label::Rights | Label::Verb => vec![verb.to_owned()],
        }
    }
}

/// What stands between a function, or for a cold branch its stream, and a sink: it has rights on the sink, and the
/// function has rights on it, or it on the stream.
pub fn relay(
    plan: &Plan,
    actor: Option<NodeId>,
    source: Option<NodeId>,
    target: Option<NodeId>,
) -> Option<NodeId> {
    let has =
        |from: NodeId, to: Option<NodeId>| plan.edges().iter().any(|it| it.from == from && Some(it.to) == to);
    let writers = plan.edges().iter().filter(|it| Some(it.to) == target).map(|it| it.from);
    writers.into_iter().find(|it| match actor {
        Some(actor) => *it != actor && has(actor, Some(*it)),
        None => has(*it, source),
    })
}
