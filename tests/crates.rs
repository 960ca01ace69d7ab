//! Every generated crate is good Rust to cargo, clippy and rustfmt, as a user gets it; and the seed's function runs.

use pipec_tests::place::{self, Spec, files};
use pipec_tests::{function, judge, judged, shipped, text};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// The spec whose function is built for release and run.
const SEED: &str = "high-transactions";
/// The variable that its threshold is set by.
const THRESHOLD: &str = "THRESHOLD_HIGH_TRANSACTION";

/// Every spec's crate, written below the target folder by the shipped binary, once for all tests.
static CRATES: LazyLock<Vec<(String, PathBuf)>> =
    LazyLock::new(|| place::specs().iter().filter_map(|it| Some((it.name.clone(), written(it)?))).collect());

/// Writes a spec's crate, if it has one. Files that stay as they are keep their time, for cargo's sake.
fn written(spec: &Spec) -> Option<PathBuf> {
    let fresh = place::scratch(&format!("crates/{}", spec.name));
    let output = judge::run(shipped::pipec(&fresh).arg("compile").arg(&spec.path).args(["--out", "out"]));
    assert!(output.status.success(), "{}: {}", spec.name, judge::said(&output));
    let folder = place::target().join("generated").join(&spec.name);
    fs::create_dir_all(&folder).expect("the target folder can be written");
    let written = fresh.join("out/lambda");
    written.exists().then(|| {
        mirror(&written, &folder);
        folder
    })
}

fn seed() -> &'static Path {
    let found = CRATES.iter().find(|(name, _)| name == SEED);
    &found.expect("the seed is a spec with a function").1
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

/// One crate at a time, and nobody reads what another is about to write.
fn in_turn() -> MutexGuard<'static, ()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes a crate newer than the last one: to cargo they are all the package `function` of a workspace of its own, so that
/// in one target folder each stands where the last one stood. Only a newer file makes cargo look at it.
fn renew(folder: &Path) {
    for name in files(&folder.join("src"), |_| false) {
        let path = folder.join("src").join(name);
        fs::write(&path, place::read(&path)).expect("the target folder can be written");
    }
}

/// What a user's own checks say of a crate; nothing where all is well.
fn complaints(name: &str, folder: &Path) -> Vec<String> {
    let guard = in_turn();
    renew(folder);
    let checks = [
        cargo(folder, &["check", "--locked", "--quiet"]),
        cargo(folder, &["clippy", "--locked", "--quiet", "--", "-D", "warnings"]),
        cargo(folder, &["fmt", "--check", "--package", "function"]),
    ];
    drop(guard);
    checks.iter().filter(|it| !it.status.success()).map(|it| format!("{name}: {}", judge::said(it))).collect()
}

#[test]
fn cargo_clippy_and_rustfmt_find_nothing() {
    let found: Vec<String> = CRATES.iter().flat_map(|(name, folder)| complaints(name, folder)).collect();
    text::none(&found);
    judged("rust", CRATES.len());
}

#[test]
fn no_crate_looks_away() {
    let crates = &*CRATES;
    let _guard = in_turn();
    let mut found = Vec::new();
    for (crate_name, folder) in crates {
        for name in files(folder, |it| it == "target").into_iter().filter(|it| it.ends_with(".rs")) {
            let text = place::read(&folder.join(&name));
            let away = ["allow(", "#[expect(", "#![expect("].into_iter().find(|it| text.contains(it));
            found.extend(away.map(|it| format!("{crate_name}/{name} has `{it}`")));
        }
    }
    text::none(&found);
}

#[test]
fn what_is_planted_in_a_crate_is_found() {
    let check = |name: &str, file: &str, change: fn(String) -> String, said: &str| {
        // A folder for each, so that cargo never takes one fault for another.
        let folder = place::target().join(format!("generated/planted-{name}"));
        fs::create_dir_all(&folder).expect("the target folder can be written");
        let guard = in_turn();
        mirror(seed(), &folder);
        drop(guard);
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
    let records = [
        r#"{"transactionId":"a","transaction":9000,"createdAt":"2026-01-01T00:00:00Z"}"#,
        r#"{"transactionId":"b","name":"N","transaction":9001,"createdAt":"2026-01-01T00:00:01Z"}"#,
        r#"{"transactionId":"c","transaction":null,"createdAt":"2026-01-01T00:00:02Z"}"#,
        r#"{"transaction":9001,"createdAt":"2026-01-01T00:00:03Z"}"#,
        "not json",
    ];
    let mut function = Command::new(function::built(SEED).join("bootstrap"));
    function.env("PIPEC_NOW", "2026-01-01T00:02:00Z").env(THRESHOLD, "9000");
    function.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = function.spawn().expect("the function can be run");
    let mut stdin = child.stdin.take().expect("its input is a pipe");
    stdin.write_all((records.join("\n") + "\n").as_bytes()).expect("the function reads its input");
    drop(stdin);
    let output = child.wait_with_output().expect("the function ends");
    assert!(output.status.success(), "{}", judge::said(&output));
    insta::assert_snapshot!("seed-function", String::from_utf8_lossy(&output.stdout));
}
