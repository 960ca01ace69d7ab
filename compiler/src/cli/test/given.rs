//! The files that tests give: lines of JSON, from beside the spec.

use super::watch::{self, Stamps};
use crate::local::test::{Files, files};
use crate::model::Model;
use std::collections::btree_map::Entry;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The lines of each file that a model's tests give; the files that were asked for are added to those that were read.
pub fn read(model: &Model, spec: &Path, stamps: &mut Stamps) -> Files {
    let folder = spec.parent().unwrap_or(Path::new(""));
    let mut read = Files::new();
    for (name, _) in files(model) {
        let path = folder.join(&name);
        if let Entry::Vacant(entry) = read.entry(name) {
            stamps.insert(path.clone(), watch::stamp(&path));
            let bytes = fs::read(&path).map_err(|it| unreadable(&path, &it));
            entry.insert(bytes.map(|it| lines(&it)));
        }
    }
    read
}

/// The lines, without what ends them; an empty line is no record.
fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    let bare = |it: &[u8]| it.strip_suffix(b"\r").unwrap_or(it).to_vec();
    bytes.split(|it| *it == b'\n').map(bare).filter(|it| !it.is_empty()).collect()
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    let name = path.display();
    match error.kind() {
        ErrorKind::NotFound => format!("there is no file `{name}`"),
        ErrorKind::PermissionDenied => format!("`{name}` may not be read by this user"),
        ErrorKind::IsADirectory => format!("`{name}` is a folder"),
        _ => format!("`{name}` could not be read: {error}"),
    }
}
