//! What a zip was made of, noted beside it: where nothing has changed since, nothing is built.

use super::Source;
use super::tools::Tools;
use crate::cli::files;
use crate::emit::sha256;
use std::fs;
use std::path::{Path, PathBuf};

/// How a zip is built, in the only words that are never behind.
const WAY: [&str; 2] = [include_str!("cargo.rs"), include_str!("pack.rs")];

/// The hash of all that decides the bytes of a zip.
#[derive(Debug, PartialEq)]
pub struct Stamp {
    made_of: String,
}

impl Stamp {
    /// Of these sources, which hold the lock of what they use, and these tools.
    pub fn new(sources: &[Source<'_>], tools: &Tools) -> Stamp {
        let mut list = format!("{}\n{}", sha256(WAY.concat().as_bytes()), tools.versions());
        for (path, bytes) in sources {
            list.push_str(&format!("{} {path}\n", sha256(bytes)));
        }
        Stamp { made_of: sha256(list.as_bytes()) }
    }

    /// The size and hash of a zip that was made of the same, and is still the one that was made.
    pub fn kept(&self, zip: &Path) -> Option<(usize, String)> {
        let noted = fs::read_to_string(beside(zip)).ok()?;
        let bytes = fs::read(zip).ok()?;
        let sha256 = sha256(&bytes);
        (noted == self.text(&sha256)).then_some((bytes.len(), sha256))
    }

    /// Notes that this zip is made.
    pub fn write(&self, zip: &Path, sha256: &str) -> Result<(), String> {
        files::replace(&beside(zip), self.text(sha256).as_bytes())
    }

    fn text(&self, sha256: &str) -> String {
        format!("made of {}\nzip     {sha256}\n", self.made_of)
    }
}

fn beside(zip: &Path) -> PathBuf {
    zip.with_extension("stamp")
}

#[cfg(test)]
mod tests {
    use super::Stamp;
    use crate::cli::build::Source;
    use crate::cli::build::tools::{Builder, Tools};
    use std::path::PathBuf;

    fn tools(triple: &'static str, builder: Builder, rustc: &str) -> Tools {
        Tools { triple, builder, rustc: rustc.to_owned(), sysroot: PathBuf::from("/rust") }
    }

    #[test]
    fn a_stamp_changes_with_all_that_decides_a_zip() {
        let sources: [Source<'_>; 2] = [("Cargo.lock", b"a"), ("src/main.rs", b"b")];
        let plain = || tools("x86_64", Builder::Cargo(None), "rustc 1.95.0");
        let stamp = Stamp::new(&sources, &plain());
        assert_eq!(stamp, Stamp::new(&sources, &plain()));
        let elsewhere = Tools { sysroot: PathBuf::from("/elsewhere"), ..plain() };
        assert_eq!(stamp, Stamp::new(&sources, &elsewhere));

        let sources_are = |it: &[Source<'_>]| assert_ne!(stamp, Stamp::new(it, &plain()), "{it:?}");
        sources_are(&sources[..1]);
        sources_are(&[sources[0], ("src/main.rs", b"c")]);
        sources_are(&[sources[0], ("src/niam.rs", b"b")]);
        sources_are(&[("Cargo.lock", b"b"), ("src/main.rs", b"a")]);
        let tools_are = |it: Tools| assert_ne!(stamp, Stamp::new(&sources, &it), "{it:?}");
        tools_are(tools("aarch64", Builder::Cargo(None), "rustc 1.95.0"));
        tools_are(tools("x86_64", Builder::Cargo(None), "rustc 1.96.0"));
        tools_are(tools("x86_64", Builder::Cargo(Some((String::new(), "gcc"))), "rustc 1.95.0"));
        tools_are(tools("x86_64", Builder::CargoLambda("1.9.2".to_owned()), "rustc 1.95.0"));
    }
}
