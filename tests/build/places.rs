//! The same bytes from two places: other folders to compile, to build and to keep crates in.

use pipec_tests::{function, judge, judged, place, shipped};
use std::env;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

const SEED: &str = "high-transactions";

/// What a program tells of the places that it was built in.
fn told(program: &[u8], places: &[PathBuf]) -> Vec<PathBuf> {
    let is_told = |place: &&PathBuf| {
        let name = place.as_os_str().as_encoded_bytes();
        program.windows(name.len()).any(|it| it == name)
    };
    places.iter().filter(is_told).cloned().collect()
}

/// Where cargo keeps the crates that it has fetched.
fn home() -> PathBuf {
    let default = || PathBuf::from(env::var_os("HOME").expect("there is a home")).join(".cargo");
    env::var_os("CARGO_HOME").map_or_else(default, PathBuf::from)
}

/// The real function. What all functions share is not compiled again, so this is as cheap as a changed rule.
#[test]
fn the_seeds_function_is_the_same_from_another_folder() {
    let first = function::built(SEED);
    let folder = place::scratch("places/seed");
    fs::copy(place::root().join(format!("specs/{SEED}.yaml")), folder.join("pipeline.yaml"))
        .expect("the scratch folder is ours");
    let mut pipec = shipped::pipec(&folder);
    let output = judge::run(pipec.args(["build", "--target-dir"]).arg(function::target()));
    assert!(output.status.success(), "{}", judge::said(&output));
    let second = folder.join("generated").join(SEED).join("bootstrap.zip");
    assert!(
        fs::read(first.join("bootstrap.zip")).is_ok_and(|it| fs::read(second).is_ok_and(|other| it == other))
    );

    let program = fs::read(first.join("bootstrap")).expect("it is built");
    let mut places = vec![home(), place::root().to_owned(), place::target(), folder];
    places.extend(env::var_os("HOME").map(PathBuf::from).filter(|it| it.components().count() > 1));
    assert_eq!(told(&program, &places), Vec::<PathBuf>::new());
    assert_eq!(told(b"panicked at /a/place/src/lib.rs", &["/a/place".into()]), [Path::new("/a/place")]);
}

/// In place of the generated crate, one that takes seconds: a fetched crate and a generated source would tell where
/// they stand, and its main tells which pipeline's crate it came into.
const SMALL: [(&str, &str); 5] = [
    (
        "Cargo.toml",
        r#"
[package]
name = "function"
version = "0.1.0"
edition = "2024"
[workspace]
[[bin]]
name = "bootstrap"
path = "src/main.rs"
[dependencies]
pipec-runtime = { path = "runtime" }
[profile.release]
opt-level = 0
panic = "abort"
strip = true
"#,
    ),
    (
        "src/main.rs",
        r#"
fn main() {
    println!("{} {} {}", include_str!("rules.rs"), pipec_runtime::place(), pipec_runtime::is_like("a", "a+"));
}
"#,
    ),
    (
        "runtime/Cargo.toml",
        r#"
[package]
name = "pipec-runtime"
version = "0.1.0"
edition = "2024"
[dependencies]
regex-lite = { version = "0.1", default-features = false, features = ["std", "string"] }
"#,
    ),
    (
        "runtime/build.rs",
        r#"
fn main() {
    let made = std::path::Path::new(&std::env::var_os("OUT_DIR").unwrap()).join("made.rs");
    std::fs::write(made, "pub fn place() -> &'static str { file!() }").unwrap();
    println!("cargo::rerun-if-changed=build.rs");
}
"#,
    ),
    (
        "runtime/src/lib.rs",
        r#"
include!(concat!(env!("OUT_DIR"), "/made.rs"));
pub fn is_like(text: &str, pattern: &str) -> bool {
    regex_lite::Regex::new(pattern).unwrap().is_match(text)
}
"#,
    ),
];

/// A cargo that puts the small crate in the place of the generated one, and is the real one then.
const CARGO: &str = r#"#!/bin/sh
case $PWD in */crate) cp -R "$SMALL"/. . ;; esac
exec "$CARGO_ITSELF" "$@"
"#;

/// A place to build in, unlike any other: its own folders for pipelines, for cargo's work and for fetched crates.
struct Place {
    folder: PathBuf,
    path: Vec<PathBuf>,
    /// What is set there for other programs.
    variables: &'static [(&'static str, &'static str)],
}

