//! Rows on standard output, as they come.
//!
//! Where one thing is asked for, its rows stand bare, a line each. Otherwise each line says what it is:
//! `{"sink":"NAME","row":{…}}`, `{"tap":"NAME","row":{…}}`, and for a record that is kept as it came
//! `{"sink":"NAME","record":"…"}`, or `"base64"` in place of `"record"` where it is no text.

use super::arguments::RunArguments;
use super::keeper::{Keeper, Reads};
use super::stop::Stop;
use crate::local::outlets::{DEAD_LETTERS, Edge, Outlets};
use crate::local::tally::Tally;
use crate::local::{Engine, Holds, Origin, Put, Rejected, See, item_key};
use crate::model::{BranchId, StreamId};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pipec_runtime::encode;
use pipec_runtime::fault::Reason;
use pipec_runtime::row::Row;
use std::io::{self, Write};

/// How many bytes are written at once, where there are so many.
const PIECE: usize = 128 * 1024;

/// Prints what was asked for.
pub struct Printer<'o, W: Write> {
    outlets: &'o Outlets,
    tally: Tally,
    shown: Shown,
    out: W,
    /// Lines that are not written yet.
    text: Vec<u8>,
    /// A row on its way there.
    row: String,
    left: Option<u64>,
    failed: Option<io::Error>,
}

/// What stands before a row, for each way in which it is printed, by number.
struct Shown {
    is_bare: bool,
    outlets: Vec<Option<Label>>,
    streams: Vec<Vec<Label>>,
    branches: Vec<Vec<Label>>,
    dead_letters: Option<Label>,
}

/// What a line is: `{"sink":"NAME",`.
type Label = String;

impl<'o, W: Write> Printer<'o, W> {
    /// Prints to this what the command line asks for.
    pub fn new(outlets: &'o Outlets, arguments: &RunArguments, out: W) -> Result<Printer<'o, W>, Stop> {
        Ok(Printer {
            outlets,
            tally: Tally::new(outlets),
            shown: Shown::new(outlets, &arguments.sink, &arguments.tap)?,
            out,
            text: Vec::with_capacity(2 * PIECE),
            row: String::new(),
            left: arguments.limit,
            failed: None,
        })
    }

    fn is_over(&self) -> bool {
        self.failed.is_some() || self.left == Some(0)
    }

    /// A line is there.
    fn line(&mut self) {
        self.text.push(b'\n');
        self.left = self.left.map(|it| it - 1);
        if self.text.len() >= PIECE {
            self.write();
        }
    }

    /// Lets everything out.
    fn flush(&mut self) {
        self.write();
        let flushed = self.out.flush();
        self.failed = self.failed.take().or(flushed.err());
    }

    fn write(&mut self) {
        let written = self.out.write_all(&self.text);
        self.text.clear();
        self.failed = self.failed.take().or(written.err());
    }
}

/// Puts a line of this form into the text; `None` is bare.
fn put(text: &mut Vec<u8>, label: Option<&str>, key: &str, value: &[u8]) {
    match label {
        None => text.extend(value),
        Some(label) => {
            for part in [label.as_bytes(), key.as_bytes(), value, b"}"] {
                text.extend(part);
            }
        }
    }
}

impl Shown {
    fn new(outlets: &Outlets, sinks: &[String], taps: &[String]) -> Result<Shown, Stop> {
        let mut shown = Shown {
            is_bare: sinks.len() == 1 && taps.is_empty(),
            outlets: vec![None; outlets.all.len()],
            streams: vec![Vec::new(); outlets.streams.len()],
            branches: vec![Vec::new(); outlets.branches.len()],
            dead_letters: None,
        };
        for name in sinks {
            let edge = outlets.edge(name).ok_or_else(|| unknown(name, outlets))?;
            shown.add(edge, label("sink", name));
        }
        for name in taps {
            let edge = outlets.tap(name).ok_or_else(|| untapped(name, outlets))?;
            shown.add(edge, label("tap", name));
        }
        if sinks.is_empty() {
            let names = outlets.all.iter().map(|it| it.name.as_str()).enumerate();
            names.for_each(|(at, name)| shown.add(Edge::Outlet(at), label("sink", name)));
            shown.add(Edge::DeadLetters, label("sink", DEAD_LETTERS));
        }
        Ok(shown)
    }

    fn add(&mut self, edge: Edge, label: Label) {
        match edge {
            Edge::Outlet(at) => self.outlets[at] = Some(label),
            Edge::Stream(at) => self.streams[at].push(label),
            Edge::Branch(at) => self.branches[at].push(label),
            Edge::DeadLetters => self.dead_letters = Some(label),
        }
    }
}

fn label(kind: &str, name: &str) -> Label {
    let mut label = format!("{{\"{kind}\":");
    encode::quoted(name, &mut label);
    label + ","
}

fn unknown(name: &str, outlets: &Outlets) -> Stop {
    let sinks = outlets.all.iter().map(|it| &it.name);
    none_called("sink, stream or branch", name, sinks.chain(nodes(outlets)))
}

fn untapped(name: &str, outlets: &Outlets) -> Stop {
    if outlets.all.iter().any(|it| it.name == name) {
        return Stop::usage(format!("`{name}` is a sink: write `--sink {name}`"));
    }
    none_called("stream or branch", name, nodes(outlets))
}

fn nodes(outlets: &Outlets) -> impl Iterator<Item = &String> {
    outlets.streams.iter().chain(&outlets.branches).map(|it| &it.name)
}

fn none_called<'n>(what: &str, name: &str, there: impl Iterator<Item = &'n String>) -> Stop {
    let mut names: Vec<String> = there.map(|it| format!("`{it}`")).collect();
    names.sort();
    names.dedup();
    Stop::usage(format!("no {what} is called `{name}`; there is {}", names.join(", ")))
}

