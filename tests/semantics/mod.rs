//! The corpus that states what a pipeline means, case by case: the interpreter and generated Rust meet each row.
//!
//! Rows are written by hand, by what their rule says, and never made from output. `windows` is about what takes more than
//! one record.

mod cases;
mod corpus;
mod coverage;
mod duckdb;
mod met;
mod pipeline;
mod refused;
mod sql;
mod starts;
mod windows;

pub use pipeline::pipeline;

use crate::rules::{NOW, PIPELINES, Pipeline};
use cases::{Asked, STREAMS, Stream};
use pipec::plan::{Branch, Job, Threshold};

/// The rules that these tables cover. Those about windows have their own; the others are about delivery and effects.
const RULES: [(u8, &str); 10] = [
    (1, "decoding is strict"),
    (2, "of several faults the first counts, once for a stream or a branch"),
    (3, "numbers are exact or rejected"),
    (4, "text is its bytes and its code points"),
    (5, "logic has three values and is decided from left to right"),
    (6, "timestamps are UTC milliseconds"),
    (13, "what is made of a record has one id"),
    (16, "a value has one form in the output"),
    (18, "`now()` is given"),
    (19, "a threshold is a literal of its type, or nothing starts"),
];

fn corpus() -> &'static Pipeline {
    PIPELINES.iter().find(|it| it.name == "semantics").expect("it is among the pipelines")
}

/// The sections as streams, each with its job.
fn jobs() -> impl Iterator<Item = (&'static Stream, &'static Job)> {
    let job = |stream: &Stream| corpus().jobs.iter().find(|it| it.stream == stream.name);
    STREAMS.iter().map(move |it| (it, job(it).expect("each section is a stream with a branch")))
}

/// A row of the corpus on an expression's value.
pub struct Valued {
    /// Where it is written.
    pub place: &'static str,
    /// The job of its section.
    pub job: &'static Job,
    /// The branch that adds the value.
    pub branch: &'static Branch,
    /// The record.
    pub record: &'static [u8],
    /// What `now()` gives.
    pub now: &'static str,
}

/// The rows of the corpus on values, and the thresholds of all of them.
pub fn values() -> (Vec<Valued>, &'static [Threshold]) {
    let mut all = Vec::new();
    for (stream, job) in jobs() {
        let now = stream.section.now.as_deref().unwrap_or(NOW);
        for case in &stream.cases {
            let Asked::Value(index) = case.asked else { continue };
            let branch = job.branches.iter().find(|it| it.name == stream.branch(index));
            let branch = branch.expect("each expression has a branch");
            all.push(Valued { place: &case.place, job, branch, record: &case.record, now });
        }
    }
    (all, &corpus().thresholds)
}
