//! What a compile gives: files by path, sorted.

use std::collections::BTreeMap;

/// Files by their path below the pipeline's folder, `/` between parts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Artifacts {
    files: BTreeMap<String, Vec<u8>>,
}

impl Artifacts {
    /// None yet.
    pub fn new() -> Artifacts {
        Artifacts::default()
    }

    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        let path = path.into();
        let before = self.files.insert(path, bytes.into());
        debug_assert!(before.is_none(), "each artifact is emitted once");
    }

    /// A file's bytes.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// All files, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }
}
