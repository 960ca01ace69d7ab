//! Everything that a run makes, kept in a folder: exactly once, also where the process is killed at any moment.
//!
//! `run.redb` is the truth. A transaction there holds how far each input was read, with a sum of its bytes, what the engine
//! remembers, all items of tables, what was counted, and the length and sum of each file beside it. These files
//! (`messages`, `objects`, `dead_letters.jsonl`) only grow: they are written and on the disk before the transaction that
//! names their lengths, so whatever is behind these is of a run that was killed, and the next run cuts it off. The next run
//! reads its inputs from where the transaction stands, after it has seen that what comes before is what was read then. Standard
//! input goes on where the same bytes are piped again.
//!
//! A transaction is made when thirty times the time of the last one have passed, so that they cost about a thirtieth of the
//! run, and when items fill 64 MiB. The files in `tables` are written whole at the end of a run, from the database.

mod database;
mod identity;
mod log;
mod table;

pub use identity::Identity;

use super::keeper::{Keeper, Reads};
use super::printer::refusal;
use super::pump::Resumed;
use super::stop::Stop;
use crate::local::outlets::{Keeps, Outlets};
use crate::local::tally::Tally;
use crate::local::{self, Engine, Holds, Origin, Put, Rejected, See, item_key};
use crate::model::{BranchId, StreamId};
use database::Database;
use log::{Extent, Log};
use pipec_runtime::encode;
use pipec_runtime::fault::Reason;
use pipec_runtime::row::Row;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use table::Table;

/// How many times its own length a transaction waits.
const PATIENCE: u32 = 30;
/// The least time between two transactions.
const LEAST: Duration = Duration::from_millis(20);
/// The most bytes of items that wait for a transaction.
const MOST: usize = 64 * 1024 * 1024;

/// What a transaction holds, but for items.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Saved {
    reads: Reads,
    is_closed: bool,
    engine: Option<local::State>,
    tally: Tally,
    extents: Vec<Extent>,
}

/// A folder that keeps what a run makes.
pub struct Store<'o> {
    outlets: &'o Outlets,
    folder: PathBuf,
    database: Database,
    saved: Saved,
    /// The tables, by outlet.
    tables: Vec<Option<Table>>,
    /// The files of the other outlets, by outlet, and of the dead letters at the end.
    logs: Vec<Option<Log>>,
    row: String,
    failed: Option<Stop>,
    last: Instant,
    took: Duration,
}

impl<'o> Store<'o> {
    /// The store in a folder, as the last transaction left it.
    pub fn open(folder: &Path, outlets: &'o Outlets, identity: Identity) -> Result<Store<'o>, Stop> {
        let (database, saved) = Database::open(folder, &identity)?;
        let saved = match saved {
            Some(saved) => saved,
            None => database.begin(&identity, Tally::new(outlets))?,
        };
        let mut logs = paths(folder, outlets)
            .enumerate()
            .map(|(at, path)| path.map(|it| Log::check(it, saved.extents.get(at).copied())).transpose())
            .collect::<Result<Vec<_>, _>>()?;
        // Only when all of them are right is anything cut off.
        logs.iter_mut().flatten().try_for_each(Log::cut)?;
        let table =
            |at: usize| (outlets.all[at].keeps == Keeps::Items).then(|| outlets.all[at].name.as_str());
        let tables = (0..outlets.all.len())
            .map(|at| table(at).map(|it| Table::open(it, &database)).transpose())
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Store {
            outlets,
            folder: folder.to_owned(),
            database,
            saved,
            tables,
            logs,
            row: String::new(),
            failed: None,
            last: Instant::now(),
            took: Duration::ZERO,
        })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts the engine where the last run ended.
    pub fn resume(&mut self, engine: &mut Engine) -> Resumed {
        if let Some(state) = self.saved.engine.take() {
            engine.restore(state);
        }
        Resumed { reads: self.saved.reads.clone(), is_closed: self.saved.is_closed }
    }

    /// Makes a transaction of all that has come.
    fn commit(&mut self, engine: &Engine, reads: &Reads, is_closed: bool) -> Result<(), Stop> {
        let began = Instant::now();
        for (at, log) in self.logs.iter_mut().enumerate() {
            self.saved.extents.resize(self.saved.extents.len().max(at + 1), Extent::NONE);
            if let Some(log) = log {
                self.saved.extents[at] = log.sync()?;
            }
        }
        self.saved.reads.clone_from(reads);
        self.saved.is_closed = is_closed;
        self.saved.engine = Some(engine.state());
        self.database.save(&self.saved, &mut self.tables)?;
        self.saved.engine = None;
        self.last = Instant::now();
        self.took = self.last - began;
        Ok(())
    }

    /// Appends a line to the file of an outlet.
    fn append(&mut self, outlet: usize, bytes: &[u8], feed: bool) {
        let Some(Some(log)) = self.logs.get_mut(outlet) else { return };
        let pushed = log.push(bytes, feed);
        self.failed = self.failed.take().or(pushed.err());
    }

    /// Puts an item into the table of an outlet.
    fn put(&mut self, outlet: usize, key: Vec<u8>, id: &str, replaces: bool) {
        let Some(Some(table)) = self.tables.get_mut(outlet) else { return };
        match table.put(key, id, &self.row, replaces) {
            Ok(put) => self.saved.tally.outlets[outlet].add(put),
            Err(stop) => self.failed = self.failed.take().or(Some(stop)),
        }
    }

    fn is_due(&self) -> bool {
        let waiting: usize = self.tables.iter().flatten().map(Table::waiting).sum();
        waiting > MOST || self.last.elapsed() > (self.took * PATIENCE).max(LEAST)
    }
}

/// The file of each outlet that is no table, and of the dead letters.
fn paths(folder: &Path, outlets: &Outlets) -> impl Iterator<Item = Option<PathBuf>> {
    let path = |part: &str, name: &str| Some(folder.join(part).join(format!("{name}.jsonl")));
    let files = outlets.all.iter().map(move |it| match it.keeps {
        Keeps::Items => None,
        Keeps::Messages => path("messages", &it.name),
        Keeps::Objects => path("objects", &it.name),
    });
    files.chain([Some(folder.join("dead_letters.jsonl"))])
}

impl See for Store<'_> {
    fn accepted(&mut self, stream: StreamId, _: &Row<'_>) {
        self.saved.tally.accepted[stream.0] += 1;
    }

