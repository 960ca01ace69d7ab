//! The files that tests give: lines of JSON, from beside the spec.

use crate::local::test::{Files, files};
use crate::model::Model;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The lines of each file that a model's tests give, and the files that were asked for.
pub fn read(model: &Model, spec: &Path) -> (Files, Vec<PathBuf>) {
    let folder = spec.parent().unwrap_or(Path::new(""));
    let mut read = Files::new();
    let mut paths = Vec::new();
    for (name, _) in files(model) {
        let path = folder.join(&name);
        if !read.contains_key(&name) {
            let lines = fs::read(&path).map(|it| lines(&it)).map_err(|it| unreadable(&path, it.kind(), &it));
            read.insert(name, lines);
            paths.push(path);
        }
    }
    (read, paths)
}

/// The lines, without what ends them; an empty line is no record.
fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    let bare = |it: &[u8]| it.strip_suffix(b"\r").unwrap_or(it).to_vec();
    bytes.split(|it| *it == b'\n').map(bare).filter(|it| !it.is_empty()).collect()
}

fn unreadable(path: &Path, kind: ErrorKind, error: &std::io::Error) -> String {
    let name = path.display();
    match kind {
        ErrorKind::NotFound => format!("there is no file `{name}`"),
        ErrorKind::PermissionDenied => format!("`{name}` may not be read by this user"),
        ErrorKind::IsADirectory => format!("`{name}` is a folder"),
        _ => format!("`{name}` could not be read: {error}"),
    }
}
