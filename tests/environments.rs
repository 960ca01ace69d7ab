//! Environments: laying one over a file is the same as writing it there, and each is compiled, tested and run.

use pipec::source::Source;
use pipec::{Compiled, compile};
use pipec_tests::place::{self, read};
use pipec_tests::{judged, shipped};
use std::fs;
use std::path::{Path, PathBuf};

const SPEC: &str = "staged-transactions";

fn compiled(text: &str) -> Compiled {
    let compiled = compile(&Source::new("pipeline.yaml", text));
    assert!(!compiled.diagnostics.has_errors(), "{:?}\n{text}", compiled.diagnostics.sorted());
    compiled
}

/// A file of the artifacts of a text.
fn file(text: &str, path: &str) -> String {
    let artifacts = compiled(text).artifacts.unwrap_or_else(|| panic!("it cannot be deployed:\n{text}"));
    let bytes = artifacts.get(path).unwrap_or_else(|| panic!("{path} is not written"));
    String::from_utf8(bytes.to_vec()).expect("artifacts are text")
}

const HEAD: &str = "\
version: 1
pipeline: plant
schemas:
  reading: { sensor: varchar(32) not null, level: integer, takenAt: timestamp not null }
";

/// A file, what an environment lays over it, and the file as that would be written.
const LAID: &[(&str, &str, &str)] = &[
    ("thresholds: { high: 90 }", "thresholds: { high: 50 }", "thresholds: { high: 50 }"),
    (
        "thresholds: { high: { value: 90, max: 99 } }",
        "thresholds: { high: 50 }",
        "thresholds: { high: { value: 50, max: 99 } }",
    ),
    // The type stays that of the file.
    (
        "thresholds: { high: 90.5 }",
        "thresholds: { high: 50 }",
        "thresholds: { high: { value: 50, type: \"decimal(18,1)\" } }",
    ),
    (
        "settings: { tags: { a: x, b: x } }",
        "settings: { tags: { b: y, c: y } }",
        "settings: { tags: { a: x, b: y, c: y } }",
    ),
    (
        "settings: { encryption: aws_managed }",
        "settings: { encryption: { key: \"arn:aws:kms:eu-west-1:111122223333:key/k\" } }",
        "settings: { encryption: { key: \"arn:aws:kms:eu-west-1:111122223333:key/k\" } }",
    ),
    ("", "settings: { removal: destroy }", "settings: { removal: destroy }"),
    ("capacity: { shards: 2 }", "capacity: { shards: 4 }", "capacity: { shards: 4 }"),
    ("capacity: { shards: 2 }", "capacity: on_demand", "capacity: on_demand"),
    ("name: all, retention: 48h", "name: some", "name: some, retention: 48h"),
    (
        "name: all, capacity: { shards: 2 }",
        "existing: \"arn:aws:kinesis:eu-west-1:111122223333:stream/all\"",
        "existing: \"arn:aws:kinesis:eu-west-1:111122223333:stream/all\"",
    ),
    ("email: [a@example.com, b@example.com]", "email: c@example.com", "email: [c@example.com]"),
    (
        "buffer: { size: 64MiB, interval: 60s }, prefix: raw/",
        "buffer: { size: 5MiB }",
        "buffer: { size: 5MiB, interval: 60s }, prefix: raw/",
    ),
];

/// The parts of a file that a line of the table is written into: at its top, or inside of what its first word belongs to.
fn placed(line: &str) -> [String; 4] {
    let word = line.split([':', ' ']).next().unwrap_or_default();
    let into = |words: &[&str]| if words.contains(&word) { line.to_owned() } else { String::new() };
    [
        into(&["thresholds", "settings"]),
        into(&["capacity", "name", "existing", "retention"]),
        into(&["email"]),
        into(&["buffer"]),
    ]
}

fn pipeline(line: &str, laid: &str) -> String {
    let [top, stream, topic, bucket] = placed(line);
    let condition = if top.starts_with("thresholds") { "level > high" } else { "level > 1" };
    let comma = if stream.is_empty() { "" } else { ", " };
    let [over_top, over_stream, over_topic, over_bucket] = placed(laid);
    let mut over = format!("    {over_top}\n");
    if !over_stream.is_empty() {
        over += &format!("    streams: {{ readings: {{ {over_stream} }} }}\n");
    }
    for (name, kind, keys) in [("alerts", "sns", over_topic), ("files", "s3", over_bucket)] {
        if !keys.is_empty() {
            over += &format!("    sinks: {{ {name}: {{ {kind}: {{ {keys} }} }} }}\n");
        }
    }
    format!(
        "{HEAD}streams:\n  readings: {{ schema: reading, partition_key: sensor{comma}{stream} }}\n{top}\nhot:\n  high: \
         {{ from: readings, where: {condition}, to: [alerts, files] }}\nsinks:\n  alerts: {{ sns: {{ {topic} }} }}\n  \
         files: {{ s3: {{ {bucket} }} }}\nenvironments:\n  dev:\n    description: To try things in.\n{over}"
    )
}