/// What would change the program if it came to cargo.
const ODD: &[(&str, &str)] = &[
    ("RUSTFLAGS", "-Cdebug-assertions"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3"),
    ("CARGO_PKG_NAME", "odd"),
];

impl Place {
    fn new(name: &str, tools: Option<&Path>) -> Place {
        let folder = place::scratch(&format!("places/{name}"));
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().expect("a file is in a folder"))
                .expect("the scratch folder is ours");
            fs::write(path, text).expect("the scratch folder is ours");
        };
        SMALL.iter().for_each(|(name, text)| write(&format!("small/{name}"), text));
        write("small/Cargo.lock", &lock());
        write("programs/cargo", CARGO);
        judge::run(Command::new("chmod").arg("+x").arg(folder.join("programs/cargo")));
        fs::create_dir(folder.join("home")).expect("the scratch folder is ours");
        for entry in place::entries(&home()) {
            let name = entry.file_name().expect("an entry has a name");
            symlink(&entry, folder.join("home").join(name)).expect("the scratch folder is ours");
        }
        let mut path = vec![folder.join("programs")];
        path.extend(tools.map(Path::to_owned));
        path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        Place { folder, path, variables: &[] }
    }

    /// The zip of a spec's pipeline with the small crate in it, and what was said.
    fn built(&self, spec: &str) -> (Vec<u8>, String) {
        let out = self.folder.join(spec);
        let mut pipec = shipped::pipec(&self.folder);
        pipec.arg("build").arg(place::root().join(format!("specs/{spec}.yaml"))).arg("--out").arg(&out);
        pipec.args(["--target-dir", "target"]).env("CARGO_HOME", self.folder.join("home"));
        pipec.env("PATH", env::join_paths(&self.path).expect("paths have no colons"));
        pipec.env("CARGO_ITSELF", env!("CARGO")).env("SMALL", self.folder.join("small"));
        pipec.env("XDG_CACHE_HOME", place::target().join("scratch/cache"));
        let output = judge::run(pipec.envs(self.variables.iter().copied()));
        assert!(output.status.success(), "{spec}: {}", judge::said(&output));
        // The next build of this spec is a build.
        fs::remove_file(out.join("bootstrap.stamp")).expect("a build leaves a stamp");
        (fs::read(out.join("bootstrap.zip")).expect("a build leaves a zip"), judge::said(&output))
    }

    /// The program that was built last.
    fn program(&self, path: &str) -> Vec<u8> {
        fs::read(self.folder.join("target/cargo").join(path)).expect("a build leaves a program")
    }
}

/// The small crate's lock, of what generated crates have fetched.
fn lock() -> String {
    let whole = place::read(&place::root().join(format!("generated/{SEED}/lambda/Cargo.lock")));
    let used = whole.split("\n\n").find(|it| it.contains("\"regex-lite\"\nversion")).expect("it is locked");
    let own = |name: &str, uses: &str| {
        format!("[[package]]\nname = \"{name}\"\nversion = \"0.1.0\"\ndependencies = [\n \"{uses}\",\n]\n")
    };
    let (function, runtime) = (own("function", "pipec-runtime"), own("pipec-runtime", "regex-lite"));
    format!("version = 4\n\n{function}\n{runtime}\n{}\n", used.trim_end())
}

/// Builds in two places from cold. Gives the first one, what stands in its zip, and what was said.
fn same_in_two_places(name: &str, tools: Option<&Path>, program: &str) -> (Place, Vec<u8>, String) {
    let here = Place::new(&format!("{name}/here"), tools);
    let (first, said) = here.built(SEED);
    let there = Place { variables: ODD, ..Place::new(&format!("{name}-there"), tools) };
    let (second, _) = there.built(SEED);
    assert!(first == second, "the place shows");
    let built = here.program(program);
    assert_eq!(told(&built, &[here.folder.clone(), home()]), Vec::<PathBuf>::new());
    for known in ["/crates/regex-lite-", "/target/x86_64-unknown-linux-gnu/release/build/pipec-runtime-"] {
        assert_eq!(told(&built, &[known.into()]).len(), 1, "{known} is not there, so nothing was tested");
    }
    (here, first, said)
}

#[test]
fn a_function_is_the_same_wherever_and_after_whatever_cargo_builds_it() {
    let program = "x86_64-unknown-linux-gnu/release/bootstrap";
    let (here, first, said) = same_in_two_places("cargo", None, program);
    assert!(said.contains("built with cargo:"), "{said}");
    // A clock that was ahead makes the next pipeline's files older than this function.
    let ahead = SystemTime::now() + Duration::from_secs(86_400);
    let cargos = here.folder.join("target/cargo");
    for name in place::files(&cargos, |_| false) {
        let file = File::open(cargos.join(name)).expect("the scratch folder is ours");
        file.set_modified(ahead).expect("the scratch folder is ours");
    }
    assert!(first != here.built("machine-health").0, "a pipeline has got the function of another");
    assert!(first == here.built(SEED).0, "what was built before shows");
    judged("reproduced", 2);
}

#[test]
fn a_function_is_the_same_wherever_cargo_lambda_builds_it() {
    let tools = judge::tools("lambda").join("bin");
    let (_, _, said) = same_in_two_places("cargo-lambda", Some(&tools), "lambda/bootstrap/bootstrap");
    assert!(said.contains("built with cargo-lambda:"), "{said}");
    judged("cargo-lambda", 1);
}
