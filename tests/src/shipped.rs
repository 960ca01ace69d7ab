//! The binary that ships, built as it is now.

use crate::judge::{run, said};
use crate::place;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The path of the binary. Built on the first call, so that no test ever asks an older one.
pub fn path() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(place::root()).args(["build", "--locked", "--workspace", "--bin", "pipec"]);
        cargo.args(["--message-format", "json-render-diagnostics", "--target-dir"]).arg(place::target());
        let output = run(&mut cargo);
        let lines = String::from_utf8_lossy(&output.stdout);
        let messages = lines.lines().filter_map(|it| serde_json::from_str::<Value>(it).ok());
        let binary = messages.filter_map(|it| Some(PathBuf::from(it["executable"].as_str()?))).next_back();
        binary.unwrap_or_else(|| panic!("pipec was not built: {}", said(&output)))
    })
}

/// The binary, about to be run in a folder.
pub fn pipec(folder: &Path) -> Command {
    let mut command = Command::new(path());
    command.current_dir(folder).env("NO_COLOR", "1");
    command
}
