//! The zip that Lambda runs: one program, and nothing that differs from build to build.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// What Lambda starts.
const PROGRAM: &str = "bootstrap";
/// Smallest, and slowest.
const LEVEL: i64 = 9;

/// The zip of a program.
pub fn zip(program: &[u8]) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        // The first moment that a zip can tell.
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o755)
        .system(System::Unix);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(PROGRAM, options).expect("the name is plain");
    writer.write_all(program).expect("memory takes it, and a program has less than 4 GiB");
    writer.finish().expect("memory takes it").into_inner()
}

#[cfg(test)]
mod tests {
    use super::zip;
    use std::io::{Cursor, Read};
    use zip::{DateTime, ZipArchive};

    #[test]
    fn a_zip_holds_the_program_and_nothing_that_varies() {
        let program = b"a program, a program, a program".repeat(40);
        let bytes = zip(&program);
        assert_eq!(bytes, zip(&program));
        let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("it is a zip");
        assert_eq!(archive.len(), 1);
        assert!(archive.comment().is_empty());
        let mut file = archive.by_index(0).expect("it has one file");
        assert_eq!(file.name().ok().as_deref(), Some("bootstrap"));
        assert_eq!(file.unix_mode(), Some(0o100_755));
        assert_eq!(file.last_modified(), Some(DateTime::DEFAULT));
        assert!(file.compressed_size() < program.len() as u64 / 10);
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("it can be read");
        assert_eq!(content, program);
    }

    /// Another compressor, level or field shows here, and would be a new zip of every function.
    #[test]
    fn the_bytes_of_a_zip_are_fixed() {
        let program: String = (0..9_999).map(|it| format!("{}\n", it * it)).collect();
        let known = "f6cae1b1ae54d5d514485346fe48bc1fd226a9739d76bf7550bf6dcc1413d827";
        assert_eq!(crate::emit::sha256(&zip(program.as_bytes())), known);
    }
}
