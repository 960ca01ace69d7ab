//! The binary that ships, built as it is now.

use crate::judge::{run, said};
use crate::place;
use serde_json::Value;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
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

/// A command line as it stands on a screen, both outputs in the order they come, and its exit status.
pub fn screen(folder: &Path, line: &str) -> (String, i32) {
    let (mut screen, out) = io::pipe().expect("a pipe can be made");
    let mut command = pipec(folder);
    command.args(line.split(' ')).stdin(Stdio::null());
    command.stderr(out.try_clone().expect("a pipe has two ends")).stdout(out);
    let mut child = command.spawn().expect("pipec can be run");
    // The command holds ends of the pipe, too.
    drop(command);
    let mut shown = format!("$ pipec {line}\n");
    screen.read_to_string(&mut shown).expect("pipec speaks UTF-8");
    let status = child.wait().expect("pipec ends");
    (shown, status.code().unwrap_or(-1))
}
