//! A table: its items in the database, those that wait for a transaction, and the file that people read.

use super::super::stop::Stop;
use super::database::{Database, Items, failed};
use super::log::LEFT;
use crate::local::{self, Put};
use redb::{ReadableTable, Table as Writable};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// How long an id is.
const ID: usize = 32;
/// What the name of a file ends with until it is whole.
const HALF: &str = "new";

/// A table.
pub struct Table {
    name: String,
    committed: Option<Items>,
    waiting: BTreeMap<Vec<u8>, Vec<u8>>,
    bytes: usize,
}

impl Table {
    /// The table of this name, with what is committed of it.
    pub fn open(name: &str, database: &Database) -> Result<Table, Stop> {
        let committed = database.items(name)?;
        Ok(Table { name: name.to_owned(), committed, waiting: BTreeMap::new(), bytes: 0 })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes wait for a transaction.
    pub fn waiting(&self) -> usize {
        self.bytes
    }

    /// Puts an item, if the table's rules let it in.
    pub fn put(&mut self, key: Vec<u8>, id: &str, row: &str, replaces: bool) -> Result<Put, Stop> {
        let put = match self.waiting.get(&key) {
            Some(item) => local::put(id_of(item), id, replaces),
            None => {
                let found = self.committed.as_ref().map(|it| it.get(key.as_slice())).transpose();
                let found = found.map_err(failed)?.flatten();
                local::put(found.as_ref().and_then(|it| id_of(it.value())), id, replaces)
            }
        };
        if put == Put::Written {
            self.bytes += key.len() + ID + row.len();
            self.waiting.insert(key, [id.as_bytes(), row.as_bytes()].concat());
        }
        Ok(put)
    }

    /// Gives what waits to a transaction.
    pub fn save(&self, items: &mut Writable<'_, &'static [u8], &'static [u8]>) -> Result<(), Stop> {
        for (key, item) in &self.waiting {
            items.insert(key.as_slice(), item.as_slice()).map_err(failed)?;
        }
        Ok(())
    }

    /// What waited is committed.
    pub fn saved(&mut self, committed: Option<Items>) {
        self.committed = committed;
        self.waiting.clear();
        self.bytes = 0;
    }

    /// Writes the file that people read, whole: an item a line, by key.
    pub fn write(&self, folder: &Path) -> Result<(), Stop> {
        let path = folder.join("tables").join(format!("{}.jsonl", self.name));
        let half = path.with_extension(HALF);
        let state = format!("Its items are in the database. {LEFT}");
        let failed = |error: &io::Error| Stop::file("written", &path, error, &state);
        fs::create_dir_all(folder.join("tables")).map_err(|it| failed(&it))?;
        let mut file = BufWriter::new(File::create(&half).map_err(|it| failed(&it))?);
        self.items(|line| file.write_all(line).map_err(|it| failed(&it)))?;
        let file = file.into_inner().map_err(|it| failed(it.error()))?;
        file.sync_data().and_then(|()| fs::rename(&half, &path)).map_err(|it| failed(&it))
    }

    /// Gives each committed item as a line, by key.
    fn items(&self, mut line: impl FnMut(&[u8]) -> Result<(), Stop>) -> Result<(), Stop> {
        let Some(items) = &self.committed else { return Ok(()) };
        for item in items.iter().map_err(failed)? {
            let (_, item) = item.map_err(failed)?;
            let (id, row) = item.value().split_at_checked(ID).unwrap_or_default();
            // A row is an object with at least its key's columns.
            line(row.strip_suffix(b"}").unwrap_or(row))?;
            line(b",\"pipec_id\":\"")?;
            line(id)?;
            line(b"\"}\n")?;
        }
        Ok(())
    }
}

fn id_of(item: &[u8]) -> Option<&str> {
    std::str::from_utf8(item.get(..ID)?).ok()
}