impl<W: Write> See for Printer<'_, W> {
    fn accepted(&mut self, stream: StreamId, row: &Row<'_>) {
        self.tally.accepted[stream.0] += 1;
        for at in 0..self.shown.streams[stream.0].len() {
            if self.is_over() {
                return;
            }
            self.row.clear();
            let columns = self.outlets.streams[stream.0].columns.iter().map(String::as_str);
            encode::push_row(columns, row, &mut self.row);
            let label = &self.shown.streams[stream.0][at];
            put(&mut self.text, (!self.shown.is_bare).then_some(label), "\"row\":", self.row.as_bytes());
            self.line();
        }
    }

    fn refuses(&mut self, branch: BranchId, row: &Row<'_>) -> Option<Reason> {
        refusal(self.outlets, branch, row)
    }

    fn closed(&mut self, _: BranchId, windows: usize) {
        self.tally.windows += windows as u64;
    }

    fn made(&mut self, branch: BranchId, row: &Row<'_>, _: Origin<'_>) {
        self.row.clear();
        let outlets = self.outlets;
        for (outlet, holds) in &outlets.routes[branch.0] {
            if takes(holds, row) {
                self.tally.outlets[*outlet].add(Put::Written);
                let label = self.shown.outlets[*outlet].take();
                self.print(branch, row, label.as_deref());
                self.shown.outlets[*outlet] = label;
            }
        }
        let labels = std::mem::take(&mut self.shown.branches[branch.0]);
        labels.iter().for_each(|it| self.print(branch, row, Some(it)));
        self.shown.branches[branch.0] = labels;
    }

    fn kept(&mut self, branch: BranchId, record: &[u8]) {
        for (outlet, holds) in &self.outlets.routes[branch.0] {
            self.tally.outlets[*outlet].add(Put::Written);
            if let Some(label) = &self.shown.outlets[*outlet]
                && !self.is_over()
            {
                let feed = *holds != Holds::Bytes { bare: true } || !self.shown.is_bare;
                put_record(&mut self.text, (!self.shown.is_bare).then_some(label), record);
                self.line();
                if !feed {
                    self.text.pop();
                }
            }
        }
        for at in 0..self.shown.branches[branch.0].len() {
            if !self.is_over() {
                let label = &self.shown.branches[branch.0][at];
                put_record(&mut self.text, (!self.shown.is_bare).then_some(label), record);
                self.line();
            }
        }
    }

    fn rejected(&mut self, rejected: Rejected<'_>) {
        self.tally.reject(&rejected);
        if let Some(label) = &self.shown.dead_letters
            && !self.is_over()
        {
            let letter = self.outlets.letter(&rejected);
            put(&mut self.text, (!self.shown.is_bare).then_some(label), "\"row\":", letter.as_bytes());
            self.line();
        }
    }
}

fn put_record(text: &mut Vec<u8>, label: Option<&str>, record: &[u8]) {
    let mut quoted = String::new();
    match (label, std::str::from_utf8(record)) {
        (None, _) => text.extend(record),
        (Some(_), Ok(it)) => {
            encode::quoted(it, &mut quoted);
            put(text, label, "\"record\":", quoted.as_bytes());
        }
        (Some(_), Err(_)) => {
            encode::quoted(&STANDARD.encode(record), &mut quoted);
            put(text, label, "\"base64\":", quoted.as_bytes());
        }
    }
}

impl<W: Write> Printer<'_, W> {
    /// Prints a branch's row, if it has a label; its text is made once.
    fn print(&mut self, branch: BranchId, row: &Row<'_>, label: Option<&str>) {
        let Some(label) = label.filter(|_| !self.is_over()) else { return };
        if self.row.is_empty() {
            let columns = self.outlets.branches[branch.0].columns.iter().map(String::as_str);
            encode::push_row(columns, row, &mut self.row);
        }
        put(&mut self.text, (!self.shown.is_bare).then_some(label), "\"row\":", self.row.as_bytes());
        self.line();
    }
}

/// Whether an outlet takes a row: a table wants a key that it can hold.
pub fn takes(holds: &Holds, row: &Row<'_>) -> bool {
    match holds {
        Holds::Items { key, .. } => item_key(row, key).is_ok(),
        Holds::Rows | Holds::Bytes { .. } => true,
    }
}

/// Why an outlet of a branch can never take a row.
pub fn refusal(outlets: &Outlets, branch: BranchId, row: &Row<'_>) -> Option<Reason> {
    outlets.routes[branch.0].iter().find_map(|(_, holds)| match holds {
        Holds::Items { key, .. } => item_key(row, key).err(),
        Holds::Rows | Holds::Bytes { .. } => None,
    })
}

impl<W: Write> Keeper for Printer<'_, W> {
    fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }

    fn check(&mut self) -> Result<(), Stop> {
        match &self.failed {
            Some(error) => Err(Stop::printing(error)),
            None if self.left == Some(0) => {
                self.flush();
                Err(self.failed.as_ref().map_or(Stop::Enough, Stop::printing))
            }
            None => Ok(()),
        }
    }

    fn pause(&mut self, waits: bool, _: &Engine, _: &Reads) -> Result<(), Stop> {
        if waits {
            self.flush();
        }
        self.check()
    }

    fn finish(&mut self, engine: &Engine, reads: &Reads, _: bool) -> Result<(), Stop> {
        match self.pause(true, engine, reads) {
            // The rows that were asked for have been printed.
            Err(Stop::Enough) | Ok(()) => Ok(()),
            failed => failed,
        }
    }

    fn keep(&mut self, engine: &Engine, reads: &Reads) -> Result<(), Stop> {
        self.pause(true, engine, reads)
    }
}
