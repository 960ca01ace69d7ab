//! Reads a pipeline from a file or standard input, never more of it than may be compiled.

use super::Status;
use super::output::Output;
use crate::source::Source;
use crate::yaml::MAX_BYTES;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The file's text; otherwise what went wrong has been told.
pub fn read(path: &Path, output: &mut Output) -> Result<Source, Status> {
    let name = if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() };
    let bytes = match bytes(path) {
        Ok(bytes) => bytes,
        Err(error) => return Err(output.failure(&unreadable(&name, &error))),
    };
    match String::from_utf8(bytes) {
        Ok(text) => {
            output.has_read();
            Ok(Source::new(name, text))
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            output
                .failure(&format!("`{name}` is not UTF-8: byte {at} begins no character. Save it as UTF-8."));
            Err(Status::Findings)
        }
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte more than allowed is enough to see that it is too many.
    let most = MAX_BYTES as u64 + 1;
    if path == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    // A character cut in two at the bound is not the user's mistake.
    if bytes.len() as u64 == most {
        while bytes.last().is_some_and(|it| it & 0b1100_0000 == 0b1000_0000) {
            bytes.pop();
        }
        bytes.resize(most as usize, b' ');
    }
    Ok(bytes)
}

fn unreadable(name: &str, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound if name == "pipeline.yaml" => {
            "there is no `pipeline.yaml` here. Name a file, or run `pipec init`.".to_owned()
        }
        ErrorKind::NotFound => format!("there is no file `{name}`"),
        ErrorKind::PermissionDenied => format!("`{name}` may not be read by this user"),
        ErrorKind::IsADirectory => format!("`{name}` is a folder; name the file in it"),
        _ => format!("`{name}` could not be read: {error}"),
    }
}
