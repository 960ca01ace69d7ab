//! Writes artifacts to a folder: all or nothing, and never over what somebody changed by hand.

use crate::artifact::Artifacts;
use crate::emit::{self, MANIFEST};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// What the name of a file ends with until all files are written.
const HALF: &str = ".pipec-new";

/// A folder that artifacts go to.
pub struct Folder {
    path: PathBuf,
}

/// What was done to a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or differ from before.
    pub changed: usize,
    /// Files that were right already.
    pub kept: usize,
    /// Files of the last time that are no longer made.
    pub removed: usize,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Refusal {
    /// Somebody changed these files, or put them where ours would go.
    Changed(Vec<String>),
    /// The outside world failed; a sentence on what, and on the state that is left.
    Outside(String),
}

impl Folder {
    /// The folder at this path, which need not be there.
    pub fn new(path: PathBuf) -> Folder {
        Folder { path }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The files that are not what would be written, or are no longer made.
    pub fn differences(&self, artifacts: &Artifacts) -> Result<Vec<String>, String> {
        let mut paths = Vec::new();
        for (path, bytes) in artifacts.iter() {
            if self.read(path)?.as_deref() != Some(bytes) {
                paths.push(path.to_owned());
            }
        }
        paths.extend(self.left_over(artifacts, &self.manifest()?));
        Ok(paths)
    }

    /// The bytes of a file that the last manifest lists, and the hash that it lists.
    pub fn made_before(&self, path: &str) -> Result<Option<(Vec<u8>, String)>, String> {
        let Some(hash) = self.manifest()?.remove(path) else { return Ok(None) };
        Ok(self.read(path)?.map(|bytes| (bytes, hash)))
    }

    /// Writes all files, or none.
    pub fn write(&self, artifacts: &Artifacts, force: bool) -> Result<Written, Refusal> {
        let known = self.manifest().map_err(Refusal::Outside)?;
        let mut written = Written::default();
        let mut new: Vec<(&str, &[u8])> = Vec::new();
        let mut foreign: Vec<String> = Vec::new();
        for (path, bytes) in artifacts.iter() {
            match self.read(path).map_err(Refusal::Outside)? {
                Some(before) if before == bytes => written.kept += 1,
                Some(before) => {
                    if path != MANIFEST && known.get(path) != Some(&emit::sha256(&before)) {
                        foreign.push(path.to_owned());
                    }
                    new.push((path, bytes));
                }
                None => new.push((path, bytes)),
            }
        }
        let left_over = self.left_over(artifacts, &known);
        for path in &left_over {
            let before = self.read(path).map_err(Refusal::Outside)?;
            if before.is_some_and(|it| known.get(path) != Some(&emit::sha256(&it))) {
                foreign.push(path.clone());
            }
        }
        if !foreign.is_empty() && !force {
            return Err(Refusal::Changed(foreign));
        }
        written.changed = new.len();
        written.removed = left_over.len();
        self.replace(&new, &left_over).map_err(Refusal::Outside)?;
        Ok(written)
    }

    /// Writes every file under another name first: until the last of them is there, nothing has changed.
    fn replace(&self, new: &[(&str, &[u8])], left_over: &[String]) -> Result<(), String> {
        let folders: BTreeSet<PathBuf> =
            new.iter().filter_map(|(path, _)| Some(self.path.join(path).parent()?.to_owned())).collect();
        for folder in folders {
            fs::create_dir_all(&folder)
                .map_err(|error| failed("made", &folder, &error, "Nothing was changed."))?;
        }
        for (index, (path, bytes)) in new.iter().enumerate() {
            if let Err(error) = fs::write(half(&self.path.join(path)), bytes) {
                for (path, _) in &new[..=index] {
                    // The failure that is told is the first one; a leftover of ours is found the next time.
                    let _ = fs::remove_file(half(&self.path.join(path)));
                }
                return Err(failed("written", &self.path.join(path), &error, "Nothing was changed."));
            }
        }
        // The manifest goes last: until then the old one says which files are ours.
        let (manifest, others): (Vec<_>, Vec<_>) = new.iter().partition(|(path, _)| *path == MANIFEST);
        for (path, _) in others.into_iter().chain(manifest) {
            let path = self.path.join(path);
            fs::rename(half(&path), &path)
                .map_err(|error| failed("put in place", &path, &error, "Run it again with `--force`."))?;
        }
        for path in left_over {
            let path = self.path.join(path);
            fs::remove_file(&path)
                .map_err(|error| failed("removed", &path, &error, "Everything else is written."))?;
            self.remove_empty_parents(&path);
        }
        Ok(())
    }

    /// Removes the folders that a removed file leaves empty, up to this one.
    fn remove_empty_parents(&self, path: &Path) {
        for folder in path.ancestors().skip(1).take_while(|it| **it != self.path) {
            if fs::remove_dir(folder).is_err() {
                return;
            }
        }
    }

    /// The files that the last manifest lists and that are no longer made.
    fn left_over(&self, artifacts: &Artifacts, known: &BTreeMap<String, String>) -> Vec<String> {
        known
            .keys()
            .filter(|it| artifacts.get(it).is_none() && self.path.join(it).exists())
            .cloned()
            .collect()
    }

    /// The hashes that the last manifest lists, by path; none where there is no manifest that can be read.
    fn manifest(&self) -> Result<BTreeMap<String, String>, String> {
        let Some(bytes) = self.read(MANIFEST)? else { return Ok(BTreeMap::new()) };
        Ok(emit::listed(&bytes).into_iter().filter(|(path, _)| is_inside(path)).collect())
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        let path = self.path.join(path);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(failed("read", &path, &error, "Nothing was changed.")),
        }
    }
}

/// Writes a file whole, or leaves the one that is there.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let half = half(path);
    let written = fs::write(&half, bytes).and_then(|()| fs::rename(&half, path));
    written.map_err(|error| failed("written", path, &error, "It is as it was."))
}

/// Writes a person's own file whole, or leaves it: it keeps its permissions, and stays behind a link to it.
pub fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let told = |error: io::Error| failed("written", path, &error, "It is as it was.");
    let file = fs::canonicalize(path).map_err(told)?;
    let permissions = fs::metadata(&file).map_err(told)?.permissions();
    if permissions.readonly() {
        return Err(told(ErrorKind::PermissionDenied.into()));
    }
    let half = half(&file);
    let written = fs::write(&half, bytes)
        .and_then(|()| fs::set_permissions(&half, permissions))
        .and_then(|()| fs::rename(&half, &file));
    if written.is_err() {
        // The failure that is told is the first one.
        let _ = fs::remove_file(&half);
    }
    written.map_err(told)
}

/// Whether a path stays in its folder: a manifest is a file that anybody could have written.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with('/')
        && !path.contains('\\')
        && path.split('/').all(|it| it != ".." && it != ".")
}

fn half(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(HALF);
    PathBuf::from(name)
}

/// What to tell of a file that something could not be done to, and of the state that this left.
pub fn failed(what: &str, path: &Path, error: &io::Error, state: &str) -> String {
    format!("`{}` could not be {what}: {}. {state}", path.display(), why(error))
}

/// Why something could not be read or written, in plain words where there are such.
pub fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "this user may not".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        _ => error.to_string(),
    }
}

/// Paths in a sentence, the first three of them.
pub fn listed(paths: &[String]) -> String {
    let shown: Vec<String> = paths.iter().take(3).map(|it| format!("`{it}`")).collect();
    match paths.len() {
        0..=3 => shown.join(", "),
        more => format!("{} and {} more", shown.join(", "), more - 3),
    }
}
