//! Functions as they are deployed: built by `pipec build`, and taken out of their zips.

use crate::judge::{run, said};
use crate::{place, shipped};
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use zip::ZipArchive;

/// The folder that all functions are built in, so that what they share is compiled once.
pub fn target() -> PathBuf {
    place::target().join("functions/target")
}

/// The folder of a spec's function: what `pipec build` wrote, `bootstrap.zip` among it, and the program `bootstrap`
/// that is in the zip. Built on the first call; the next run of the tests finds it there if nothing has changed.
pub fn built(spec: &str) -> PathBuf {
    static BUILT: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    built.entry(spec.to_owned()).or_insert_with(|| build(spec)).clone()
}

fn build(spec: &str) -> PathBuf {
    let folder = place::target().join("functions").join(spec);
    fs::create_dir_all(&folder).expect("the target folder can be written");
    let mut pipec = shipped::pipec(&folder);
    pipec.arg("build").arg(place::root().join(format!("specs/{spec}.yaml"))).args(["--force", "--out", "."]);
    let output = run(pipec.arg("--target-dir").arg(target()));
    assert!(output.status.success(), "{spec}: {}", said(&output));
    unpack(&folder);
    folder
}

/// Takes everything out of a folder's zip, with the rights that the zip gives.
fn unpack(folder: &Path) {
    let bytes = fs::read(folder.join("bootstrap.zip")).expect("a build leaves a zip");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("the zip can be read");
    // A program that runs cannot be written, but it can make way.
    let fresh = folder.join("unpacked");
    archive.extract(&fresh).expect("the target folder can be written");
    fs::rename(fresh.join("bootstrap"), folder.join("bootstrap")).expect("the zip holds `bootstrap`");
}
