//! `pipec test --watch`, as a process that a person watches.

use super::{demo, folder, write};
use pipec_tests::{judge, shipped};
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ChildStdout, Command, Stdio};

struct Watched {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Watched {
    /// All that is printed up to the next summary, and the summary.
    fn next_run(&mut self) -> String {
        let mut shown = String::new();
        loop {
            let mut line = String::new();
            let read = self.out.read_line(&mut line).expect("pipec speaks UTF-8");
            assert!(read > 0, "it has ended after {shown}");
            shown.push_str(&line);
            if line.contains(" tests: ") {
                return shown;
            }
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // It has ended where the test went well.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn it_runs_again_when_a_file_changes_that_it_reads() {
    let folder = folder("watch");
    // Whoever runs the tests in the background has told them to ignore what Ctrl-C sends, and their children with them.
    let mut command = Command::new("env");
    command.arg("--default-signal=INT").arg(shipped::path()).args(["test", "--watch"]);
    command
        .current_dir(&folder)
        .env("NO_COLOR", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .stdin(Stdio::null());
    let mut child = command.spawn().expect("pipec can be run");
    let out = BufReader::new(child.stdout.take().expect("its output is a pipe"));
    let mut watched = Watched { child, out };
    let first = watched.next_run();
    assert!(first.contains("9 tests: 9 passed"), "{first}");
    assert!(!first.contains('\u{1b}'), "a pipe keeps what was there: {first:?}");
    write(&folder, "records.jsonl", "{}\n");
    assert!(watched.next_run().contains("9 tests: 8 passed, 1 failed"));
    write(&folder, "pipeline.yaml", &demo("passing").replace("level > high", "level >= high and false"));
    assert!(watched.next_run().contains(" failed"));
    write(&folder, "pipeline.yaml", "version: 1\n");
    assert!(watched.next_run().contains("1 file not tested"));
    let mut interrupt = Command::new("kill");
    assert!(judge::run(interrupt.args(["-INT", &watched.child.id().to_string()])).status.success());
    let status = watched.child.wait().expect("pipec ends");
    // Shells tell the end by this signal as 130.
    assert_eq!(status.signal(), Some(2));
}
