//! Runs again whenever a file changes that the last run has read.
//!
//! It asks for the files' times and sizes a few times a second: that works on every file system, those of networks and
//! containers too, where nothing tells of a change.

use crate::cli::Status;
use crate::cli::output::Output;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

/// How long a change may go unseen.
const PAUSE: Duration = Duration::from_millis(200);

/// What tells that a file has changed; none where it is not there.
type Stamp = Option<(SystemTime, u64)>;

/// Goes on until the process is interrupted, which ends it as every other command, or until nobody listens.
pub fn run(
    files: &[PathBuf],
    output: &mut Output,
    mut once: impl FnMut(&mut Output) -> Vec<PathBuf>,
) -> Status {
    let mut known = stamps(files);
    loop {
        output.clear();
        // What changes while it runs has another stamp than before the run.
        let mut seen = stamps(&once(output));
        seen.iter_mut().for_each(|(file, stamp)| *stamp = *known.get(file).unwrap_or(stamp));
        let shown: Vec<String> = seen.keys().map(|it| it.display().to_string()).collect();
        output.progress(&format!("watching {}", shown.join(", ")));
        if output.is_closed() {
            return Status::Done;
        }
        let read: Vec<PathBuf> = seen.keys().cloned().collect();
        known = stamps(&read);
        while known == seen {
            thread::sleep(PAUSE);
            known = stamps(&read);
        }
    }
}

fn stamps(files: &[PathBuf]) -> BTreeMap<PathBuf, Stamp> {
    let stamp = |it: &PathBuf| {
        let metadata = fs::metadata(it).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    files.iter().map(|it| (it.clone(), stamp(it))).collect()
}