#[test]
fn what_is_laid_over_a_file_might_as_well_stand_there() {
    for (line, laid, written) in LAID {
        let (over, into) = (pipeline(line, laid), pipeline(written, ""));
        for path in ["environments/dev/template.json", "environments/dev/parameters.json"] {
            assert_eq!(file(&over, path), file(&into, path), "{line} under {laid}");
        }
        // The check would pass if nothing were ever laid.
        let plain = file(&pipeline(line, ""), "environments/dev/template.json");
        assert_ne!(plain, file(&over, "environments/dev/template.json"), "{laid} changes nothing");
    }
    judged("environments", LAID.len());
}

#[test]
fn an_environment_that_says_nothing_is_the_file_itself() {
    for spec in place::specs().iter().filter(|it| it.name != SPEC) {
        let text = spec.text();
        if text.contains("\nenvironments:") {
            continue;
        }
        let laid = format!("{text}\nenvironments:\n  dev: {{}}\n");
        // Owners in other accounts know a role by the stack and its name.
        let known = file(&laid, "environments/dev/template.json").replace("-dev/", "/");
        assert_eq!(known, file(&text, "template.json"), "{}", spec.name);
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = place::scratch(&format!("environments/{name}"));
    let spec = place::root().join(format!("specs/{SPEC}.yaml"));
    fs::copy(spec, folder.join("pipeline.yaml")).expect("the scratch folder is ours");
    folder
}

/// What a line shows, and its exit status where that is not 0.
fn said(folder: &Path, line: &str) -> String {
    let (screen, status) = shipped::screen(folder, line);
    if status == 0 { screen } else { format!("{screen}[exit {status}]\n") }
}

fn change(folder: &Path, from: &str, to: &str) {
    let path = folder.join("pipeline.yaml");
    let text = read(&path);
    assert!(text.contains(from), "the spec has {from}");
    fs::write(path, text.replace(from, to)).expect("the scratch folder is ours");
}

#[test]
fn one_environment_is_written_and_the_others_stay() {
    let folder = folder("narrowed");
    let mut session = said(&folder, "compile --env dev");
    let dev = folder.join("generated/staged-transactions/environments/dev/parameters.json");
    let prod = folder.join("generated/staged-transactions/environments/prod/parameters.json");
    assert!(dev.exists() && !prod.exists(), "only dev is written");
    said(&folder, "compile");
    assert!(prod.exists(), "all are written");
    change(&folder, "high_transaction: 100", "high_transaction: 200");
    change(&folder, "value: 9000", "value: 9100");
    said(&folder, "compile --env dev");
    assert!(read(&dev).contains("\"200\"") && read(&prod).contains("\"9000\""), "prod stays");
    session += &said(&folder, "compile --env dev --check");
    session += &said(&folder, "compile --check");
    session += &said(&folder, "compile --env stage");
    fs::write(&prod, "[]").expect("the scratch folder is ours");
    // Nobody asked for prod's files; whoever does is told that one was changed.
    session += &said(&folder, "compile --env dev");
    assert_eq!(read(&prod), "[]");
    session += &said(&folder, "compile");
    insta::assert_snapshot!("narrowed", session);
}

#[test]
fn commands_are_about_one_environment() {
    let folder = folder("commands");
    fs::write(
        folder.join("in.jsonl"),
        "{\"transactionId\":\"a\",\"transaction\":101,\"createdAt\":\"2026-01-01T00:00:00Z\"}\n",
    )
    .expect("the scratch folder is ours");
    let rows = |environment: &str| {
        let line =
            format!("run --input in.jsonl --sink abnormals --now 2026-01-01T00:00:00Z --quiet{environment}");
        // The first line is the command.
        said(&folder, &line).lines().skip(1).count()
    };
    assert_eq!((rows(""), rows(" --env prod"), rows(" --env dev")), (0, 0, 1));
    assert!(said(&folder, "show spec --env dev").contains("removal: destroy"));
    assert!(!said(&folder, "show spec --env dev").contains("environments:"));
    assert!(said(&folder, "show plan --env prod").contains("transactions"));
    assert!(said(&folder, "graph --env prod").contains("transactions"));
    assert_eq!(said(&folder, "produce --env dev --count 3").lines().count(), 1 + 3);
}

#[test]
fn tests_are_run_where_they_want_to_be() {
    let folder = folder("tested");
    insta::assert_snapshot!("tested", said(&folder, "test"));
    change(&folder, "high_transaction: 100", "high_transaction: 101");
    insta::assert_snapshot!("failed", said(&folder, "test"));
}

#[test]
fn a_mistake_in_one_environment_stops_them_all() {
    let folder = folder("mistaken");
    change(&folder, "log_retention: 7d", "log_retention: 6d");
    insta::assert_snapshot!("mistaken", said(&folder, "compile"));
    assert!(!folder.join("generated").exists(), "nothing is written");
}

/// What keeps an environment from being there is told, and not that it is not there.
#[test]
fn an_environment_of_a_broken_file_is_not_said_to_be_missing() {
    let folder = folder("broken");
    change(&folder, "environments:", "environments: [");
    for line in [
        "show model --env dev",
        "graph --env dev",
        "run --env dev",
        "compile --env dev",
        "explain --env dev pipeline.yaml",
    ] {
        let shown = said(&folder, line);
        assert!(shown.contains("error[") && !shown.contains("no environment"), "{shown}");
    }
}
