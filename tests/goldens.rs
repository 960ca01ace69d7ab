//! What is checked in below `generated/` is what the shipped binary writes: the same bytes in every folder, locale,
//! time zone and home. `PIPEC_BLESS=1` writes them anew.

use pipec_tests::place::{self, Spec, files};
use pipec_tests::{judge, judged, shipped, text};
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// At least so many pipelines of different shape.
const LEAST: usize = 5;

/// Surroundings that must not reach an artifact: a folder, `HOME`, `LC_ALL`, `TZ`, `umask`.
const HERE: [&str; 5] = ["goldens-here", "/", "C", "UTC", "022"];
const THERE: [&str; 5] = ["goldens there/ü/deep", "/nonexistent", "tr_TR.UTF-8", "Pacific/Kiritimati", "077"];

static WRITTEN_HERE: LazyLock<PathBuf> = LazyLock::new(|| write(HERE));
static WRITTEN_THERE: LazyLock<PathBuf> = LazyLock::new(|| write(THERE));

/// Compiles every spec as a person does: in a folder with `specs/`, to `generated/`.
fn write([folder, home, locale, zone, umask]: [&str; 5]) -> PathBuf {
    let folder = place::scratch(folder);
    fs::create_dir(folder.join("specs")).expect("the scratch folder is ours");
    for spec in place::specs() {
        let file = format!("specs/{}.yaml", spec.name);
        fs::copy(&spec.path, folder.join(&file)).expect("specs can be copied");
        let mut shell = Command::new("sh");
        shell.args(["-c", "umask \"$1\" && shift && exec \"$@\"", "sh", umask]).arg(shipped::path());
        shell.args(["compile", &file]).current_dir(&folder);
        shell.env("HOME", home).env("LC_ALL", locale).env("LANG", locale).env("TZ", zone).env("USER", locale);
        let output = judge::run(&mut shell);
        assert!(output.status.success(), "{file}: {}", judge::said(&output));
    }
    folder.join("generated")
}

/// What nobody checks in: the runtime's copy, which is compared with the runtime itself, and what builds leave.
fn stays_out(path: &str) -> bool {
    let ends = ["/lambda/runtime", "/lambda/target", "/bootstrap.zip", "/bootstrap.stamp"];
    ends.iter().any(|it| path.ends_with(it))
}

fn artifacts(folder: &Path) -> Vec<String> {
    files(folder, stays_out)
}

/// What differs between two folders, file by file.
fn differences(expected: &Path, actual: &Path, names: impl Fn(&Path) -> Vec<String>) -> Vec<String> {
    let (left, right) = (names(expected), names(actual));
    let all: BTreeSet<&String> = left.iter().chain(&right).collect();
    let mut found = Vec::new();
    for name in all {
        let read = |folder: &Path| fs::read(folder.join(name)).ok();
        match (read(expected), read(actual)) {
            (Some(expected), Some(actual)) if expected == actual => {}
            (Some(expected), Some(actual)) => {
                let (expected, actual) =
                    (String::from_utf8_lossy(&expected), String::from_utf8_lossy(&actual));
                found.push(format!("{name}:\n{}", text::difference(&expected, &actual).unwrap_or_default()));
            }
            (None, _) => found.push(format!("{name} is new")),
            (_, None) => found.push(format!("{name} is no longer written")),
        }
    }
    found
}

#[test]
fn what_is_checked_in_is_what_is_written() {
    let checked_in = place::root().join("generated");
    if env::var_os("PIPEC_BLESS").is_some() {
        bless(&WRITTEN_HERE, &checked_in);
    }
    text::none(&differences(&checked_in, &WRITTEN_HERE, artifacts));
    let specs = place::specs().len();
    assert!(specs >= LEAST, "there are only {specs} specs");
    judged("goldens", artifacts(&checked_in).len());
}

#[test]
fn the_same_bytes_are_written_everywhere() {
    text::none(&differences(&WRITTEN_HERE, &WRITTEN_THERE, |it| files(it, |_| false)));
}

