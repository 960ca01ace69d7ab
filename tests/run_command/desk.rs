//! A folder with a pipeline and records, and what a command there says.

use pipec_tests::judge::fed;
use pipec_tests::place::{self, files};
use pipec_tests::shipped;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A pipeline with a table, a topic, windows in a queue, and files.
pub const TRADES: &str = "
version: 1
pipeline: trades
schemas:
  trade: { id: varchar(16) not null, ticker: varchar(8) not null, price: integer, at: timestamp not null }
streams:
  trades: { schema: trade, partition_key: id, event_time: at }
thresholds:
  high: { value: 90, type: integer, min: 0, max: 100 }
hot:
  dear:
    from: trades
    where: price > high
    to: [items, alerts]
  minutes:
    from: trades
    window: { sliding: { size: 60s, slide: 30s } }
    group_by: [ticker]
    add: { highest: max(price), trades: count(*) }
    to: queue
cold:
  everything: { from: trades, to: files }
sinks:
  items: { dynamodb: { partition_key: id } }
  alerts: { sns: {} }
  queue: { sqs: {} }
  files: { s3: { prefix: raw/ } }
";

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// A folder with `pipeline.yaml`.
pub struct Desk {
    pub folder: PathBuf,
}

impl Desk {
    /// The folder of this name, with this pipeline.
    pub fn new(name: &str, pipeline: &str) -> Desk {
        let desk = Desk { folder: place::scratch(&format!("run/{name}")) };
        desk.write("pipeline.yaml", pipeline);
        desk
    }

    /// Writes a file.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the scratch folder is ours");
        fs::write(path, bytes).expect("the scratch folder is ours");
    }

    /// `pipec run pipeline.yaml` with these words.
    pub fn command(&self, line: &str) -> Command {
        let mut command = shipped::pipec(&self.folder);
        command.args(["run", "pipeline.yaml"]);
        if !line.contains("--now") {
            command.args(["--now", "2026-02-01T00:00:00Z"]);
        }
        command.args(line.split_whitespace());
        command
    }

    /// Runs it over this standard input.
    pub fn fed(&self, line: &str, input: &[u8]) -> Said {
        said(&mut self.command(line), input)
    }

    /// Runs it to an end that must be good, and gives what it printed.
    pub fn prints(&self, line: &str, input: &[u8]) -> String {
        let said = self.fed(line, input);
        assert_eq!(said.status, 0, "{line}: {}", said.err);
        said.out
    }

    /// Runs it to an end that must be bad, without a panic, and gives what it said.
    pub fn fails(&self, line: &str, status: i32, input: &[u8]) -> String {
        let said = self.fed(line, input);
        assert_eq!(said.status, status, "{line}: {}{}", said.out, said.err);
        assert!(!said.err.contains("panicked"), "{}", said.err);
        said.err
    }

    /// What people read of a state: each file's bytes but the database's.
    pub fn kept(&self, state: &str) -> BTreeMap<String, Vec<u8>> {
        let folder = self.folder.join(state);
        let bytes = |it: &String| fs::read(folder.join(it)).expect("a file that was listed is there");
        let is_ours = |it: &String| !it.ends_with(".redb") && !it.ends_with(".new");
        files(&folder, |_| false).into_iter().filter(is_ours).map(|it| (it.clone(), bytes(&it))).collect()
    }

    /// A file of a state as text.
    pub fn text(&self, path: &str) -> String {
        place::read(&self.folder.join(path))
    }
}

/// Runs a command over this standard input.
pub fn said(command: &mut Command, input: &[u8]) -> Said {
    let output = fed(command, input);
    let text = |it: &[u8]| String::from_utf8_lossy(it).into_owned();
    Said { status: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

/// Trades, two a second; one in ninety is no record, and keys come again.
pub fn trades(range: std::ops::Range<usize>) -> Vec<u8> {
    range.map(trade).collect::<String>().into_bytes()
}

fn trade(at: usize) -> String {
    if at % 90 == 17 {
        return format!("no record {at}\n");
    }
    let (minute, second) = (at / 120, at / 2 % 60);
    format!(
        "{{\"id\":\"t{}\",\"ticker\":\"{}\",\"price\":{},\"at\":\"2026-01-{:02}T{:02}:{:02}:{second:02}Z\"}}\n",
        at % 4099,
        ["AMZN", "GOOG", "ORCL"][at % 3],
        at * 7919 % 101,
        1 + minute / 1440,
        minute / 60 % 24,
        minute % 60,
    )
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).expect("the scratch folder is ours");
    }
    for name in files(from, |_| false) {
        let path = to.join(&name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the scratch folder is ours");
        fs::copy(from.join(&name), path).expect("the scratch folder is ours");
    }
}
