//! What an editor underlines is what the compiler refuses: the published schema and the reader agree on every spec
//! and on all its mutants.

use jsonschema::Validator;
use pipec::source::Source;
use pipec::{spec, yaml};
use pipec_tests::{json, judge, judged, mutation, place, shipped, text};
use serde_json::Value;

/// Disagreements that are told; the rest are counted.
const TOLD: usize = 30;

/// The schema as a person gets it.
fn schema() -> Value {
    let output = judge::run(shipped::pipec(place::root()).arg("schema"));
    assert!(output.status.success(), "{}", judge::said(&output));
    judge::json(&output)
}

/// What the compiler says of the file's structure; nothing where it stands.
fn refusal(text: &str) -> Option<String> {
    let source = Source::new("mutant.yaml", text);
    let (node, mut findings) = yaml::parse(&source);
    findings.extend(spec::read(&source, &node).1);
    let first = findings.sorted().into_iter().find(|it| it.severity == pipec::diagnostic::Severity::Error);
    first.map(|it| format!("{} ({})", it.message, it.code.name))
}

#[test]
fn the_schema_is_one() {
    jsonschema::meta::validate(&schema()).unwrap_or_else(|it| panic!("{it}"));
}

#[test]
fn schema_and_reader_agree_on_every_spec_and_all_its_mutants() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    let mut seen = 0;
    let mut disagreements = Vec::new();
    for it in place::every_spec() {
        let value = json::from_yaml(&it.text());
        assert!(validator.is_valid(&value), "the schema refuses {}", it.name);
        for mutant in mutation::mutants(&value) {
            seen += 1;
            if let Some(told) = disagreement(&validator, &mutant.value) {
                disagreements.push(format!("{}, {}: {told}", it.name, mutant.what));
            }
        }
    }
    let all = disagreements.len();
    disagreements.truncate(TOLD);
    if all > TOLD {
        disagreements.push(format!("and {} more", all - TOLD));
    }
    text::none(&disagreements);
    judged("editor", seen);
}

fn disagreement(validator: &Validator, value: &Value) -> Option<String> {
    // JSON is YAML, and says for each scalar whether it is a text.
    match (refusal(&value.to_string()), validator.validate(value).err()) {
        (Some(_), Some(_)) | (None, None) => None,
        (Some(refusal), None) => Some(format!("the compiler refuses ({refusal}), the schema does not")),
        (None, Some(it)) => {
            Some(format!("the schema refuses ({it} at {}), the compiler does not", it.instance_path()))
        }
    }
}
