//! The one place that functions are built in. To cargo each of them is the same package, so they come here one by one.

use super::{Source, outside};
use crate::cli::output::Output;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// A crate that is alone with cargo as long as this lives.
pub struct Stage {
    /// The folder of the crate.
    pub folder: PathBuf,
    /// The folder that cargo writes to; what the crates share is compiled there once.
    pub target: PathBuf,
    // Closing the file gives the lock back.
    _lock: File,
}

impl Stage {
    /// Waits until no other build is here, then puts these files, and no others, in place.
    pub fn open(folder: &Path, sources: &[Source<'_>], output: &mut Output) -> Result<Stage, String> {
        let lock = lock(folder, output)?;
        write(&folder.join(".gitignore"), b"*\n")?;
        let stage = Stage { folder: folder.join("crate"), target: folder.join("cargo"), _lock: lock };
        if stage.folder.exists() {
            fs::remove_dir_all(&stage.folder).map_err(|error| outside("removed", &stage.folder, &error))?;
        }
        for (path, bytes) in sources {
            let path = stage.folder.join(path);
            let parent = path.parent().unwrap_or(&stage.folder);
            fs::create_dir_all(parent).map_err(|error| outside("made", parent, &error))?;
            write(&path, bytes)?;
        }
        Ok(stage)
    }
}

fn lock(folder: &Path, output: &mut Output) -> Result<File, String> {
    let path = folder.join("lock");
    let failed = |error: std::io::Error| outside("locked", &path, &error);
    let file = File::create(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            output.progress(&format!("waiting for another build in `{}`", folder.display()));
            file.lock().map_err(failed)?;
            Ok(file)
        }
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| outside("written", path, &error))
}