    fn refuses(&mut self, branch: BranchId, row: &Row<'_>) -> Option<Reason> {
        refusal(self.outlets, branch, row)
    }

    fn closed(&mut self, _: BranchId, windows: usize) {
        self.saved.tally.windows += windows as u64;
    }

    fn made(&mut self, branch: BranchId, row: &Row<'_>, origin: Origin<'_>) {
        let outlets = self.outlets;
        let node = &outlets.branches[branch.0];
        self.row.clear();
        encode::push_row(node.columns.iter().map(String::as_str), row, &mut self.row);
        for (outlet, holds) in &outlets.routes[branch.0] {
            match holds {
                Holds::Items { key, replaces } => {
                    if let Ok(key) = item_key(row, key) {
                        self.put(*outlet, key, &origin.id(&outlets.pipeline, &node.name), *replaces);
                    }
                }
                Holds::Rows | Holds::Bytes { .. } => {
                    self.saved.tally.outlets[*outlet].add(Put::Written);
                    let row = std::mem::take(&mut self.row);
                    self.append(*outlet, row.as_bytes(), true);
                    self.row = row;
                }
            }
        }
    }

    fn kept(&mut self, branch: BranchId, record: &[u8]) {
        let outlets = self.outlets;
        for (outlet, holds) in &outlets.routes[branch.0] {
            self.saved.tally.outlets[*outlet].add(Put::Written);
            self.append(*outlet, record, *holds != Holds::Bytes { bare: true });
        }
    }

    fn rejected(&mut self, rejected: Rejected<'_>) {
        self.saved.tally.reject(&rejected);
        let letter = self.outlets.letter(&rejected);
        self.append(self.outlets.all.len(), letter.as_bytes(), true);
    }
}

impl Keeper for Store<'_> {
    fn tally(&mut self) -> &mut Tally {
        &mut self.saved.tally
    }

    fn check(&mut self) -> Result<(), Stop> {
        self.failed.take().map_or(Ok(()), Err)
    }

    fn pause(&mut self, _: bool, engine: &Engine, reads: &Reads) -> Result<(), Stop> {
        self.check()?;
        if self.is_due() { self.commit(engine, reads, false) } else { Ok(()) }
    }

    fn keep(&mut self, engine: &Engine, reads: &Reads) -> Result<(), Stop> {
        self.check()?;
        self.commit(engine, reads, false)?;
        self.tables.iter_mut().flatten().try_for_each(|it| it.write(&self.folder))
    }

    fn finish(&mut self, engine: &Engine, reads: &Reads, closed: bool) -> Result<(), Stop> {
        self.check()?;
        if self.saved.reads != *reads || self.saved.is_closed != closed {
            self.commit(engine, reads, closed)?;
        }
        self.tables.iter_mut().flatten().try_for_each(|it| it.write(&self.folder))
    }
}
