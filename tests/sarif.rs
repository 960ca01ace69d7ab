//! SARIF is what its schema says, for every kind of finding; places and edits are those of the findings.

use jsonschema::Validator;
use pipec::diagnostic::sarif::Log;
use pipec::source::Source;
use pipec_tests::annotation::strip;
use pipec_tests::{judge, judged, place, shipped, text};
use serde_json::{Value, json};

/// OASIS's own schema of SARIF 2.1.0.
pub fn validator() -> Validator {
    let schema = place::read(&place::root().join("tests/tools/sarif-2.1.0.json"));
    // Its languages close a bracket that they have not opened, which ECMAScript's `u` refuses.
    let schema = schema.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema can be used")
}

fn document(sources: &[Source]) -> Value {
    let mut log = Log::default();
    for source in sources {
        log.add(&pipec::compile(source).with_undeployable(), source);
    }
    serde_json::from_str(&log.print()).expect("SARIF is JSON")
}

fn fixtures() -> Vec<Source> {
    let paths = place::entries(&place::root().join("tests/diagnostics")).into_iter();
    let yaml = paths.filter(|it| it.extension().is_some_and(|it| it == "yaml"));
    yaml.map(|it| Source::new(format!("a folder/{}.yaml", place::stem(&it)), strip(&place::read(&it))))
        .collect()
}

#[test]
fn every_fixture_is_told_as_the_schema_says() {
    let validator = validator();
    let fixtures = fixtures();
    let mut complaints = Vec::new();
    for source in &fixtures {
        let document = document(std::slice::from_ref(source));
        let errors = validator.iter_errors(&document);
        complaints.extend(errors.map(|it| format!("{}: {it} at {}", source.name, it.instance_path())));
    }
    text::none(&complaints);
    judged("sarif", fixtures.len());
}

#[test]
fn a_spoiled_document_is_found() {
    let validator = validator();
    let good = document(&fixtures()[..1]);
    assert!(validator.is_valid(&good), "{good}");
    let spoiled = |pointer: &str, value: Value| {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is not in {good}")) = value;
        assert!(!validator.is_valid(&bad), "{pointer}");
    };
    spoiled("/version", json!("2.0.0"));
    spoiled("/runs/0/columnKind", json!("bytes"));
    spoiled("/runs/0/results/0/level", json!("fatal"));
    spoiled("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0));
    spoiled("/runs/0/results/0/message", json!({}));
    spoiled("/runs/0/results/0/ruleIndex", json!(-2));
}

/// All files of a run share one list of rules.
#[test]
fn rules_stand_once_and_results_point_at_them() {
    let document = document(&fixtures());
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("there are rules");
    let mut names: Vec<&str> = rules.iter().filter_map(|it| it["id"].as_str()).collect();
    for it in run["results"].as_array().expect("there are results") {
        let rule = it["ruleIndex"].as_u64().expect("a result has a rule") as usize;
        assert_eq!(rules[rule]["id"], it["ruleId"]);
    }
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
    assert!(all > 100, "only {all} kinds of findings");
}

#[test]
fn places_and_edits_are_told() {
    let text = "version: 1\npipeline: demo\n# é\n\"\u{1F980}x\": {}\nstreems: {}\n";
    let document = document(&[Source::new("/a b/ü.yaml", text)]);
    let results = document["runs"][0]["results"].as_array().expect("there are results").clone();
    let it = results.iter().find(|it| it["fixes"].is_array()).expect("a close key is offered");
    let region = json!({ "startLine": 5, "startColumn": 1, "endLine": 5, "endColumn": 8 });
    let place = &it["locations"][0]["physicalLocation"];
    assert_eq!(place["region"], region);
    assert_eq!(place["artifactLocation"]["uri"], "file:///a%20b/%C3%BC.yaml");
    let change = &it["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["deletedRegion"], region);
    assert_eq!(change["insertedContent"]["text"], "streams");
    // A column is a character, whatever it takes in UTF-16.
    let crab = results.iter().find(|it| it["locations"][0]["physicalLocation"]["region"]["startLine"] == 4);
    let crab = crab.expect("a strange key is told");
    assert_eq!(crab["locations"][0]["physicalLocation"]["region"]["endColumn"], 5);
}

/// A secret in clear stands in no document.
#[test]
fn secrets_are_not_told() {
    let fixture = fixtures().into_iter().find(|it| it.name.ends_with("secret-in-clear.yaml"));
    let source = fixture.expect("there is such a fixture");
    let findings = pipec::compile(&source).diagnostics;
    let hidden: Vec<_> = findings.sorted().into_iter().filter(|it| it.hidden).map(|it| it.span).collect();
    assert!(!hidden.is_empty());
    let document = document(std::slice::from_ref(&source))["runs"][0]["results"].to_string();
    for span in hidden {
        assert!(!document.contains(source.slice(span)), "{document}");
    }
}

/// One document on standard output where that is free, else on standard error; for many files, too.
#[test]
fn a_command_prints_one_document() {
    let folder = place::scratch("sarif");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("the folder is ours");
    write("bad.yaml", "version: 1\npipeline: demo\nstreems: {}\n");
    write("worse.yaml", "version: 1\npipeline: demo\nsink: {}\n");
    let good = place::root().join("specs/archive.yaml").display().to_string();
    let validator = validator();
    let check = |line: &[&str], status: i32, files: usize, on_error: bool| {
        let mut command = shipped::pipec(&folder);
        let output = judge::run(command.args(["--message-format", "sarif"]).args(line));
        assert_eq!(output.status.code(), Some(status), "{line:?}: {}", judge::said(&output));
        let bytes = if on_error { &output.stderr } else { &output.stdout };
        let document: Value = serde_json::from_slice(bytes).unwrap_or_else(|it| panic!("{line:?}: {it}"));
        assert!(validator.is_valid(&document), "{line:?}");
        let text = document.to_string();
        let named = ["bad.yaml", "worse.yaml"].iter().filter(|it| text.contains(**it)).count();
        assert_eq!(named, files, "{line:?}");
    };
    check(&["check", "bad.yaml"], 1, 1, false);
    check(&["check", &good], 0, 0, false);
    check(&["compile", "bad.yaml"], 1, 1, false);
    check(&["graph", "bad.yaml"], 1, 1, false);
    check(&["show", "plan", &good], 0, 0, true);
    check(&["test", "bad.yaml", "worse.yaml"], 1, 2, true);
}
