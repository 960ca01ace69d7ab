//! Why a run ends before its inputs do.

use super::super::Status;
use super::super::files;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Why a run ends before its inputs do.
#[derive(Debug)]
pub enum Stop {
    /// Whoever reads the output has enough.
    Enough,
    /// Something is wrong: the status to end with, and what to tell.
    Failed(Status, String),
}

impl Stop {
    /// The command line, or what it names, does not fit.
    pub fn usage(text: String) -> Stop {
        Stop::Failed(Status::Usage, text)
    }

    /// The outside world, or what it keeps, is not as it must be.
    pub fn outside(text: String) -> Stop {
        Stop::Failed(Status::Outside, text)
    }

    /// Something could not be done to a file; what that leaves.
    pub fn file(what: &str, path: &Path, error: &io::Error, state: &str) -> Stop {
        Stop::outside(files::failed(what, path, error, state))
    }

    /// Standard output takes no more.
    pub fn printing(error: &io::Error) -> Stop {
        match error.kind() {
            ErrorKind::BrokenPipe => Stop::Enough,
            _ => Stop::outside(format!("standard output could not be written: {error}")),
        }
    }
}