#[test]
fn a_changed_golden_is_found() {
    let copy = place::scratch("goldens-changed");
    bless(&WRITTEN_HERE, &copy);
    let name =
        artifacts(&copy).into_iter().find(|it| it.ends_with("template.json")).expect("there is a template");
    let changed = place::read(&copy.join(&name)).replacen(':', ": ", 1);
    fs::write(copy.join(&name), changed).expect("the scratch folder is ours");
    fs::write(copy.join("more.json"), "{}").expect("the scratch folder is ours");
    let found = differences(&copy, &WRITTEN_HERE, artifacts);
    let told = |it: &str| found.iter().any(|found| found.starts_with(it));
    assert!(found.len() == 2 && told(&format!("{name}:")) && told("more.json is no longer"), "{found:?}");
}

/// Makes a folder the same as another, without the runtime's copies.
fn bless(from: &Path, to: &Path) {
    for name in artifacts(to) {
        fs::remove_file(to.join(name)).expect("goldens can be removed");
    }
    for name in artifacts(from) {
        let path = to.join(&name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("goldens can be written");
        fs::copy(from.join(&name), path).expect("goldens can be written");
    }
}

#[test]
fn every_crate_carries_the_runtime_as_it_is() {
    let runtime = place::root().join("runtime");
    let shipped =
        |folder: &Path| files(folder, |it| !(it == "Cargo.toml" || it == "src" || it.starts_with("src/")));
    for spec in place::specs() {
        let copy = WRITTEN_HERE.join(&spec.name).join("lambda/runtime");
        if WRITTEN_HERE.join(&spec.name).join("lambda").exists() {
            let names = |it: &Path| if it == copy { files(it, |_| false) } else { shipped(it) };
            text::none(&differences(&runtime, &copy, names));
        }
    }
}

#[test]
fn every_crate_has_the_same_lock() {
    let lock = |it: &Spec| fs::read(it.golden().join("lambda/Cargo.lock")).ok();
    let locks: BTreeSet<Vec<u8>> = place::specs().iter().filter_map(lock).collect();
    assert_eq!(locks.len(), 1);
}

/// Neither folders nor names nor dates of the machine that compiled.
#[test]
fn no_artifact_tells_where_or_when_it_was_made() {
    let root = place::root().to_str().expect("our paths are text").to_owned();
    let mut private =
        vec![root, "/home/".to_owned(), "/root/".to_owned(), "/tmp/".to_owned(), "goldens".to_owned()];
    private
        .extend(["HOSTNAME", "LOGNAME"].iter().filter_map(|it| env::var(it).ok()).filter(|it| it.len() > 4));
    let mut found = Vec::new();
    let checked_in = place::root().join("generated");
    for name in artifacts(&checked_in) {
        let spec = name.split('/').next().expect("artifacts stand in a spec's folder");
        let given = place::read(&place::root().join(format!("specs/{spec}.yaml")));
        let text = place::read(&checked_in.join(&name));
        let told = private.iter().filter(|it| text.contains(it.as_str())).cloned();
        let dated = dates(&text).into_iter().filter(|it| !given.contains(it));
        found.extend(told.chain(dated).map(|it| format!("{name} has `{it}`")));
    }
    text::none(&found);
}

/// Dates in a text, but for the versions of AWS's own languages.
fn dates(text: &str) -> Vec<String> {
    let form = |it: &&[u8]| {
        let digit = |at: usize| it[at].is_ascii_digit();
        [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digit) && it[4] == b'-' && it[7] == b'-'
    };
    let found = text.as_bytes().windows(10).filter(form).map(|it| String::from_utf8_lossy(it).into_owned());
    found.filter(|it| it.starts_with("20") && it != "2010-09-09" && it != "2012-10-17").collect()
}

#[test]
fn a_date_is_found() {
    assert_eq!(dates("made 2026-11-22, for 2012-10-17"), ["2026-11-22"]);
}
