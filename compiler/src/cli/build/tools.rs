//! The programs of this machine that make a function, or what to install where they are missing.

use super::elf::{GLIBC, Misfit};
use crate::cfn::lambda::Architecture;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, io};

/// What gives cargo a linker, and a C library as old as Lambda's, on every machine.
const ZIG: &str = "`pip install cargo-lambda ziglang`";

/// What a function is built with.
#[derive(Debug)]
pub struct Tools {
    /// What Rust calls Lambda's system.
    pub triple: &'static str,
    /// What builds.
    pub builder: Builder,
    /// What `rustc` says of itself.
    pub rustc: String,
    /// Where the toolchain stands.
    pub sysroot: PathBuf,
}

/// What builds.
#[derive(Debug, PartialEq)]
pub enum Builder {
    /// Cargo with its own linker, or with this one: a variable that cargo heeds, and a program of this machine.
    Cargo(Option<(String, &'static str)>),
    /// Cargo-lambda with zig for a linker, in these versions.
    CargoLambda(String),
}

impl Builder {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Builder::Cargo(_) => "cargo",
            Builder::CargoLambda(_) => "cargo-lambda",
        }
    }
}

impl Tools {
    /// What there is for a processor, as seen from a folder: a toolchain may hang on it.
    pub fn find(architecture: Architecture, folder: &Path) -> Result<Tools, String> {
        let triple = triple(architecture);
        let rustc = said(Command::new("rustc").arg("-vV").current_dir(folder))?;
        let places = ["--print", "sysroot", "--print", "target-libdir", "--target", triple];
        let places = said(Command::new("rustc").args(places).current_dir(folder))?;
        let (sysroot, library) = places.split_once('\n').unwrap_or_default();
        if !Path::new(library.trim_end()).is_dir() {
            return Err(format!(
                "Rust's library for {triple} is missing. Run `rustup target add {triple}`, then this again."
            ));
        }
        let builder = match cargo_lambda(folder) {
            Some(versions) => Builder::CargoLambda(versions),
            None if fact(&rustc, "host") == triple => Builder::Cargo(None),
            None => Builder::Cargo(linker(architecture)?),
        };
        Ok(Tools { triple, builder, sysroot: PathBuf::from(sysroot), rustc })
    }

    /// All that is known of them, for a stamp.
    pub fn versions(&self) -> String {
        format!("{}\n{:?}\n{}\n", self.triple, self.builder, self.rustc)
    }

    /// The commit of the compiler; its library's sources are called by it.
    pub fn commit(&self) -> &str {
        fact(&self.rustc, "commit-hash")
    }

    /// What to tell of a program that cannot start on Lambda.
    pub fn misfit(&self, misfit: &Misfit) -> String {
        let what = match misfit {
            Misfit::Unreadable(why) => format!("what {} built is no program: {why}.", self.builder.name()),
            Misfit::Processor => format!("what {} built is not for {}.", self.builder.name(), self.triple),
            Misfit::Library(versions) => format!(
                "the function asks for {}, and Lambda's C library is of version {GLIBC}. The one of this machine is \
                 newer. Run {ZIG}, which build for that version, then this again.",
                versions.join(", ")
            ),
        };
        format!("{what} No zip was written.")
    }
}

/// What Rust calls Lambda's system on a processor.
fn triple(architecture: Architecture) -> &'static str {
    match architecture {
        Architecture::X8664 => "x86_64-unknown-linux-gnu",
        Architecture::Arm64 => "aarch64-unknown-linux-gnu",
    }
}

/// The value behind a word in what `rustc -vV` says.
fn fact<'a>(rustc: &'a str, word: &str) -> &'a str {
    let value = |line: &'a str| line.strip_prefix(word)?.strip_prefix(": ");
    rustc.lines().find_map(value).unwrap_or_default()
}

/// The versions of cargo-lambda and of zig, if both are there.
fn cargo_lambda(folder: &Path) -> Option<String> {
    if !on_path("cargo-lambda") {
        return None;
    }
    let version = |program: &str, arguments: &[&str]| {
        said(Command::new(program).args(arguments).current_dir(folder)).ok()
    };
    let lambda = version("cargo", &["lambda", "--version"])?;
    // Cargo-lambda looks for them in this order.
    let zig = version("python3", &["-m", "ziglang", "version"]).or_else(|| version("zig", &["version"]))?;
    Some(format!("{} with zig {}", lambda.trim_end(), zig.trim_end()))
}

/// GNU's linker for a processor that is not this machine's, unless a person has chosen one.
fn linker(architecture: Architecture) -> Result<Option<(String, &'static str)>, String> {
    let triple = triple(architecture);
    let variable = format!("CARGO_TARGET_{}_LINKER", triple.to_uppercase().replace('-', "_"));
    if env::var_os(&variable).is_some() {
        return Ok(None);
    }
    let (linker, package) = match architecture {
        Architecture::X8664 => ("x86_64-linux-gnu-gcc", "gcc-x86-64-linux-gnu"),
        Architecture::Arm64 => ("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"),
    };
    if on_path(linker) {
        return Ok(Some((variable, linker)));
    }
    Err(format!(
        "there is no linker for {triple}. Run {ZIG}, or `apt-get install {package}`, or name one in `{variable}`, \
         then run this again."
    ))
}

fn on_path(program: &str) -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|it| it.join(format!("{program}{}", env::consts::EXE_SUFFIX)).is_file())
}

/// What a command prints.
fn said(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().display().to_string();
    let output = command.output().map_err(|error| unusable(&name, &error))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{name}` does not work ({}): {}", output.status, why.trim_end()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Why a program cannot be run.
pub fn unusable(program: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => {
            format!("`{program}` is missing. Install Rust 1.95 or newer, then run this again.")
        }
        _ => format!("`{program}` cannot be run: {error}"),
    }
}
