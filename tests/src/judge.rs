//! The judges that nobody here wrote: their processes, and the count of what they judged.

use crate::place;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread;

/// Notes how many cases a judge has judged; `tests/run` holds it against `tests/floors.txt`.
pub fn judged(judge: &str, cases: usize) {
    let folder = place::target().join("judged");
    fs::create_dir_all(&folder).expect("the target folder can be written");
    fs::write(folder.join(judge), cases.to_string()).expect("the target folder can be written");
}

/// A folder of pinned tools, which must be there.
pub fn tools(name: &str) -> PathBuf {
    let folder = place::target().join("tools").join(name);
    assert!(folder.join(".stamp").exists(), "a pinned tool is missing ({name}): run `tests/run --tools`");
    folder
}

/// A Python of this set of tools, in a folder without any configuration that it could find.
pub fn python(set: &str) -> Command {
    let mut command = Command::new(tools(set).join("bin/python"));
    bare(&mut command);
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1");
    command
}

/// Node on one of our scripts, which gets the folder of its modules as its first argument.
pub fn node(script: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(place::root().join("tests/tools").join(script)).arg(tools("node"));
    command
}

/// Takes a judge's surroundings away: neither a home nor a working folder may hold settings or ignores.
fn bare(command: &mut Command) {
    let nowhere = place::target().join("scratch/nowhere");
    fs::create_dir_all(&nowhere).expect("the target folder can be written");
    let path = std::env::var_os("PATH").unwrap_or_default();
    command
        .env_clear()
        .env("PATH", path)
        .env("HOME", &nowhere)
        .env("LC_ALL", "C.UTF-8")
        .current_dir(&nowhere);
}

/// Runs a command to its end; not being able to is a fault of this machine.
pub fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|it| panic!("{} cannot be run: {it}", command.get_program().display()))
}

/// Runs a command to its end over this standard input, which it need not read.
pub fn fed(command: &mut Command, input: &[u8]) -> Output {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn();
    let mut child =
        child.unwrap_or_else(|it| panic!("{} cannot be run: {it}", command.get_program().display()));
    let mut pipe = child.stdin.take().expect("it was asked for");
    thread::scope(|scope| {
        // Whoever stops early leaves the pipe broken; what it said is what counts.
        scope.spawn(move || drop(pipe.write_all(input)));
        child.wait_with_output().expect("a child can be waited for")
    })
}

/// What a process said, for a message.
pub fn said(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    format!("{}\n{out}\n{err}", output.status)
}

/// The JSON that a process printed.
pub fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|it| panic!("a judge printed no JSON ({it}): {}", said(output)))
}
