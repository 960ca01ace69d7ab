//! The ways to work through a batch: those that keep the rules, and those that a judge must catch.

use crate::aws;
use crate::script::{Record, Stop};
use std::collections::BTreeSet;

/// A way to work through a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// In order, up to the first record that cannot be done.
    Honest,
    /// All messages in one request, and again those that failed, up to the first that cannot be done.
    Batches,
    /// On behind the record that cannot be done, which is reported all the same.
    RunsPast,
    /// What cannot be done counts as done.
    Loses,
    /// The answer before the work.
    AnswersFirst,
    /// From the last record to the first.
    Backwards,
    /// All messages in one request, and all of them again where one failed.
    Resends,
}

impl Manner {
    /// The manner of this name.
    pub fn of(name: &str) -> Manner {
        match name {
            "" => Manner::Honest,
            "batches" => Manner::Batches,
            "runs-past" => Manner::RunsPast,
            "loses" => Manner::Loses,
            "answers-first" => Manner::AnswersFirst,
            "backwards" => Manner::Backwards,
            "resends" => Manner::Resends,
            _ => panic!("there is no manner {name}"),
        }
    }

    /// Works through a batch.
    pub fn work(self, records: &[Record]) -> Result<(), Stop> {
        match self {
            Manner::Honest | Manner::AnswersFirst => records.iter().try_for_each(Record::run),
            Manner::RunsPast => {
                let ends: Vec<Result<(), Stop>> = records.iter().map(Record::run).collect();
                ends.into_iter().collect()
            }
            Manner::Loses => {
                records.iter().for_each(|it| drop(it.run()));
                Ok(())
            }
            Manner::Backwards => records.iter().rev().try_for_each(Record::run),
            Manner::Batches => batched(records, false),
            Manner::Resends => batched(records, true),
        }
    }
}

/// Publishes what the records say in one request, as often as it may be tried.
fn batched(records: &[Record], resends: bool) -> Result<(), Stop> {
    let ids = |it: &Record| {
        it.steps.iter().filter_map(|it| it.strip_prefix("publish ").map(str::to_owned)).collect()
    };
    let messages: Vec<Vec<String>> = records.iter().map(ids).collect();
    let messages: Vec<(usize, String)> = messages
        .into_iter()
        .enumerate()
        .flat_map(|(at, ids)| ids.into_iter().map(move |id| (at, id)))
        .collect();
    let mut open: BTreeSet<usize> = (0..messages.len()).collect();
    for _ in 0..aws::tries() {
        let sent: Vec<usize> =
            if resends { (0..messages.len()).collect() } else { open.iter().copied().collect() };
        let failed = aws::publish_all(&sent.iter().map(|it| messages[*it].1.as_str()).collect::<Vec<_>>());
        open = failed.into_iter().map(|it| sent[it]).collect();
        let Some(_) = open.first() else { return Ok(()) };
    }
    let first = open.first().expect("a batch without failures is done");
    Err(Stop::At(records[messages[*first].0].sequence.clone()))
}
