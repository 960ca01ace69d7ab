//! `pipec test`: what people, programs and CI systems see of a pipeline's unit tests.

mod junit;
mod mutants;
mod watch;

use pipec_tests::place::{self, read};
use pipec_tests::{judge, judged, shipped, text};
use std::fs;
use std::path::{Path, PathBuf};

/// The pipeline of all these tests, and a section of tests for it.
fn demo(section: &str) -> String {
    let folder = place::root().join("tests/test_command");
    read(&folder.join("demo.yaml")) + &read(&folder.join(format!("{section}.yaml")))
}

/// A folder with the pipeline and tests that pass, and with the same pipeline and tests that fail.
fn folder(name: &str) -> PathBuf {
    let folder = place::scratch(&format!("test/{name}"));
    write(&folder, "pipeline.yaml", &demo("passing"));
    write(&folder, "failing.yaml", &demo("failing"));
    write(&folder, "records.jsonl", &records());
    folder
}

fn records() -> String {
    read(&place::root().join("tests/test_command/records.jsonl"))
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("the scratch folder is ours");
}

/// Command lines and what comes of them, both outputs in the order they come.
fn session(folder: &Path, lines: &[&str]) -> String {
    let mut shown = String::new();
    for line in lines {
        let (screen, status) = shipped::screen(folder, line);
        shown += &format!("{screen}[exit {status}]\n\n");
    }
    shown
}

/// Every spec that is shown tests itself.
#[test]
fn all_specs_pass_their_tests() {
    let mut command = shipped::pipec(place::root());
    command.args(["test", "--message-format", "json"]).args(place::every_spec().iter().map(|it| &it.path));
    let output = judge::run(&mut command);
    assert!(output.status.success(), "{}", judge::said(&output));
    let lines = String::from_utf8_lossy(&output.stdout);
    for spec in place::every_spec() {
        assert!(lines.contains(&format!("{}.yaml\"", spec.name)), "{} has no tests", spec.name);
    }
    judged("spec-tests", lines.lines().count());
}

#[test]
fn tests_that_pass() {
    let folder = folder("passing");
    insta::assert_snapshot!("test-passing", session(&folder, &["test"]));
}

#[test]
fn tests_that_fail() {
    let folder = folder("failing");
    let lines = ["test failing.yaml", "test failing.yaml --message-format json"];
    insta::assert_snapshot!("test-failing", session(&folder, &lines));
}

#[test]
fn some_of_many() {
    let folder = folder("filter");
    write(&folder, "none.yaml", demo("passing").split("tests:").next().expect("it begins with something"));
    let lines = [
        "test --filter windows --filter order",
        "test pipeline.yaml failing.yaml none.yaml --filter another_count",
        "test --filter windos_left_open_have_no_rows",
        "test --filter nothing --filter like_this",
        "test none.yaml",
        "test nowhere.yaml",
        "test - --watch",
    ];
    insta::assert_snapshot!("test-filter", session(&folder, &lines));
}

#[test]
fn what_no_test_shows() {
    let folder = folder("coverage");
    let lines = ["test --coverage", "test --coverage --filter open --message-format json"];
    insta::assert_snapshot!("test-coverage", session(&folder, &lines));
}

/// What can never pass is told before anything is run.
#[test]
fn mistakes_in_tests() {
    let folder = folder("mistakes");
    let tests = "  one:
    now: noon
    thresholds: { hihg: 1, high: 201 }
    given:
      readnigs: []
      readings:
        - { sensro: a, level: 0x10 }
        - { repeat: 0, record: { sensor: a } }
    expect:
      alarm:
        has: [ { level: high }, { size: 5 } ]
        exactly: [ { sensor: a } ]
        in_order: [ {}, {} ]
        coutn: 1
      alarms: [ { note: 5, lvel: 1 }, text ]
      dead_letters: [ { reason: lost, branch: alarms, rwa: x } ]
      topik: { count: 2, has: [] }
      files: {}
  two:
    given: {}
    expect: {}
  three:
    given: {}
    expect: { topic: [ { seen: 2026-01-01T00:00:00Z } ], dead_letters: [ { arrived: 2026-01-01T00:00:00Z } ] }
";
    let pipeline = demo("passing").split("tests:").next().expect("it begins with something").to_owned();
    write(&folder, "pipeline.yaml", &(pipeline + "tests:\n" + tests));
    insta::assert_snapshot!("test-mistakes", session(&folder, &["test"]));
}

/// A branch's property of `now()` goes with its value, through streams and other branches.
#[test]
fn now_is_set_where_it_reaches() {
    let check = |expect: &str, told: bool| {
        let test = format!("  one: {{ given: {{}}, expect: {{ {expect} }} }}\n");
        let pipeline = demo("passing").split("tests:").next().expect("it begins with something").to_owned();
        let pipeline = pipeline.replace("select: sensor\n", "add: { later: cast(seen as string) }\n");
        let source = pipec::source::Source::new("now.yaml", pipeline + "tests:\n" + &test);
        let found = pipec::compile(&source).diagnostics;
        let codes: Vec<&str> = found.sorted().iter().map(|it| it.code.name).collect();
        assert_eq!(codes.contains(&"now-not-set"), told, "{expect}: {codes:?}");
    };
    check("loud: [ { seen: 2026-01-01T00:00:00Z } ]", true);
    check("loud_ones: [ { later: x } ]", true);
    check("loud_ones: [ { size: x } ]", false);
    check("alarms: [ { level: 1 } ]", false);
}

/// What the runner prints, no file can make the terminal obey.
#[test]
fn rows_cannot_write_to_the_terminal() {
    let folder = folder("terminal");
    let tests = "  one:
    given: { readings: [ { sensor: \"\\e[31m\\x9b31m\", level: 99, takenAt: 2026-01-01T00:00:00Z } ] }
    expect: { alarms: [] }
";
    let pipeline = demo("passing").split("tests:").next().expect("it begins with something").to_owned();
    write(&folder, "pipeline.yaml", &(pipeline + "tests:\n" + tests));
    let shown = session(&folder, &["test"]);
    assert!(shown.contains("1 row of `alarms` is not expected"), "{shown}");
    assert!(shown.chars().all(|it| it == '\n' || !it.is_control()), "{shown:?}");
}

/// The starter is the first pipeline that a person tests.
#[test]
fn what_init_writes_passes() {
    let folder = place::scratch("test/init");
    let shown = session(&folder, &["init", "test"]);
    text::none(&shown.lines().filter(|it| it.contains("failed")).map(str::to_owned).collect::<Vec<_>>());
    assert!(shown.ends_with("2 tests: 2 passed\n[exit 0]\n\n"), "{shown}");
}
