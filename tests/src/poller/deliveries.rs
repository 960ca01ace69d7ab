//! What happened on a mapping: each invocation, what was given up, and which lanes got stuck.

use super::answer::Outcome;
use super::discard::GivenUp;
use super::sandbox::End;
use crate::moment::Moment;

/// One try to get a batch through the function.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// The shard, and the lane in it.
    pub lane: String,
    /// The names of the records that it contained, in order.
    pub records: Vec<String>,
    /// When the function took it.
    pub began: Moment,
    /// When its answer came, or none could come any more.
    pub ended: Moment,
    /// How it ended.
    pub end: End,
    /// What that means for the batch.
    pub outcome: Outcome,
}

impl Invocation {
    /// Whether the records reached a process.
    pub fn reached(&self) -> bool {
        !matches!(self.end, End::NeverStarted(_))
    }

    /// Whether the function said how it went, and was heard.
    pub fn is_answered(&self) -> bool {
        matches!(self.end, End::Response(_) | End::Error(_))
    }

    /// Whether it contained a record.
    pub fn contains(&self, name: &str) -> bool {
        self.records.iter().any(|it| it == name)
    }

    /// The place of the first record that its answer leaves to come again; behind the last where none does, and none
    /// where there is no answer.
    pub fn checkpoint(&self) -> Option<usize> {
        self.is_answered().then_some(match self.outcome {
            Outcome::Success => self.records.len(),
            Outcome::Checkpoint(at) => at,
            Outcome::Failure => 0,
        })
    }
}

/// All that a run did.
#[derive(Debug, Clone, Default)]
pub struct Deliveries {
    /// The invocations, in the order in which they began.
    pub invocations: Vec<Invocation>,
    /// What went to the on-failure destination.
    pub given_up: Vec<GivenUp>,
    /// The lanes that were left with records in them.
    pub stuck: Vec<String>,
    /// What the function's processes printed, lane by lane.
    pub output: String,
}

impl Deliveries {
    /// The invocations that brought a record to a process.
    pub fn containing<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Invocation> {
        self.invocations.iter().filter(move |it| it.reached() && it.contains(name))
    }

    /// How many invocations with this record ended without an answer.
    pub fn unanswered(&self, name: &str) -> usize {
        self.containing(name).filter(|it| !it.is_answered()).count()
    }

    /// Whether a record was given up.
    pub fn is_given_up(&self, name: &str) -> bool {
        self.given_up.iter().any(|it| it.records.iter().any(|it| it == name))
    }

    /// Adds those of another lane.
    pub(super) fn add(&mut self, other: Deliveries) {
        self.invocations.extend(other.invocations);
        self.invocations.sort_by_key(|it| it.began);
        self.given_up.extend(other.given_up);
        self.stuck.extend(other.stuck);
        self.output.push_str(&other.output);
    }
}
