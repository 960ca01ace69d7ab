//! `pipec init`: a pipeline to start from.

use super::Status;
use super::output::Output;
use crate::editor;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// The pipeline to start from; a test compiles it.
pub const STARTER: &str = include_str!("starter.yaml");

/// Writes the starter and its schema into a folder; neither overwrites anything but an older schema.
pub fn run(folder: &Path, output: &mut Output) -> Status {
    let spec = folder.join("pipeline.yaml");
    let schema = folder.join("pipec.schema.json");
    if let Err(error) = fs::create_dir_all(folder) {
        return output.failure(&format!("the folder `{}` could not be made: {error}", folder.display()));
    }
    if let Err(error) = write_new(&spec, STARTER) {
        let why = match error.kind() {
            ErrorKind::AlreadyExists => "it is there already. Nothing was written.".to_owned(),
            _ => format!("{error}. Nothing was written."),
        };
        return output.failure(&format!("`{}` could not be written: {why}", spec.display()));
    }
    if let Err(error) = fs::write(&schema, editor::schema()) {
        let next = "The pipeline is written; `pipec schema > pipec.schema.json` writes the schema.";
        return output.failure(&format!("`{}` could not be written: {error}. {next}", schema.display()));
    }
    output.tell(&format!(
        "wrote {} and {}\n\nnext:\n  pipec check {}\n  pipec test {}\n  pipec compile {}\n",
        spec.display(),
        schema.display(),
        spec.display(),
        spec.display(),
        spec.display()
    ));
    Status::Done
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}
