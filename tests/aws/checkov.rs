//! checkov: encryption, public access, TLS, logging, backups. At most six checks are skipped, each with its reason.

use super::{Case, Fault, goldens, planted, properties};
use pipec_tests::{judge, judged, text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Most checks that may be skipped, over all goldens.
const MOST_SKIPS: usize = 6;

/// Words of a check's name that say what is never skipped.
const NEVER_SKIPPED: &[&str] =
    &["encrypt", "kms", "public", "tls", "ssl", "https", "logging", "backup", "recovery"];

const FAULTS: &[Fault] = &[
    Fault {
        name: "public-bucket",
        said: "CKV_AWS_53",
        plant: |it| remove(properties(it, "AWS::S3::Bucket"), "PublicAccessBlockConfiguration"),
    },
    Fault {
        name: "plain-stream",
        said: "CKV_AWS_43",
        plant: |it| remove(properties(it, "AWS::Kinesis::Stream"), "StreamEncryption"),
    },
    Fault {
        name: "table-without-backup",
        said: "CKV_AWS_28",
        plant: |it| remove(properties(it, "AWS::DynamoDB::Table"), "PointInTimeRecoverySpecification"),
    },
    Fault {
        name: "key-without-rotation",
        said: "CKV_AWS_7",
        plant: |it| properties(it, "AWS::KMS::Key")["EnableKeyRotation"] = json!(false),
    },
];

fn remove(properties: &mut Value, key: &str) {
    properties.as_object_mut().and_then(|it| it.remove(key)).expect("the seed's golden has it");
}

/// One process for the goldens and the faults.
static RESULTS: LazyLock<Value> = LazyLock::new(|| {
    let cases: Vec<Case> = goldens().into_iter().chain(planted("checkov", FAULTS)).collect();
    let mut checkov = judge::python("checkov");
    checkov.args([
        "-m",
        "checkov.main",
        "--framework",
        "cloudformation",
        "--skip-download",
        "--output",
        "json",
    ]);
    checkov.args(cases.iter().flat_map(|it| ["--file".as_ref(), it.path.as_os_str()]));
    let output = judge::run(&mut checkov);
    let json = judge::json(&output);
    assert_eq!(json["summary"]["parsing_errors"], 0, "checkov could not read a template");
    json["results"].clone()
});

/// The results of a file of one kind: `passed_checks`, `failed_checks` or `skipped_checks`.
fn of<'a>(file: &'a str, kind: &str) -> impl Iterator<Item = &'a Value> {
    let list = RESULTS[kind].as_array().unwrap_or_else(|| panic!("checkov gave no {kind}"));
    list.iter().filter(move |it| it["file_abs_path"].as_str() == Some(file))
}

fn file(case: &Case) -> &str {
    case.path.to_str().expect("our paths are text")
}

#[test]
fn checkov_fails_nothing_in_any_golden() {
    let cases = goldens();
    let mut failed = Vec::new();
    for case in &cases {
        for it in of(file(case), "failed_checks") {
            failed.push(format!("{}: {} {} {}", case.name, it["check_id"], it["resource"], it["check_name"]));
        }
    }
    text::none(&failed);
    judged("checkov", cases.len());
}

/// checkov is silent about what it does not recognise as a template.
#[test]
fn checkov_looked_at_every_store_queue_key_and_function() {
    let kinds = [
        "S3::Bucket",
        "DynamoDB::Table",
        "Kinesis::Stream",
        "KMS::Key",
        "SNS::Topic",
        "SQS::Queue",
        "Lambda::Function",
        "Logs::LogGroup",
    ];
    for case in goldens() {
        let seen: BTreeSet<&str> = ["passed_checks", "failed_checks", "skipped_checks"]
            .iter()
            .flat_map(|kind| of(file(&case), kind))
            .filter_map(|it| it["resource"].as_str())
            .collect();
        for (id, resource) in case.template["Resources"].as_object().expect("a template has resources") {
            let kind = resource["Type"].as_str().expect("a resource has a type");
            let judged = kinds.iter().any(|it| kind == format!("AWS::{it}"));
            let name = format!("{kind}.{id}");
            assert!(!judged || seen.contains(name.as_str()), "{}: checkov did not look at {name}", case.name);
        }
    }
}

#[test]
fn checkov_finds_what_is_planted() {
    for fault in FAULTS {
        let end = format!("/checkov/{}.json", fault.name);
        let failed = RESULTS["failed_checks"].as_array().expect("something is planted").iter();
        let failed = failed.filter(|it| it["file_abs_path"].as_str().is_some_and(|it| it.ends_with(&end)));
        let ids: Vec<&str> = failed.filter_map(|it| it["check_id"].as_str()).collect();
        assert!(ids.contains(&fault.said), "{}: checkov failed {ids:?}, not {}", fault.name, fault.said);
    }
}

#[test]
fn what_is_skipped_is_published_reasoned_and_harmless() {
    let mut skipped: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for case in goldens() {
        for it in of(file(&case), "skipped_checks") {
            let id = it["check_id"].as_str().expect("a check has an id").to_owned();
            let name = it["check_name"].as_str().expect("a check has a name").to_lowercase();
            let reason = it["check_result"]["suppress_comment"].as_str().unwrap_or_default().to_owned();
            let never = NEVER_SKIPPED.iter().find(|it| name.contains(*it));
            assert!(never.is_none(), "{}: {id} must not be skipped: {name}", case.name);
            skipped.entry(id).or_default().insert(reason);
        }
    }
    assert!(skipped.len() <= MOST_SKIPS, "too many checks are skipped: {skipped:?}");
    let published: BTreeMap<String, BTreeSet<String>> = pipec::emit::SKIPPED_CHECKS
        .iter()
        .map(|(id, reason)| ((*id).to_owned(), BTreeSet::from([(*reason).to_owned()])))
        .collect();
    assert_eq!(skipped, published, "what the goldens skip is not what the compiler publishes");
    assert!(published.values().flatten().all(|it| it.len() > 20), "a skip needs a reason: {published:?}");
}
