//! parliament: every identity policy, and every grant of another account, as a document of its own.

use super::authorization::{ask, named};
use super::{Case, Fault, goldens, planted, statement};
use pipec_tests::policy::{self, Kind};
use pipec_tests::{judge, judged, place, text};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

const FAULTS: &[Fault] = &[
    Fault {
        name: "unknown-action",
        said: "UNKNOWN_ACTION",
        plant: |it| statement(it, "dynamodb:PutItem")["Action"] = json!(["dynamodb:PutItems"]),
    },
    Fault {
        name: "wrong-resource",
        said: "RESOURCE_MISMATCH",
        plant: |it| statement(it, "dynamodb:PutItem")["Action"] = json!(["sns:Publish"]),
    },
    Fault {
        name: "needless-star",
        said: "RESOURCE_STAR",
        plant: |it| statement(it, "dynamodb:PutItem")["Resource"] = json!("*"),
    },
    Fault {
        name: "unknown-condition",
        said: "UNKNOWN_CONDITION_FOR_ACTION",
        plant: |it| {
            statement(it, "dynamodb:PutItem")["Condition"] = json!({ "StringEquals": { "s3:prefix": "x" } });
        },
    },
];

/// A policy document in a file of its own.
struct Document {
    name: String,
    path: PathBuf,
}

/// Writes the identity policies of a template, and what others must allow, as AWS will see them.
fn documents(folder: &str, case: &Case) -> Vec<Document> {
    let folder = place::target().join("scratch").join(folder);
    fs::create_dir_all(&folder).expect("the scratch folder is ours");
    let identity = policy::policies(&case.template).into_iter().filter(|it| it.kind == Kind::Identity);
    let write = |it: policy::Policy| {
        let name = format!("{}/{}", case.name, it.at);
        let path = folder.join(format!("{}.json", name.replace('/', "--")));
        fs::write(&path, format!("{:#}", it.document)).expect("the scratch folder is ours");
        Document { name, path }
    };
    identity.chain(case.grants.clone()).map(write).collect()
}

/// One process for the goldens and the faults: path to findings.
static FINDINGS: LazyLock<Value> = LazyLock::new(|| {
    place::scratch("parliament-documents");
    let cases = goldens().into_iter().chain(planted("parliament", FAULTS));
    let documents: Vec<Document> = cases.flat_map(|it| documents("parliament-documents", &it)).collect();
    let mut python = judge::python("lint");
    python
        .arg(place::root().join("tests/tools/parliament_findings.py"))
        .args(documents.iter().map(|it| &it.path));
    judge::json(&judge::run(&mut python))
});

fn of(document: &Document) -> &'static Vec<Value> {
    let list = document.path.to_str().and_then(|it| FINDINGS[it].as_array());
    list.unwrap_or_else(|| panic!("parliament did not judge {}", document.name))
}

/// Its data is older than AWS: an action that the authorization data knows is known.
fn is_known(finding: &Value, answers: &Value) -> bool {
    let detail = finding["detail"].as_str().unwrap_or_default();
    let mut known = answers["actions"].as_object().into_iter().flatten().filter(|(_, it)| !it.is_null());
    finding["issue"] == "UNKNOWN_ACTION"
        && known.any(|(action, _)| detail.split_whitespace().any(|it| it == action))
}

/// In the policy of a key `*` is the key, which it does not know.
fn is_the_key(finding: &Value, document: &Document) -> bool {
    finding["issue"] == "RESOURCE_STAR" && document.name.contains("/arn:aws:kms:")
}

#[test]
fn parliament_finds_nothing_in_any_policy() {
    LazyLock::force(&FINDINGS);
    let cases = goldens();
    let answers = ask(&cases.iter().flat_map(named).collect::<Vec<_>>());
    let documents: Vec<Document> =
        cases.iter().flat_map(|it| documents("parliament-documents", it)).collect();
    let mut found = Vec::new();
    for document in &documents {
        for it in of(document).iter().filter(|it| !is_known(it, &answers) && !is_the_key(it, document)) {
            found.push(format!("{}: {} {} {}", document.name, it["issue"], it["detail"], it["location"]));
        }
    }
    text::none(&found);
    judged("parliament", documents.len());
}

#[test]
fn parliament_finds_what_is_planted() {
    for fault in FAULTS {
        let start = format!("{}--", fault.name);
        let files = FINDINGS.as_object().expect("parliament answers for every file").iter();
        let mine = files.filter(|(path, _)| path.rsplit('/').next().is_some_and(|it| it.starts_with(&start)));
        let issues: Vec<&str> = mine
            .flat_map(|(_, it)| it.as_array().into_iter().flatten())
            .filter_map(|it| it["issue"].as_str())
            .collect();
        assert!(
            issues.contains(&fault.said),
            "{}: parliament said {issues:?}, not {}",
            fault.name,
            fault.said
        );
    }
}
