//! Findings come in the form that is asked for, from every command that reads a pipeline.

use crate::sarif;
use jsonschema::Validator;
use pipec_tests::{judge, judged, place, shipped};
use serde_json::Value;
use std::path::Path;

/// Every command that reads a pipeline, and what it is told; `FILE` is the pipeline.
const COMMANDS: &[&str] = &[
    "compile FILE --out out",
    "compile FILE --out out --check",
    "check FILE",
    "fmt FILE --diff",
    "test FILE",
    "run FILE --input records.jsonl",
    "produce FILE --count 1",
    "show node FILE",
    "show spec FILE",
    "show model FILE",
    "show plan FILE",
    "show rights FILE",
    "graph FILE",
    "explain FILE",
    "explain FILE --cost",
];

/// A file with a mistake that every command tells, and one with a warning only.
const BAD: &str = "version: 1\npipeline: demo\nversion: 2\n";
const GOOD: &str = "archive";

/// What a command prints, both outputs.
fn said(folder: &Path, line: &str, format: &str) -> (String, String) {
    let mut command = shipped::pipec(folder);
    let output = judge::run(command.args(line.split(' ')).args(["--message-format", format]));
    let text = |it: &[u8]| String::from_utf8(it.to_vec()).expect("pipec speaks UTF-8");
    (text(&output.stdout), text(&output.stderr))
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = place::scratch(&format!("formats/{name}"));
    let good = place::read(&place::root().join(format!("specs/{GOOD}.yaml")));
    for (name, text) in [("bad.yaml", BAD), ("good.yaml", &good), ("records.jsonl", "{\"id\": \"a\"}\n")] {
        std::fs::write(folder.join(name), text).expect("the folder is ours");
    }
    folder
}

/// Exactly one of both outputs is a document, and nothing else stands there.
fn document(validator: &Validator, (out, err): &(String, String), line: &str) -> Value {
    let read = |it: &String| serde_json::from_str::<Value>(it).ok().filter(|it| validator.is_valid(it));
    match (read(out), read(err)) {
        (Some(document), None) | (None, Some(document)) => document,
        (one, two) => panic!("{line}: {} documents in\n{out}\n----\n{err}", one.iter().chain(&two).count()),
    }
}

/// The findings that stand in a text as objects, one a line.
fn objects(text: &str) -> Vec<Value> {
    let values = text.lines().filter_map(|it| serde_json::from_str::<Value>(it).ok());
    values.filter(|it| it["severity"].is_string()).collect()
}

#[test]
fn a_mistake_is_told_in_the_form_that_is_asked_for() {
    let (folder, validator) = (folder("bad"), sarif::validator());
    for line in COMMANDS.iter().map(|it| it.replace("FILE", "bad.yaml")) {
        let human = said(&folder, &line, "human");
        assert!(human.1.contains("error[duplicate-key]"), "{line}: {human:?}");
        assert!(objects(&(human.0 + &human.1)).is_empty(), "{line}");
        let json = said(&folder, &line, "json");
        assert!(objects(&json.0).iter().any(|it| it["code"] == "duplicate-key"), "{line}: {json:?}");
        assert!(!json.1.contains("error["), "{line}: {json:?}");
        let sarif = said(&folder, &line, "sarif");
        let results = &document(&validator, &sarif, &line)["runs"][0]["results"];
        assert!(results.to_string().contains("duplicate-key"), "{line}: {sarif:?}");
        assert!(objects(&sarif.0).is_empty() && !sarif.1.contains("error["), "{line}: {sarif:?}");
    }
    judged("formats", COMMANDS.len() * 3);
}

/// Where nothing is found there is a document still, and what was asked for stands beside it as people read it.
#[test]
fn where_nothing_is_found_there_is_an_empty_document() {
    let (folder, validator) = (folder("good"), sarif::validator());
    for line in COMMANDS.iter().map(|it| it.replace("FILE", "good.yaml")) {
        let sarif = said(&folder, &line, "sarif");
        // What is stale is told as well, and is no finding of a file.
        let stale = sarif.1.starts_with("error: `out` is stale");
        let beside = if stale { (sarif.0, String::new()) } else { sarif };
        let document = document(&validator, &beside, &line);
        assert_eq!(document["runs"][0]["results"], serde_json::json!([]), "{line}");
        let json = said(&folder, &line, "json");
        assert!(objects(&(json.0 + &json.1)).is_empty(), "{line}");
    }
    let explained = |format: &str| said(&folder, "explain good.yaml", format).0;
    assert_eq!(explained("sarif"), explained("human"));
    assert!(serde_json::from_str::<Value>(explained("json").lines().next().unwrap_or_default()).is_ok());
}

/// A command that is new is listed here, or reads no pipeline.
#[test]
fn every_command_is_listed() {
    let folder = folder("all");
    let help = said(&folder, "--help", "human").0;
    let lines = help.lines().skip_while(|it| *it != "Commands:").skip(1).take_while(|it| !it.is_empty());
    let names = lines.filter_map(|it| it.split_whitespace().next());
    // `build` is `compile`, and what it does with cargo.
    let others = ["build", "schema", "completions", "man", "init"];
    let listed = |name: &str| COMMANDS.iter().any(|it| it.split(' ').next() == Some(name));
    let lost: Vec<&str> = names.filter(|it| !others.contains(it) && !listed(it)).collect();
    assert!(lost.is_empty() && help.contains("compile"), "{lost:?}");
}
