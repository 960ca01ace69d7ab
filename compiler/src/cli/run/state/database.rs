//! The database of a state: opened by one run at a time, checked before it is believed.

use super::super::stop::Stop;
use super::Saved;
use super::identity::Identity;
use super::log::LEFT;
use super::table::Table;
use crate::local::tally::Tally;
use redb::{DatabaseError, ReadOnlyTable, ReadableDatabase, StorageError, TableDefinition, TableError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::mem::ManuallyDrop;
use std::path::Path;

/// The file's name.
const FILE: &str = "run.redb";
/// Changes with the form of what is kept.
const FORMAT: &[u8] = b"1";
/// How much memory the database may keep pages in.
const CACHE: usize = 64 * 1024 * 1024;
const META: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("meta");
const NOTHING: &str = "Nothing was changed.";
/// The bytes at the head of a database, which begin with its sign; pages follow.
const HEAD: usize = 320;
/// The bytes of that sign.
const SIGN: usize = 9;
/// A new database is not larger than this.
const NEW: u64 = 16 * 1024 * 1024;

/// Committed items: an id and a row, by key.
pub type Items = ReadOnlyTable<&'static [u8], &'static [u8]>;

/// An open database.
pub struct Database {
    // INVARIANT: it is never closed, only left. One that was closed is believed when it is opened, also where somebody has
    // damaged it since, and may then end in a panic; one that was left is gone through by its sums first.
    database: ManuallyDrop<redb::Database>,
}

impl Database {
    /// The database of a folder, and what was saved there; nothing yet where the folder was empty.
    pub fn open(folder: &Path, identity: &Identity) -> Result<(Database, Option<Saved>), Stop> {
        let names = listed(folder)?;
        let path = folder.join(FILE);
        let is_there = names.iter().any(|it| it == FILE);
        if !is_there && !names.is_empty() {
            return Err(Stop::usage(format!(
                "`{}` holds other files and no state of a run. {NOTHING} Name a folder that is empty or new.",
                folder.display()
            )));
        }
        fs::create_dir_all(folder).map_err(|it| Stop::file("made", folder, &it, NOTHING))?;
        if names.len() == 1 {
            empty_half_made(&path).map_err(|it| Stop::file("read", &path, &it, NOTHING))?;
        }
        let database = redb::Database::builder().set_cache_size(CACHE).create(&path);
        let database = database.map_err(|it| unopened(folder, &path, &it))?;
        let database = Database { database: ManuallyDrop::new(database) };
        let Some(format) = database.meta("format")? else {
            // A run that was killed at its very beginning leaves a database that is empty, and nothing else.
            return if names.len() <= 1 { Ok((database, None)) } else { Err(damaged(folder, "it is empty")) };
        };
        if format != FORMAT {
            return Err(Stop::outside(format!(
                "`{}` was written by another version of pipec. {NOTHING} Begin in another folder.",
                folder.display()
            )));
        }
        let (Some(there), Some(saved)) = (database.read::<Identity>("identity")?, database.read("saved")?)
        else {
            return Err(damaged(folder, "it cannot be read"));
        };
        there.refuse(identity, folder)?;
        Ok((database, Some(saved)))
    }

    /// Saves what a run begins with.
    pub fn begin(&self, identity: &Identity, tally: Tally) -> Result<Saved, Stop> {
        let saved = Saved { tally, ..Saved::default() };
        let begin = self.database.begin_write().map_err(failed)?;
        {
            let mut meta = begin.open_table(META).map_err(failed)?;
            meta.insert("format", FORMAT).map_err(failed)?;
            meta.insert("identity", encoded(identity)?.as_slice()).map_err(failed)?;
            meta.insert("saved", encoded(&saved)?.as_slice()).map_err(failed)?;
        }
        begin.commit().map_err(failed)?;
        Ok(saved)
    }

    /// Saves everything at once.
    pub fn save(&self, saved: &Saved, tables: &mut [Option<Table>]) -> Result<(), Stop> {
        let write = self.database.begin_write().map_err(failed)?;
        for table in tables.iter().flatten().filter(|it| it.waiting() > 0) {
            let name = items(table.name());
            table.save(&mut write.open_table(TableDefinition::new(&name)).map_err(failed)?)?;
        }
        let mut meta = write.open_table(META).map_err(failed)?;
        meta.insert("saved", encoded(saved)?.as_slice()).map_err(failed)?;
        drop(meta);
        write.commit().map_err(failed)?;
        for table in tables.iter_mut().flatten().filter(|it| it.waiting() > 0) {
            table.saved(self.items(table.name())?);
        }
        Ok(())
    }

    /// The committed items of a table; none before the first.
    pub fn items(&self, table: &str) -> Result<Option<Items>, Stop> {
        let read = self.database.begin_read().map_err(failed)?;
        match read.open_table(TableDefinition::new(&items(table))) {
            Ok(table) => Ok(Some(table)),
            Err(TableError::TableDoesNotExist(_)) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    fn read<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Stop> {
        Ok(self.meta(key)?.and_then(|it| postcard::from_bytes(&it).ok()))
    }

    fn meta(&self, key: &str) -> Result<Option<Vec<u8>>, Stop> {
        let read = self.database.begin_read().map_err(failed)?;
        let meta = match read.open_table(META) {
            Err(TableError::TableDoesNotExist(_)) => return Ok(None),
            meta => meta.map_err(failed)?,
        };
        Ok(meta.get(key).map_err(failed)?.map(|it| it.value().to_vec()))
    }
}

/// The name of a table's items.
fn items(table: &str) -> String {
    format!("items.{table}")
}

fn encoded(value: &impl Serialize) -> Result<Vec<u8>, Stop> {
    let unknown = |error| Stop::outside(format!("the state cannot be written: {error}. {LEFT}"));
    postcard::to_stdvec(value).map_err(unknown)
}

/// The names in a folder; none where it is not there.
fn listed(folder: &Path) -> Result<Vec<String>, Stop> {
    let unreadable = |error| Stop::file("read", folder, &error, NOTHING);
    match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(unreadable(error)),
        Ok(entries) => {
            entries.map(|it| Ok(it.map_err(unreadable)?.file_name().to_string_lossy().into_owned())).collect()
        }
    }
}

fn unopened(folder: &Path, path: &Path, error: &DatabaseError) -> Stop {
    match error {
        DatabaseError::DatabaseAlreadyOpen => Stop::outside(format!(
            "another run is at work in `{}`. {NOTHING} Wait for its end, or name another folder.",
            folder.display()
        )),
        DatabaseError::Storage(StorageError::Io(error)) if !is_about_bytes(error.kind()) => {
            Stop::file("opened", path, error, NOTHING)
        }
        error => damaged(folder, &error.to_string()),
    }
}

/// Whether it is the file's bytes that are wrong.
fn is_about_bytes(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::InvalidData | ErrorKind::UnexpectedEof)
}

fn damaged(folder: &Path, why: &str) -> Stop {
    Stop::outside(format!(
        "the database of `{}` is damaged: {why}. {NOTHING} Bring it back, or begin in another folder.",
        folder.display()
    ))
}

/// The database could not be written or read.
pub fn failed(error: impl Into<redb::Error>) -> Stop {
    match error.into() {
        redb::Error::Io(error) => Stop::file("written", Path::new(FILE), &error, LEFT),
        error => Stop::outside(format!("`{FILE}` could not be written: {error}. {LEFT}")),
    }
}

/// Empties what a run leaves that is killed while the database is made: a head without its sign, which is written last,
/// and pages of zeros. A database that has ever held something has other pages.
fn empty_half_made(path: &Path) -> io::Result<()> {
    let mut file = match File::options().read(true).write(true).open(path) {
        Ok(file) => file,
        // Why it cannot be opened is told by whoever needs it.
        Err(_) => return Ok(()),
    };
    if file.metadata()?.len() > NEW || file.try_lock().is_err() {
        return Ok(());
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let is_zero = |bytes: &[u8]| bytes.iter().all(|it| *it == 0);
    let has_sign = !is_zero(bytes.get(..SIGN).unwrap_or(&bytes));
    if !has_sign && is_zero(bytes.get(HEAD..).unwrap_or_default()) {
        file.set_len(0)?;
    }
    Ok(())
}
