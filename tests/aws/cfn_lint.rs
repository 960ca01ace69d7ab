//! cfn-lint: every resource against AWS's own schemas. Warnings and remarks count, and nothing is ignored.

use super::{Case, Fault, goldens, planted, properties, statement};
use pipec_tests::{judge, judged, text};
use serde_json::{Value, json};
use std::sync::LazyLock;

const FAULTS: &[Fault] = &[
    Fault {
        name: "unknown-property",
        said: "E3002",
        plant: |it| properties(it, "AWS::DynamoDB::Table")["TabelClass"] = json!("STANDARD"),
    },
    Fault {
        name: "reference-to-nothing",
        said: "E1020",
        plant: |it| properties(it, "AWS::SNS::Topic")["DisplayName"] = json!({ "Ref": "Nothing" }),
    },
    Fault {
        name: "unknown-action",
        said: "W3037",
        plant: |it| statement(it, "dynamodb:PutItem")["Action"] = json!(["dynamodb:PutItems"]),
    },
    Fault {
        name: "unused-parameter",
        said: "W2001",
        plant: |it| it["Parameters"]["Unused"] = json!({ "Type": "String" }),
    },
    Fault {
        name: "stateful-without-policies",
        said: "I3011",
        plant: |it| {
            let table = it["Resources"].as_object_mut().expect("a template has resources").values_mut();
            let table =
                table.filter_map(Value::as_object_mut).find(|it| it["Type"] == "AWS::DynamoDB::Table");
            table.expect("the seed has a table").remove("DeletionPolicy");
        },
    },
];

/// One process for the goldens and the faults.
static FINDINGS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let cases: Vec<Case> = goldens().into_iter().chain(planted("cfn-lint", FAULTS)).collect();
    let mut lint = judge::python("lint");
    lint.args(["-c", "from cfnlint.runner import main; main()", "--include-checks", "I", "--format", "json"]);
    lint.args(["--regions", "eu-west-1", "us-east-1", "--template"]).args(cases.iter().map(|it| &it.path));
    let output = judge::run(&mut lint);
    judge::json(&output).as_array().expect("cfn-lint prints a list").clone()
});

fn of(case: &Case) -> impl Iterator<Item = &Value> {
    FINDINGS.iter().filter(|it| it["Filename"].as_str() == case.path.to_str())
}

fn shown(case: &Case, finding: &Value) -> String {
    format!(
        "{}: {} {} at {}",
        case.name, finding["Rule"]["Id"], finding["Message"], finding["Location"]["Path"]
    )
}

#[test]
fn cfn_lint_finds_nothing_in_any_golden() {
    let cases = goldens();
    let found: Vec<String> = cases.iter().flat_map(|case| of(case).map(|it| shown(case, it))).collect();
    text::none(&found);
    judged("cfn-lint", cases.len());
}

#[test]
fn cfn_lint_finds_what_is_planted() {
    for fault in FAULTS {
        let file = format!("/cfn-lint/{}.json", fault.name);
        let mine = FINDINGS.iter().filter(|it| it["Filename"].as_str().is_some_and(|it| it.ends_with(&file)));
        let ids: Vec<&str> = mine.filter_map(|it| it["Rule"]["Id"].as_str()).collect();
        assert!(ids.contains(&fault.said), "{}: cfn-lint said {ids:?}, not {}", fault.name, fault.said);
    }
}

#[test]
fn no_golden_tells_cfn_lint_to_look_away() {
    for case in goldens() {
        let text = case.template.to_string();
        assert!(!text.contains("cfn-lint") && !text.contains("ignore_checks"), "{} has ignores", case.name);
    }
}
