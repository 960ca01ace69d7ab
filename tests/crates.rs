//! Every generated crate is good Rust to cargo, clippy and rustfmt, as a user gets it; and the seed's function runs.

use pipec_tests::place::{self, Spec, entries, files};
use pipec_tests::{judge, judged, shipped, text};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

/// The spec whose function is built for release and run.
const SEED: &str = "high-transactions";

/// Writes a spec's crate below the target folder. Files that stay as they are keep their time, for cargo's sake.
fn written(spec: &Spec) -> PathBuf {
    let fresh = place::scratch(&format!("crates/{}", spec.name));
    let output = judge::run(shipped::pipec(&fresh).arg("compile").arg(&spec.path).args(["--out", "out"]));
    assert!(output.status.success(), "{}: {}", spec.name, judge::said(&output));
    let crates = place::target().join("generated").join(&spec.name);
    fs::create_dir_all(&crates).expect("the target folder can be written");
    // The user's own settings are rustfmt's defaults; ours stand further up.
    fs::write(place::target().join("generated/rustfmt.toml"), "").expect("the target folder can be written");
    mirror(&fresh.join("out/lambda"), &crates);
    crates
}

fn mirror(from: &Path, to: &Path) {
    for name in files(to, |it| it == "target") {
        if !from.join(&name).exists() {
            fs::remove_file(to.join(name)).expect("the target folder can be written");
        }
    }
    for name in files(from, |_| false) {
        let (old, new) = (to.join(&name), from.join(&name));
        if fs::read(&old).ok() != fs::read(&new).ok() {
            fs::create_dir_all(old.parent().expect("a file is in a folder"))
                .expect("the target folder can be written");
            fs::copy(new, old).expect("the target folder can be written");
        }
    }
}

/// Cargo in a generated crate, as outside this checkout; all crates share what they depend on.
fn cargo(folder: &Path, arguments: &[&str]) -> Output {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", place::target().join("lambda"));
    for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "RUSTFLAGS", "CLIPPY_CONF_DIR"] {
        cargo.env_remove(name);
    }
    judge::run(&mut cargo)
}

/// What a user's own checks say of a crate; nothing where all is well.
fn complaints(name: &str, folder: &Path) -> Vec<String> {
    // Cargo would wait for itself all the same, and say so.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let guard = ONE_AT_A_TIME.lock();
    let checks = [
        cargo(folder, &["check", "--locked", "--quiet"]),
        cargo(folder, &["clippy", "--locked", "--quiet", "--", "-D", "warnings"]),
        cargo(folder, &["fmt", "--check", "--package", "function"]),
    ];
    drop(guard);
    checks.iter().filter(|it| !it.status.success()).map(|it| format!("{name}: {}", judge::said(it))).collect()
}

fn crates() -> Vec<Spec> {
    place::specs().into_iter().filter(|it| it.golden().join("lambda").exists()).collect()
}

#[test]
fn cargo_clippy_and_rustfmt_find_nothing() {
    let specs = crates();
    let found: Vec<String> = specs.iter().flat_map(|it| complaints(&it.name, &written(it))).collect();
    text::none(&found);
    judged("rust", specs.len());
}

#[test]
fn no_crate_looks_away() {
    let mut found = Vec::new();
    for spec in crates() {
        let folder = written(&spec);
        for name in files(&folder, |it| it == "target").into_iter().filter(|it| it.ends_with(".rs")) {
            let text = place::read(&folder.join(&name));
            let away = ["allow(", "#[expect(", "#![expect("].into_iter().find(|it| text.contains(it));
            found.extend(away.map(|it| format!("{}/{name} has `{it}`", spec.name)));
        }
    }
    text::none(&found);
}

#[test]
fn what_is_planted_in_a_crate_is_found() {
    let check = |name: &str, file: &str, change: fn(String) -> String, said: &str| {
        let spec = place::specs().into_iter().find(|it| it.name == SEED).expect("the seed is a spec");
        let folder = place::target().join("generated/planted");
        fs::create_dir_all(&folder).expect("the target folder can be written");
        mirror(&written(&spec), &folder);
        let path = folder.join(file);
        fs::write(&path, change(place::read(&path))).expect("the target folder can be written");
        let found = complaints(name, &folder).join("\n");
        assert!(found.contains(said), "{name}: nobody said {said}:\n{found}");
    };
    let main = "src/main.rs";
    check("type", main, |it| it + "\nconst ODD: u8 = \"odd\";\n", "mismatched types");
    check("unused", main, |it| it + "\nfn odd() {}\n", "never used");
    check(
        "clippy",
        main,
        |it| it + "\npub fn odd(it: &Vec<u8>) -> bool { return it.len() == 0; }\n",
        "needless",
    );
    check("format", main, |it| it + "\nconst   _ODD: u8 = 1;\n", "Diff in");
    check(
        "lock",
        "Cargo.toml",
        |it| it.replace("[dependencies]", "[dependencies]\nitoa = \"1\""),
        "--locked",
    );
}

/// Built as it is deployed, and fed: its main reads records, one a line, where it does not stand in a function.
#[test]
fn the_seeds_function_runs() {
    let spec = place::specs().into_iter().find(|it| it.name == SEED).expect("the seed is a spec");
    let folder = written(&spec);
    let output = cargo(&folder, &["build", "--release", "--locked", "--quiet"]);
    assert!(output.status.success(), "{}", judge::said(&output));
    let binary = place::target().join("lambda/release/function");
    assert!(binary.exists(), "{:?}", entries(&place::target().join("lambda/release")));
}
