//! A folder to build in, where programs of ours stand in for those of this machine.

use pipec_tests::{place, shipped};
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A pipeline that is told nothing about.
pub const SPEC: &str = "\
version: 1
pipeline: demo
schemas: { reading: { sensor: varchar(32) not null, level: integer, takenAt: timestamp not null } }
streams: { readings: { schema: reading, partition_key: sensor, event_time: takenAt } }
hot: { alarm: { from: readings, where: level > 90, to: alarms } }
sinks: { alarms: { dynamodb: { partition_key: sensor, sort_key: takenAt } } }
";

/// A Rust that has the library for Lambda's system in `library`.
const RUSTC: &str = r#"
case $1 in
-vV) printf 'rustc 1.95.0\ncommit-hash: c0ffee\nhost: x86_64-unknown-linux-gnu\n' ;;
*) printf '%s\n' "$DESK/rust" "$DESK/library" ;;
esac
"#;

/// A cargo that notes how it was called, and has built the file `program` before.
const CARGO: &str = r#"
echo "cargo $*" >>"$DESK/calls"
for word; do case $word in *-linux-gnu) triple=$word ;; esac; done
case $1 in
metadata) echo '{"packages": [], "workspace_members": [], "build_directory": "/built"}' ;;
build)
    /bin/mkdir -p "$CARGO_TARGET_DIR/$triple/release"
    /bin/cp "$DESK/program" "$CARGO_TARGET_DIR/$triple/release/bootstrap"
    ;;
esac
"#;

/// The number that a program's head has for a processor.
pub const X86_64: u16 = 62;
/// Likewise.
pub const AARCH64: u16 = 183;

/// The folder.
pub struct Desk {
    /// Where it is.
    pub folder: PathBuf,
}

/// What came of a command.
pub struct Said {
    /// Its exit status.
    pub status: i32,
    /// Both outputs, the standard one first.
    pub text: String,
}

impl Desk {
    /// A new one, with [`SPEC`], a Rust and a cargo.
    pub fn new(name: &str) -> Desk {
        let desk = Desk { folder: place::scratch(&format!("build/{name}")) };
        for folder in ["programs", "library"] {
            fs::create_dir(desk.folder.join(folder)).expect("the scratch folder is ours");
        }
        desk.write("pipeline.yaml", SPEC);
        desk.write("program", head(X86_64));
        desk.program("rustc", RUSTC);
        desk.program("cargo", CARGO);
        desk
    }

    /// Writes a file.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.folder.join(name), bytes).expect("the scratch folder is ours");
    }

    /// Puts a program on the path.
    pub fn program(&self, name: &str, script: &str) {
        let path = self.folder.join("programs").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}")).expect("the scratch folder is ours");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("the scratch folder is ours");
    }

    /// The command, with nothing on the path but our programs.
    pub fn pipec(&self, line: &str) -> Command {
        let mut command = shipped::pipec(&self.folder);
        command.args(line.split(' ')).env("PATH", self.folder.join("programs")).env("DESK", &self.folder);
        command.env_remove("CARGO_TARGET_DIR").stdin(Stdio::null());
        command
    }

    /// What a command says.
    pub fn said(&self, line: &str) -> Said {
        let output = self.pipec(line).output().expect("pipec can be run");
        let text =
            [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned()).concat();
        Said { status: output.status.code().unwrap_or(-1), text: self.steady(&text) }
    }

    /// A session, as it stands on a screen, but for how many files the crate has.
    pub fn session(&self, lines: &[&str]) -> String {
        let mut shown = String::new();
        for line in lines {
            let (screen, out) = io::pipe().expect("a pipe can be made");
            let mut command = self.pipec(line);
            command.stderr(out.try_clone().expect("a pipe has two ends")).stdout(out);
            let mut child = command.spawn().expect("pipec can be run");
            // The command holds ends of the pipe, too.
            drop(command);
            shown.push_str(&format!("$ pipec {line}\n"));
            for line in BufReader::new(screen).lines().map(|it| it.expect("pipec speaks UTF-8")) {
                let counted = line.split_once(": ").filter(|(_, it)| it.contains("files written"));
                let line = counted.map_or(line.clone(), |(folder, _)| format!("{folder}: … files written"));
                shown.push_str(&format!("{}\n", self.steady(&line)));
            }
            let status = child.wait().expect("pipec ends").code().unwrap_or(-1);
            shown.push_str(&format!("[exit {status}]\n\n"));
        }
        shown
    }

    /// How cargo was called since this was asked last.
    pub fn calls(&self) -> String {
        let path = self.folder.join("calls");
        let calls = fs::read_to_string(&path).unwrap_or_default();
        self.write("calls", "");
        self.steady(&calls)
    }

    /// A file's bytes, none where it is not there.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(name)).ok()
    }

    /// A text without the place of this folder.
    fn steady(&self, text: &str) -> String {
        text.replace(&self.folder.display().to_string(), "DESK")
    }
}

/// The head of a program for a processor, which asks for no library.
pub fn head(processor: u16) -> Vec<u8> {
    let mut head = b"\x7fELF\x02\x01\x01".to_vec();
    head.resize(64, 0);
    head[18..20].copy_from_slice(&processor.to_le_bytes());
    head
}
