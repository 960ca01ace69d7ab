//! Has cargo build a function, so that no path of this machine gets into the program.

use super::elf::GLIBC;
use super::stage::Stage;
use super::tools::{Builder, Tools, unusable};
use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

/// The packages that are there for one pipeline; all others are the same for every one.
const OURS: [&str; 2] = ["function", "pipec-runtime"];
/// The program that the crate gives.
const PROGRAM: &str = "bootstrap";
/// What surrounds a cargo, and is of no concern to the one that is called here: what a build gives follows from the
/// sources and the tools alone.
const FOREIGN: [&str; 5] =
    ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_PROFILE_", "CARGO_BUILD_TARGET", "RUSTFLAGS"];

/// The program, built anew.
pub fn build(stage: &Stage, tools: &Tools, again: &str) -> Result<Vec<u8>, String> {
    let cargo = Cargo { stage, tools, again };
    let flags = cargo.flags(&cargo.metadata()?);
    cargo.forget()?;
    let program = match &tools.builder {
        Builder::Cargo(linker) => cargo.plain(linker.as_ref(), &flags)?,
        Builder::CargoLambda(_) => cargo.lambda(&flags)?,
    };
    fs::read(&program).map_err(|error| super::outside("read", &program, &error))
}

struct Cargo<'a> {
    stage: &'a Stage,
    tools: &'a Tools,
    again: &'a str,
}

impl Cargo<'_> {
    /// What cargo knows of the crate and all that it uses, which is fetched where it is not there.
    fn metadata(&self) -> Result<Value, String> {
        let mut command = self.command("metadata");
        command.args(["--locked", "--all-features", "--format-version", "1"]);
        command.args(["--filter-platform", self.tools.triple]);
        let printed = self.run(command.stdout(Stdio::piped()))?;
        serde_json::from_slice(&printed).map_err(|error| format!("`cargo metadata` printed no JSON: {error}"))
    }

    /// Gives every place on this machine that could get into the program a name that is the same everywhere.
    fn flags(&self, metadata: &Value) -> Vec<String> {
        let Tools { sysroot, .. } = self.tools;
        let built = metadata["build_directory"].as_str().or(metadata["target_directory"].as_str());
        let library = sysroot.join("lib/rustlib/src/rust");
        let mut names = vec![
            (PathBuf::from(built.unwrap_or_default()), "/target".to_owned()),
            (library, format!("/rustc/{}", self.tools.commit())),
        ];
        names.extend(used(metadata).into_iter().map(|it| (it, "/crates".to_owned())));
        let renamed =
            |(place, name): (PathBuf, String)| format!("--remap-path-prefix={}={name}", place.display());
        names.into_iter().map(renamed).collect()
    }

    /// Makes cargo forget the function that was here before, whatever the clock says of its files.
    fn forget(&self) -> Result<(), String> {
        let mut command = self.command("clean");
        command.args(["--locked", "--quiet", "--release", "--target", self.tools.triple]);
        command.args(OURS.iter().flat_map(|it| ["--package", it]));
        self.run(&mut command).map(drop)
    }

    fn plain(&self, linker: Option<&(String, &str)>, flags: &[String]) -> Result<PathBuf, String> {
        let triple = self.tools.triple;
        let mut command = self.command("build");
        command.args(["--release", "--locked", "--target", triple]);
        command.envs(linker.map(|(variable, program)| (variable, program)));
        self.run(with(&mut command, flags))?;
        Ok(self.stage.target.join(triple).join("release").join(PROGRAM))
    }

    fn lambda(&self, flags: &[String]) -> Result<PathBuf, String> {
        let mut command = self.command("lambda");
        command.args(["build", "--release", "--locked", "--skip-target-check"]);
        let target = format!("{}.{GLIBC}", self.tools.triple);
        command.args(["--compiler", "cargo-zigbuild", "--target", &target]);
        self.run(with(&mut command, flags))?;
        Ok(self.stage.target.join("lambda").join(PROGRAM).join(PROGRAM))
    }

    /// A command of cargo in the crate. What it prints for programs is in the way; what it tells people is shown.
    fn command(&self, name: &str) -> Command {
        let mut command = Command::new("cargo");
        command.arg(name).current_dir(&self.stage.folder).env("CARGO_TARGET_DIR", &self.stage.target);
        let is_foreign = |name: &OsString| {
            let name = name.to_string_lossy();
            FOREIGN.iter().any(|it| name.starts_with(it))
        };
        for (name, _) in env::vars_os().filter(|(name, _)| is_foreign(name)) {
            command.env_remove(name);
        }
        command.stdin(Stdio::null()).stdout(Stdio::from(io::stderr())).stderr(Stdio::inherit());
        command
    }

    /// What a command prints, where that is not shown.
    fn run(&self, command: &mut Command) -> Result<Vec<u8>, String> {
        let output = command.spawn().and_then(|it| it.wait_with_output());
        let output = output.map_err(|error| unusable("cargo", &error))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let words: Vec<String> = command
            .get_args()
            .take(2)
            .map(|it| it.display().to_string())
            .take_while(|it| !it.starts_with('-'))
            .collect();
        Err(format!(
            "`cargo {}` failed ({}); what it said stands above. No zip was written. When that is mended, run `{}` \
             again.",
            words.join(" "),
            output.status,
            self.again
        ))
    }
}

/// The flags take the place of all others: what a person has set for other programs is not meant for this one.
fn with<'a>(command: &'a mut Command, flags: &[String]) -> &'a mut Command {
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
}

/// The folders that the packages which the crate uses stand in.
fn used(metadata: &Value) -> BTreeSet<PathBuf> {
    let list = |key: &str| metadata[key].as_array().into_iter().flatten();
    let own: Vec<&Value> = list("workspace_members").collect();
    let others = list("packages").filter(|it| !own.contains(&&it["id"]));
    let manifests = others.filter_map(|it| it["manifest_path"].as_str());
    manifests.filter_map(|it| Some(Path::new(it).parent()?.parent()?.to_owned())).collect()
}
