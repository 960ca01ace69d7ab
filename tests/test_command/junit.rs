//! What CI systems read, read by a library of theirs.

use super::{demo, folder, session, write};
use pipec_tests::judge::{self, python};
use pipec_tests::{judged, shipped};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Reads a report twice: as XML, and as JUnit's.
const READ: &str = "
import json, sys, xml.etree.ElementTree as tree
from junitparser import Error, Failure, JUnitXml
tree.parse(sys.argv[1])
def case(it):
    results = [{'kind': type(r).__name__, 'message': r.message, 'type': r.type, 'text': r.text} for r in it.result]
    return {'name': it.name, 'classname': it.classname, 'results': results, 'timed': it.time >= 0}
report = JUnitXml.fromfile(sys.argv[1])
suites = [{'name': s.name, 'tests': s.tests, 'failures': s.failures, 'errors': s.errors,
           'cases': [case(c) for c in s]} for s in report]
print(json.dumps({'tests': report.tests, 'failures': report.failures, 'errors': report.errors, 'suites': suites}))
";

fn read(report: &Path) -> Value {
    judge::json(&judge::run(python("junit").arg("-c").arg(READ).arg(report)))
}

#[test]
fn ci_systems_read_the_report() {
    let folder = folder("junit");
    write(&folder, "broken.yaml", "version: 1\nstreems: {}\n");
    let shown = session(&folder, &["test pipeline.yaml failing.yaml broken.yaml --junit report.xml"]);
    assert!(shown.ends_with("[exit 1]\n\n"), "{shown}");
    let report = read(&folder.join("report.xml"));
    assert_eq!((&report["failures"], &report["errors"]), (&json!(6), &json!(1)));
    let suites = report["suites"].as_array().expect("a report has suites");
    assert_eq!(suites.len(), 3);
    assert_eq!(suites[0]["failures"], 0);
    assert!(suites[0]["cases"].as_array().is_some_and(|it| it.iter().all(|it| it["results"] == json!([]))));
    let failed = &suites[1]["cases"][0];
    assert_eq!((&failed["name"], &failed["classname"]), (&json!("another_value"), &json!("failing.yaml")));
    assert_eq!(failed["results"][0]["type"], "missing");
    let text = failed["results"][0]["text"].as_str().expect("a failure has a text");
    assert!(text.contains("failing.yaml:50:25") && text.contains("level: expected 92, found 91\n"), "{text}");
    assert_eq!(suites[2]["cases"][0]["results"][0]["kind"], "Error");
    judged("junit", suites.iter().filter_map(|it| it["cases"].as_array()).map(Vec::len).sum());
}

/// Whatever a row or a file's name holds, the report is XML, and what XML can hold comes back.
#[test]
fn nothing_breaks_the_report() {
    let folder = folder("junit-odd");
    let tests = "  one:
    given: { readings: [ { sensor: \"]]> \\\" ' & <b>\\t\\x85\\x01😀\\uFFFE\", level: 99, takenAt: 2026-01-01T00:00:00Z } ] }
    expect: { alarms: [] }
";
    let pipeline = demo("passing").split("tests:").next().expect("it begins with something").to_owned();
    let name = "odd \u{1}\u{7}\"<&>\n'.yaml";
    write(&folder, name, &(pipeline + "tests:\n" + tests));
    let mut command = shipped::pipec(&folder);
    assert_eq!(judge::run(command.args(["test", name, "--junit", "report.xml"])).status.code(), Some(1));
    let report = read(&folder.join("report.xml"));
    assert_eq!(report["suites"][0]["name"], "odd \u{fffd}\u{fffd}\"<&>\n'.yaml");
    let text = report["suites"][0]["cases"][0]["results"][0]["text"].as_str().expect("a failure has a text");
    assert!(text.contains("]]> \\\" ' & <b>") && text.contains('😀'), "{text}");
}

/// A report that cannot be written is the outside world's fault, and leaves the old one.
#[test]
fn a_report_is_written_whole_or_not_at_all() {
    let folder = folder("junit-whole");
    let shown = session(&folder, &["test --junit nowhere/report.xml"]);
    assert!(
        shown.contains("`nowhere/report.xml` could not be written") && shown.ends_with("[exit 3]\n\n"),
        "{shown}"
    );
    assert!(!folder.join("nowhere").exists());
    fs::create_dir(folder.join("report.xml")).expect("the scratch folder is ours");
    let shown = session(&folder, &["test --junit report.xml"]);
    assert!(shown.ends_with("[exit 3]\n\n"), "{shown}");
}
