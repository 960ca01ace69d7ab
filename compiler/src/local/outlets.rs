//! What a pipeline writes to, by number and by name, and the line that is kept of what it rejects.

use super::Rejected;
use super::routes::{Holds, routes};
use crate::model::{Branch, Column, Model, SinkId, StreamId, Target};
use crate::sinks::Settings;
use pipec_runtime::dead_letter::DeadLetter;

/// The name of what is kept of rejected records, which no sink, stream or branch has.
pub const DEAD_LETTERS: &str = "dead_letters";

/// All that a pipeline writes to.
#[derive(Debug)]
pub struct Outlets {
    /// The pipeline's name.
    pub pipeline: String,
    /// Its streams.
    pub streams: Vec<Node>,
    /// Its branches.
    pub branches: Vec<Node>,
    /// Each sink, and each stream that branches write.
    pub all: Vec<Outlet>,
    /// The outlets of each branch, and what they hold.
    pub routes: Vec<Vec<(usize, Holds)>>,
}

/// A stream or a branch.
#[derive(Debug)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// The columns of its rows.
    pub columns: Vec<String>,
}

/// A sink, or a stream that branches write.
#[derive(Debug)]
pub struct Outlet {
    /// Its name.
    pub name: String,
    /// What becomes of what is written to it.
    pub keeps: Keeps,
}

/// What becomes of what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// Items, one for each key.
    Items,
    /// Messages, taken by whoever reads them.
    Messages,
    /// Bytes in files.
    Objects,
}

/// What has a name and carries rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// What is written to the outlet of this number.
    Outlet(usize),
    /// The records that the stream of this number accepts.
    Stream(usize),
    /// The rows that the branch of this number makes, or the records that it keeps.
    Branch(usize),
    /// What is kept of rejected records.
    DeadLetters,
}

impl Outlets {
    /// The outlets of a model without errors.
    pub fn new(model: &Model) -> Outlets {
        let sinks = (0..model.sinks.len()).map(|it| Target::Sink(SinkId(it)));
        let streams = (0..model.streams.len()).map(StreamId).filter(|it| is_written(model, *it));
        let targets: Vec<Target> = sinks.chain(streams.map(Target::Stream)).collect();
        let number = |target: Target| targets.iter().position(|it| *it == target);
        let numbered = routes(model)
            .into_iter()
            .map(|of| of.into_iter().filter_map(|it| Some((number(it.target)?, it.holds))).collect());
        Outlets {
            pipeline: model.name.value.clone(),
            streams: model.streams.iter().map(|it| node(&it.name.value, &it.columns)).collect(),
            branches: model.branches.iter().map(branch).collect(),
            routes: numbered.collect(),
            all: targets.iter().map(|it| outlet(model, *it)).collect(),
        }
    }

    /// The edge of this name; a stream that branches write is what they write.
    pub fn edge(&self, name: &str) -> Option<Edge> {
        let outlet = self.all.iter().position(|it| it.name == name).map(Edge::Outlet);
        let dead_letters = || (name == DEAD_LETTERS).then_some(Edge::DeadLetters);
        outlet.or_else(|| self.tap(name)).or_else(dead_letters)
    }

    /// The edge that leaves the stream or branch of this name.
    pub fn tap(&self, name: &str) -> Option<Edge> {
        let among = |nodes: &[Node]| nodes.iter().position(|it| it.name == name);
        among(&self.streams).map(Edge::Stream).or_else(|| among(&self.branches).map(Edge::Branch))
    }

    /// The dead letter of what was rejected, without a line feed. A local run knows no arrival.
    pub fn letter(&self, rejected: &Rejected<'_>) -> String {
        let stream = &self.streams[rejected.stream.0].name;
        let branch = rejected.branch.map(|it| self.branches[it.0].name.as_str());
        let position = rejected.origin.position();
        let letter = DeadLetter {
            id: &rejected.origin.id(&self.pipeline, branch.unwrap_or(stream)),
            reason: rejected.reason,
            branch,
            stream,
            position: position.as_ref(),
            arrived: None,
            raw: rejected.raw,
        };
        letter.line()
    }
}

/// The streams whose records come from outside: those that no branch writes.
pub fn sources(model: &Model) -> Vec<StreamId> {
    (0..model.streams.len()).map(StreamId).filter(|it| !is_written(model, *it)).collect()
}

fn is_written(model: &Model, id: StreamId) -> bool {
    model.writers(Target::Stream(id)).next().is_some()
}

fn node(name: &str, columns: &[Column]) -> Node {
    Node { name: name.to_owned(), columns: columns.iter().map(|it| it.name.value.clone()).collect() }
}

fn branch(branch: &Branch) -> Node {
    let outputs = branch.as_hot().map(|it| it.outputs.as_slice()).unwrap_or_default();
    let columns = outputs.iter().map(|it| it.column.name.value.clone()).collect();
    Node { name: branch.name.value.clone(), columns }
}

fn outlet(model: &Model, target: Target) -> Outlet {
    match target {
        Target::Stream(id) => Outlet { name: model.stream(id).name.value.clone(), keeps: Keeps::Messages },
        Target::Sink(id) => {
            let keeps = match model.sink(id).settings {
                Some(Settings::Dynamodb(_)) => Keeps::Items,
                Some(Settings::S3(_)) => Keeps::Objects,
                Some(_) | None => Keeps::Messages,
            };
            Outlet { name: model.sink(id).name.value.clone(), keeps }
        }
    }
}

/// Whether a branch of the pipeline has windows.
pub fn has_windows(model: &Model) -> bool {
    model.hot().any(|(_, _, hot)| hot.window.is_some())
}
