//! What a run has counted, and its summary for people and for programs.

use super::outlets::{DEAD_LETTERS, Keeps, Outlets};
use super::{Put, Rejected};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a run has counted, from its beginning.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Records that came, by stream.
    pub read: Vec<u64>,
    /// Records that decoded, by stream.
    pub accepted: Vec<u64>,
    /// What was rejected, by reason.
    pub rejected: BTreeMap<String, u64>,
    /// Windows that have closed, each with one key.
    pub windows: u64,
    /// What was written, by outlet.
    pub outlets: Vec<Puts>,
}

/// What became of what was written to an outlet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Puts {
    /// Rows, records or items.
    pub written: u64,
    /// Items that an earlier try wrote.
    pub replayed: u64,
    /// Rows that another row's item kept out.
    pub in_conflict: u64,
}

impl Puts {
    /// Counts a put.
    pub fn add(&mut self, put: Put) {
        match put {
            Put::Written => self.written += 1,
            Put::Replayed => self.replayed += 1,
            Put::Conflict => self.in_conflict += 1,
        }
    }
}

impl Tally {
    /// Nothing yet.
    pub fn new(outlets: &Outlets) -> Tally {
        let zeros = vec![0; outlets.streams.len()];
        let puts = vec![Puts::default(); outlets.all.len()];
        Tally { read: zeros.clone(), accepted: zeros, outlets: puts, ..Tally::default() }
    }

    /// Counts what was rejected.
    pub fn reject(&mut self, rejected: &Rejected<'_>) {
        let word = rejected.reason.word();
        match self.rejected.get_mut(word) {
            Some(count) => *count += 1,
            None => drop(self.rejected.insert(word.to_owned(), 1)),
        }
    }

    fn all_rejected(&self) -> u64 {
        self.rejected.values().sum()
    }

    /// The summary for people, a line for each thing; `is_kept` where tables judge their puts.
    pub fn text(&self, outlets: &Outlets, is_kept: bool) -> String {
        let mut lines: Vec<(&str, String)> = Vec::new();
        for (stream, (read, accepted)) in outlets.streams.iter().zip(self.read.iter().zip(&self.accepted)) {
            if *read > 0 {
                lines.push((&stream.name, format!("{read} in, {accepted} accepted")));
            } else if *accepted > 0 {
                lines.push((&stream.name, format!("{accepted} accepted")));
            }
        }
        for (outlet, puts) in outlets.all.iter().zip(&self.outlets) {
            lines.push((&outlet.name, words(outlet.keeps, puts, is_kept)));
        }
        let reasons: Vec<String> = self.rejected.iter().map(|(it, count)| format!("{it} {count}")).collect();
        let why = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
        lines.push((DEAD_LETTERS, format!("{} rejected{why}", self.all_rejected())));
        if self.windows > 0 {
            lines.push(("windows", format!("{} closed", self.windows)));
        }
        let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        lines.iter().fold(String::new(), |mut text, (name, words)| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name:width$}  {words}");
            text
        })
    }

    /// The same for programs.
    pub fn json(&self, outlets: &Outlets) -> Map<String, Value> {
        let streams = outlets.streams.iter().zip(self.read.iter().zip(&self.accepted));
        let streams = streams.map(|(stream, (read, accepted))| {
            (stream.name.clone(), json!({ "in": read, "accepted": accepted }))
        });
        let puts = outlets.all.iter().zip(&self.outlets).map(|(outlet, puts)| {
            let counts = json!({
                "written": puts.written, "replayed": puts.replayed, "in_conflict": puts.in_conflict
            });
            (outlet.name.clone(), counts)
        });
        let mut all = Map::new();
        all.insert("streams".to_owned(), Value::Object(streams.collect()));
        all.insert("sinks".to_owned(), Value::Object(puts.collect()));
        all.insert("rejected".to_owned(), json!(self.rejected));
        all.insert("windows_closed".to_owned(), json!(self.windows));
        all
    }
}

fn words(keeps: Keeps, puts: &Puts, is_kept: bool) -> String {
    match keeps {
        Keeps::Items if is_kept => {
            format!("{} written, {} replayed, {} in conflict", puts.written, puts.replayed, puts.in_conflict)
        }
        Keeps::Items | Keeps::Messages => format!("{} rows", puts.written),
        Keeps::Objects => format!("{} records", puts.written),
    }
}
