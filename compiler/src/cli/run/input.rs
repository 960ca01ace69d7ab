//! Where records come from: files, folders and standard input, compressed or not.

use super::arguments::RunArguments;
use super::stop::Stop;
use crate::local::outlets;
use crate::model::{Model, StreamId};
use flate2::read::MultiGzDecoder;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};

const STANDARD: &str = "-";
const UNTOUCHED: &str = "Nothing was read.";
/// What every file of gzip begins with (RFC 1952, section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A file, or standard input, with the stream that its records are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The stream.
    pub stream: StreamId,
    /// The file; none is standard input.
    pub path: Option<PathBuf>,
    /// How many bytes it has, where that is known.
    pub size: Option<u64>,
}

/// An input that is open.
pub struct Source {
    /// Its bytes.
    pub bytes: Box<dyn Read>,
    /// Whether somebody may be writing it while it is read.
    pub is_live: bool,
}

/// All inputs, in the order that they are read.
pub fn all(arguments: &RunArguments, model: &Model) -> Result<Vec<Input>, Stop> {
    let standard = [STANDARD.to_owned()];
    let given = if arguments.input.is_empty() { &standard[..] } else { &arguments.input };
    let mut all = Vec::new();
    for given in given {
        let (stream, path) = stream(given, model)?;
        expand(stream, path, &mut all)?;
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = all.iter().find(|it| !seen.insert(it.key())) {
        return Err(Stop::usage(format!("{} is given twice", twice.name())));
    }
    if all.iter().filter(|it| it.path.is_none()).count() > 1 {
        return Err(Stop::usage(
            "standard input is given to two streams, and only one can read it".to_owned(),
        ));
    }
    if arguments.file == Path::new(STANDARD) && all.iter().any(|it| it.path.is_none()) {
        let text = "standard input cannot be both the pipeline and its records: name a file with `--input`";
        return Err(Stop::usage(text.to_owned()));
    }
    Ok(all)
}

/// The stream and the path of what was given.
fn stream<'a>(given: &'a str, model: &Model) -> Result<(StreamId, &'a str), Stop> {
    let find = |name: &str| model.streams.iter().position(|it| it.name.value == name).map(StreamId);
    if let Some((name, path)) = given.split_once('=')
        && let Some(stream) = find(name)
    {
        return Ok((stream, path));
    }
    let sources = outlets::sources(model);
    match sources.as_slice() {
        [one] => Ok((*one, given)),
        several => {
            let names: Vec<String> =
                several.iter().map(|it| format!("`{}`", model.stream(*it).name.value)).collect();
            let first = several.first().map_or("STREAM", |it| &model.stream(*it).name.value);
            Err(Stop::usage(format!(
                "`{given}` may hold records of {}: write `--input {first}={given}`",
                names.join(" or ")
            )))
        }
    }
}

/// A folder is its files, by their paths.
fn expand(stream: StreamId, path: &str, all: &mut Vec<Input>) -> Result<(), Stop> {
    if path == STANDARD {
        all.push(Input { stream, path: None, size: None });
        return Ok(());
    }
    let mut waiting = vec![PathBuf::from(path)];
    // A folder's entries take its place, the first on top.
    while let Some(path) = waiting.pop() {
        let unreadable = |error: &io::Error| unreadable(&path, error);
        let about = fs::metadata(&path).map_err(|it| unreadable(&it))?;
        if !about.is_dir() {
            let size = about.is_file().then_some(about.len());
            let path = path.canonicalize().map_err(|it| unreadable(&it))?;
            all.push(Input { stream, path: Some(path), size });
            continue;
        }
        let entries = fs::read_dir(&path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut inside: Vec<PathBuf> = Vec::new();
        for entry in entries.map_err(|it| unreadable(&it))? {
            // A link to a folder may lead around in a circle.
            let is_circle = entry.path().is_dir() && entry.path().is_symlink();
            inside.extend((!is_circle).then(|| entry.path()));
        }
        inside.sort_unstable();
        waiting.extend(inside.into_iter().rev());
    }
    Ok(())
}

fn unreadable(path: &Path, error: &io::Error) -> Stop {
    match error.kind() {
        ErrorKind::NotFound => {
            Stop::outside(format!("there is no file or folder `{}`. {UNTOUCHED}", path.display()))
        }
        _ => Stop::file("read", path, error, UNTOUCHED),
    }
}

impl Input {
    /// What it is called in a sentence.
    pub fn name(&self) -> String {
        match &self.path {
            Some(path) => format!("`{}`", path.display()),
            None => "standard input".to_owned(),
        }
    }

    /// What it is known by from run to run.
    pub fn key(&self) -> (usize, String) {
        let path = self.path.as_ref().map(|it| it.to_string_lossy().into_owned());
        (self.stream.0, path.unwrap_or_else(|| STANDARD.to_owned()))
    }

    /// Opens it, whether it is compressed or not.
    pub fn open(&self) -> io::Result<Source> {
        let (mut bytes, is_live): (Box<dyn Read>, bool) = match &self.path {
            Some(path) => (Box::new(File::open(path)?), self.size.is_none()),
            None => (Box::new(io::stdin().lock()), true),
        };
        let mut head = Vec::new();
        bytes.by_ref().take(GZIP.len() as u64).read_to_end(&mut head)?;
        let is_gzip = head == GZIP;
        let bytes: Box<dyn Read> = Box::new(Cursor::new(head).chain(bytes));
        let bytes = if is_gzip {
            // Members may follow each other, as where files of gzip were put together.
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(128 * 1024, bytes)))
        } else {
            bytes
        };
        Ok(Source { bytes, is_live })
    }
}
