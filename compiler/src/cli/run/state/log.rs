//! A file that only grows, and whose committed length is known elsewhere.

use super::super::stop::Stop;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// How many bytes are written at once, where there are so many.
const PIECE: usize = 256 * 1024;
/// What is left after a file or the database could not be written.
pub const LEFT: &str =
    "What was kept until the last commit is whole: make room, then run the same command again.";

/// How much of a file counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    bytes: u64,
    /// Its CRC-32.
    sum: u32,
}

impl Extent {
    /// Nothing.
    pub const NONE: Extent = Extent { bytes: 0, sum: 0 };
}

/// A file that only grows.
pub struct Log {
    path: PathBuf,
    file: File,
    waiting: Vec<u8>,
    bytes: u64,
    sum: crc32fast::Hasher,
    is_dirty: bool,
}

impl Log {
    /// The file, whose committed beginning must be there; none was committed before its first time.
    pub fn check(path: PathBuf, extent: Option<Extent>) -> Result<Log, Stop> {
        let extent = extent.unwrap_or(Extent::NONE);
        let unreadable = |error: &io::Error| Stop::file("read", &path, error, "Nothing was changed.");
        let mut file = match open(&path, extent) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(damaged(&path)),
            Err(error) => return Err(unreadable(&error)),
        };
        let sum = sum(&mut file, extent.bytes).map_err(|it| unreadable(&it))?;
        if sum.as_ref().map(|it| it.clone().finalize()) != Some(extent.sum) {
            return Err(damaged(&path));
        }
        let sum = sum.unwrap_or_default();
        Ok(Log { path, file, waiting: Vec::new(), bytes: extent.bytes, sum, is_dirty: false })
    }

    /// Cuts off what is behind the committed length.
    pub fn cut(&mut self) -> Result<(), Stop> {
        let cut = self.file.set_len(self.bytes);
        let cut = cut.and_then(|()| self.file.seek(SeekFrom::Start(self.bytes)));
        cut.map(drop).map_err(|it| Stop::file("cut", &self.path, &it, "Run the same command again."))
    }

    /// Appends bytes, and a line feed where one is wanted.
    pub fn push(&mut self, bytes: &[u8], feed: bool) -> Result<(), Stop> {
        self.waiting.extend(bytes);
        if feed {
            self.waiting.push(b'\n');
        }
        if self.waiting.len() >= PIECE { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), Stop> {
        let waiting = std::mem::take(&mut self.waiting);
        self.file.write_all(&waiting).map_err(|it| Stop::file("written", &self.path, &it, LEFT))?;
        self.sum.update(&waiting);
        self.bytes += waiting.len() as u64;
        self.is_dirty |= !waiting.is_empty();
        self.waiting = waiting;
        self.waiting.clear();
        Ok(())
    }

    /// Brings everything to the disk, and tells how much that is.
    pub fn sync(&mut self) -> Result<Extent, Stop> {
        self.write()?;
        if std::mem::take(&mut self.is_dirty) {
            self.file.sync_data().map_err(|it| Stop::file("written", &self.path, &it, LEFT))?;
        }
        Ok(Extent { bytes: self.bytes, sum: self.sum.clone().finalize() })
    }
}

fn open(path: &Path, extent: Extent) -> io::Result<File> {
    let is_new = extent == Extent::NONE;
    if let Some(folder) = path.parent().filter(|_| is_new) {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().read(true).write(true).create(is_new).truncate(false).open(path)
}

/// The sum of a file's first bytes; none where there are fewer.
fn sum(file: &mut File, bytes: u64) -> io::Result<Option<crc32fast::Hasher>> {
    let mut sum = crc32fast::Hasher::new();
    let mut left = file.take(bytes);
    let mut piece = vec![0; PIECE];
    loop {
        match left.read(&mut piece)? {
            0 => return Ok((left.limit() == 0).then_some(sum)),
            count => sum.update(&piece[..count]),
        }
    }
}

/// A file that somebody has changed.
fn damaged(path: &Path) -> Stop {
    Stop::outside(format!(
        "`{}` is not what was written to it: it was changed or cut by somebody else. Nothing was changed. Bring it back, or \
         begin in another folder.",
        path.display()
    ))
}
