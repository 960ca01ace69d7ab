//! The escape hatch: what is laid over, what is beside it, what is refused, and whether the extract it stands on is true.

mod bounds;

use pipec::cfn::properties::{Extract, Shape};
use pipec::source::Source;
use pipec_tests::place::{self, read};
use pipec_tests::{judge, judged, shipped, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::env;
use std::fs;

const PIPELINE: &str = "\
version: 1
pipeline: demo
schemas:
  reading: { sensor: varchar(32) not null, level: integer }
streams:
  readings: { schema: reading, partition_key: sensor }
hot:
  alarm: { from: readings, to: [alarms, files] }
sinks:
  alarms: { sqs: {} }
  files: { s3: {} }
";

/// What a file with these overrides becomes; an error is told.
fn template(overrides: &str) -> Value {
    let compiled =
        pipec::compile(&Source::new("pipeline.yaml", format!("{PIPELINE}overrides:\n{overrides}")));
    let found = format!("{:?}", compiled.diagnostics.sorted());
    let artifacts = compiled.artifacts.unwrap_or_else(|| panic!("{found}"));
    let (_, bytes) = artifacts.iter().find(|(path, _)| *path == "template.json").expect("there is one stack");
    serde_json::from_slice(bytes).expect("a template is JSON")
}

#[test]
fn mappings_merge_and_the_rest_replaces() {
    let before = template("  alarms: {}\n");
    let after = template(
        "  alarm:
    AWS::Lambda::Function: { MemorySize: 512, Environment: { Variables: { RUST_BACKTRACE: \"1\" } }, Layers: [arn:aws:lambda:eu-west-1:111122223333:layer:a:1] }
  files:
    AWS::KinesisFirehose::DeliveryStream:
      ExtendedS3DestinationConfiguration: { CustomTimeZone: Europe/Zurich, FileExtension: .json }
",
    );
    let of = |template: &Value, id: &str| template["Resources"][id]["Properties"].clone();
    let mut function = of(&before, "ReadingsFunction");
    function["MemorySize"] = json!(512);
    function["Environment"]["Variables"]["RUST_BACKTRACE"] = json!("1");
    function["Layers"] = json!(["arn:aws:lambda:eu-west-1:111122223333:layer:a:1"]);
    assert_eq!(of(&after, "ReadingsFunction"), function);
    let mut delivery = of(&before, "FilesIntake");
    delivery["ExtendedS3DestinationConfiguration"]["CustomTimeZone"] = json!("Europe/Zurich");
    delivery["ExtendedS3DestinationConfiguration"]["FileExtension"] = json!(".json");
    assert_eq!(of(&after, "FilesIntake"), delivery);
    let said = &after["Resources"]["ReadingsFunction"]["Metadata"]["pipec"]["overrides"];
    assert_eq!(*said, json!(["MemorySize", "Environment.Variables.RUST_BACKTRACE", "Layers"]));
    for (id, resource) in before["Resources"].as_object().expect("a template has resources") {
        let is_laid = ["ReadingsFunction", "FilesIntake"].contains(&id.as_str());
        assert_eq!(after["Resources"][id] != *resource, is_laid, "{id}");
    }
}

#[test]
fn the_filled_file_has_the_same_overrides() {
    let folder = place::scratch("overrides");
    let overrides = "  alarms: { AWS::SQS::Queue: { DelaySeconds: 5 } }\n";
    fs::write(folder.join("pipeline.yaml"), format!("{PIPELINE}overrides:\n{overrides}"))
        .expect("the scratch folder is ours");
    let (filled, status) = shipped::screen(&folder, "show spec pipeline.yaml");
    assert_eq!(status, 0, "{filled}");
    let yaml = filled.split_once("version:").expect("the file has a version").1;
    let compiled = pipec::compile(&Source::new("pipeline.yaml", format!("version:{yaml}")));
    let artifacts = compiled.artifacts.unwrap_or_else(|| panic!("{filled}"));
    let (_, bytes) = artifacts.iter().find(|(path, _)| *path == "template.json").expect("there is one stack");
    assert_eq!(serde_json::from_slice::<Value>(bytes).expect("a template is JSON"), template(overrides));
}

/// Every property of every golden, at any depth, is one that the extract knows, and its value within bounds.
#[test]
fn the_extract_knows_all_that_we_make() {
    let extract = Extract::read();
    let (mut faults, mut known) = (Vec::new(), 0);
    for stack in place::stacks() {
        for (id, resource) in stack.template()["Resources"].as_object().expect("a template has resources") {
            let kind = resource["Type"].as_str().expect("resources have types");
            let types = extract.types.get(kind).unwrap_or_else(|| panic!("the extract has no {kind}"));
            misfits(&types.properties, &resource["Properties"], &format!("{id} {kind}"), &mut faults);
            known += 1;
        }
    }
    text::none(&faults);
    judged("extract", known);
}

#[test]
fn what_the_extract_lacks_or_does_not_take_is_seen() {
    let extract = Extract::read();
    let check = |kind: &str, value: Value, expect: &[&str]| {
        let mut faults = Vec::new();
        misfits(&extract.types[kind].properties, &value, "it", &mut faults);
        assert_eq!(faults, expect, "{kind}");
    };
    check("AWS::SQS::Queue", json!({ "DelaySeconds": 1, "Delay": 1 }), &["it.Delay"]);
    check("AWS::SQS::Queue", json!({ "DelaySeconds": 901 }), &["it.DelaySeconds: Above(900.0)"]);
    check(
        "AWS::SNS::Topic",
        json!({ "Subscription": [{ "Protocol": "email", "Mail": 1 }] }),
        &["it.Subscription.Mail"],
    );
    check("AWS::Lambda::Function", json!({ "Code": { "S3Buckett": "b" } }), &["it.Code.S3Buckett"]);
    check("AWS::Lambda::Function", json!({ "Environment": { "Variables": { "ANY": "b" } } }), &[]);
    check("AWS::Lambda::Function", json!({ "Layers": [""] }), &["it.Layers: Below(1.0)"]);
    check("AWS::Lambda::Function", json!({ "Role": { "Ref": "Role" } }), &[]);
}

fn misfits(shapes: &BTreeMap<String, Shape>, value: &Value, at: &str, faults: &mut Vec<String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let at = format!("{at}.{key}");
        match shapes.get(key) {
            None => faults.push(at),
            Some(shape) => misfit(shape, value, &at, faults),
        }
    }
}

fn misfit(shape: &Shape, value: &Value, at: &str, faults: &mut Vec<String>) {
    match shape {
        Shape::Plain(_) => {}
        Shape::List([shape]) => {
            value.as_array().into_iter().flatten().for_each(|it| misfit(shape, it, at, faults));
        }
        Shape::Bounded(bounded) => {
            faults.extend(bounded.breach(value).map(|it| format!("{at}: {it:?}")));
            misfit(&bounded.shape, value, at, faults);
        }
        Shape::Map(shapes) => misfits(shapes, value, at, faults),
    }
}

/// The extract is what the pinned cfn-lint carries; `PIPEC_BLESS=1` writes it anew.
#[test]
fn the_extract_is_what_it_says() {
    let path = place::root().join("compiler/src/cfn/properties.json");
    let extract = Extract::read();
    let mut python = judge::python("lint");
    python.arg(place::root().join("tests/tools/cfn_properties.py")).args(extract.types.keys());
    let output = judge::run(&mut python);
    let printed = String::from_utf8(output.stdout.clone()).expect("Python speaks UTF-8");
    assert!(output.status.success(), "{}", judge::said(&output));
    if env::var_os("PIPEC_BLESS").is_some() {
        fs::write(&path, &printed).expect("the extract can be written");
    }
    assert!(printed == read(&path), "the extract is not what cfn-lint carries: PIPEC_BLESS=1 writes it anew");
}

/// A guard of a property that is not there would guard nothing: each refuses, or warns of, an override.
#[test]
fn every_guard_guards_a_property() {
    let guards = read(&place::root().join("compiler/src/check/override_refused/guards.rs"));
    let mut guarded = 0;
    // Those of every type, such as tags, stand without quotes.
    for guard in guards.split("guard(").filter_map(|it| it.trim_start().strip_prefix('"')) {
        let mut words = guard.split('"').step_by(2);
        let (kind, property) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let nested: Vec<&str> = property.split('.').collect();
        let open = nested.iter().map(|it| format!("{{ {it}: ")).collect::<String>();
        let laid =
            format!("{PIPELINE}overrides:\n  alarms: {{ {kind}: {open}x{} }}\n", " }".repeat(nested.len()));
        let compiled = pipec::compile(&Source::new("pipeline.yaml", laid));
        let found = compiled.diagnostics.sorted();
        let codes: Vec<&str> = found.iter().map(|it| it.code.name).collect();
        assert!(!codes.contains(&"unknown-override"), "{kind} {property}: {codes:?}");
        let is_guard = |it: &&&str| ["override-refused", "override-weakens"].contains(*it);
        // A policy that is text is refused besides, for nobody could look at its statements.
        let expected = if nested.last() == Some(&"PolicyDocument") { 2 } else { 1 };
        assert_eq!(codes.iter().filter(is_guard).count(), expected, "{kind} {property}: {codes:?}");
        assert!(!codes.contains(&"overridden"), "{kind} {property}: {codes:?}");
        guarded += 1;
    }
    judged("guards", guarded);
}
