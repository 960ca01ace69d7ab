//! Runs again whenever a file changes that the last run has read.
//!
//! It asks for the files' times and sizes a few times a second: that works on every file system, those of networks and
//! containers too, where nothing tells of a change.

use crate::cli::Status;
use crate::cli::output::Output;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// How long a change may go unseen.
const PAUSE: Duration = Duration::from_millis(200);

/// Files, each with what told its state before it was read: its time and size, or none where it was not there.
pub type Stamps = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

/// Goes on until the process is interrupted, which ends it as every other command, or until nobody listens.
pub fn run(output: &mut Output, mut once: impl FnMut(&mut Output) -> Stamps) -> Status {
    loop {
        output.clear();
        let seen = once(output);
        let shown: Vec<String> = seen.keys().map(|it| it.display().to_string()).collect();
        output.progress(&format!("watching {}", shown.join(", ")));
        if output.is_closed() {
            return Status::Done;
        }
        while seen.iter().all(|(file, before)| stamp(file) == *before) {
            thread::sleep(PAUSE);
        }
    }
}

/// The time and size of a file. It is asked for before the file is read, so that no change goes unseen.
pub fn stamp(file: &Path) -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
