//! What a stretch of records asks for: rows for sinks, and dead letters.

use super::event::Record;
use crate::context::Context;
use crate::encode;
use crate::fault::Reason;
use crate::identity::{Identity, digest, id};
use crate::job::{Accepted, Branch, Job, Outcome, Runner, Target, Writer, identified};
use crate::row::Row;
use crate::sinks::{Body, Entry};
use std::collections::BTreeMap;

/// The longest partition key that Kinesis takes, in characters
/// (<https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecordsRequestEntry.html>).
const LONGEST_KEY: usize = 256;

/// What a stretch of records asks for.
#[derive(Debug, Default)]
pub struct Work {
    /// Rows for tables, in the order of their records: they may run ahead.
    pub puts: Vec<Piece>,
    /// Rows for all else, in the order of their records: each waits for every record before its own.
    pub sends: Vec<Piece>,
    /// Dead letters.
    pub letters: Letters,
    /// By record, what it has in the columns that identify it; none where its place does, and where it did not decode.
    pub keys: Vec<Option<Vec<u8>>>,
    /// Rows that branches kept.
    pub kept: usize,
}

/// A row for a sink.
#[derive(Debug)]
pub struct Piece {
    /// The record, by index.
    pub record: usize,
    /// The branch, by index.
    pub branch: usize,
    /// The target, by index.
    pub target: usize,
    /// The row.
    pub entry: Entry,
}

/// The reason of each dead letter, by branch (none where the record did not decode) and record; one for each of these.
pub type Letters = BTreeMap<(Option<usize>, usize), Reason>;

/// What these records ask for.
pub fn work(pipeline: &str, runner: &Runner<'_>, records: &[Record], context: &Context) -> Work {
    let mut work = Work::default();
    let job = runner.job();
    for (at, record) in records.iter().enumerate() {
        let accepted = runner.run(&record.data, record.identity(), context);
        let Accepted { key, outcomes } = accepted.unwrap_or_else(|reason| {
            work.letters.insert((None, at), reason);
            Accepted { key: None, outcomes: Vec::new() }
        });
        let identity = identified(key.as_deref(), record.identity());
        for (branch, outcome) in outcomes.into_iter().enumerate() {
            match outcome {
                Outcome::Kept(row) => work.keep(pipeline, job, (at, identity), branch, &row),
                Outcome::Left => {}
                Outcome::Rejected(reason) => {
                    work.letters.insert((Some(branch), at), reason);
                }
            }
        }
        work.keys.push(key);
    }
    work
}

impl Work {
    /// Adds a row of a branch, for each target that the branch writes.
    fn keep(
        &mut self,
        pipeline: &str,
        job: &Job,
        (at, record): (usize, Identity<'_>),
        branch: usize,
        row: &Row<'_>,
    ) {
        self.kept += 1;
        let whose = &job.branches[branch];
        if whose.writes.is_empty() {
            return;
        }
        let id = id(pipeline, whose.name, record);
        for (target, it) in job.targets.iter().enumerate().filter(|(_, it)| whose.writes.contains(&it.name)) {
            let piece = Piece { record: at, branch, target, entry: entry(it, whose, &id, row) };
            match it.writer {
                Writer::Table { .. } => self.puts.push(piece),
                Writer::Topic | Writer::Queue | Writer::Stream { .. } | Writer::Delivery => {
                    self.sends.push(piece)
                }
            }
        }
    }
}

/// A row as a target takes it.
fn entry(target: &Target, branch: &Branch, id: &str, row: &Row<'_>) -> Entry {
    let json = || Body::Text(encode::row(branch.outputs.iter().map(|it| it.name), row));
    let column = |it: &str| branch.outputs.iter().position(|output| output.name == it);
    let value = |it: &str| column(it).map_or_else(String::new, |it| plain(row, it));
    let (key, body) = match target.writer {
        Writer::Table { partition_key, sort_key, .. } => {
            // A unit separator: two keys that differ must not look alike.
            let key = format!("{}\u{1f}{}", value(partition_key), sort_key.map_or_else(String::new, value));
            (key, item(branch, row))
        }
        Writer::Stream { partition_key } => {
            let given = partition_key.and_then(column).filter(|it| !row.get(*it).is_null());
            (given.map_or_else(|| id.to_owned(), |it| partition(plain(row, it))), json())
        }
        Writer::Topic | Writer::Queue | Writer::Delivery => (String::new(), json()),
    };
    Entry { id: id.to_owned(), key, body }
}

fn item(branch: &Branch, row: &Row<'_>) -> Body {
    let values = branch.outputs.iter().enumerate();
    Body::Item(values.map(|(at, it)| (it.name, row.get(at).clone().into_owned())).collect())
}

/// A value as a text without quotes.
fn plain(row: &Row<'_>, at: usize) -> String {
    if let Some(text) = row.text(at) {
        return text.into_owned();
    }
    let mut json = String::new();
    encode::value(row.get(at), &mut json);
    json.trim_matches('"').to_owned()
}

/// A text as a partition key: what is too long or empty has a stand-in, the same for the same text.
fn partition(text: String) -> String {
    let length = text.chars().count();
    if (1..=LONGEST_KEY).contains(&length) { text } else { digest(&text) }
}
