//! A key that is there already, before iam-simulate: what its owner is asked to add lets in each role, whoever deploys and
//! the stack's log groups, each for its own, and nobody else.

use super::abroad::{Question, STRANGER, answers, principal};
use super::simulated::has_forms;
use super::{another, by_tags, tag};
use pipec::compile;
use pipec::source::Source;
use pipec_tests::policy::STACK;
use pipec_tests::{judged, text};
use serde_json::{Value, json};

const SPEC: &str = "\
version: 1
pipeline: plant
schemas: { reading: { sensor: varchar(32) not null } }
streams: { readings: { schema: reading, partition_key: sensor } }
hot: { a: { from: readings, to: [queue, table, topic] } }
cold: { c: { from: readings, to: files } }
sinks: { queue: { sqs: {} }, table: { dynamodb: { partition_key: sensor } }, topic: { sns: {} }, files: { s3: {} } }
settings: { encryption: { key: \"arn:aws:kms:eu-west-1:111122223333:key/k\" } }
";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/k";
const OWNER: &str = "111122223333";

/// The statements that the owner is asked to add.
fn statements() -> Vec<Value> {
    let artifacts = compile(&Source::new("pipeline.yaml", SPEC)).artifacts.expect("it can be deployed");
    let bytes = artifacts.get("iam/grants/111122223333.json").expect("the owner is asked");
    let text = String::from_utf8_lossy(bytes).replace("ACCOUNT_OF_THE_STACK", STACK);
    let document: Value = serde_json::from_str(&text).expect("a document is JSON");
    let resources = document["Resources"].as_array().expect("it has resources");
    resources.iter().flat_map(|it| it["PolicyDocument"]["Statement"].as_array()).flatten().cloned().collect()
}

fn list(value: &Value) -> Vec<&str> {
    value.as_array().map_or_else(
        || value.as_str().into_iter().collect(),
        |it| it.iter().filter_map(Value::as_str).collect(),
    )
}

/// What a statement asks for, one value of each key.
fn context(statement: &Value) -> Vec<(String, String)> {
    let operators = statement["Condition"].as_object().expect("every statement has conditions").values();
    let keys = operators.flat_map(|it| it.as_object().expect("an operator has keys"));
    keys.map(|(key, it)| (tag(key, &has_forms), list(it)[0].replace('*', "group"))).collect()
}

/// What else is as like it as can be, and must not do.
fn other(value: &str) -> String {
    if value == "true" { "false".to_owned() } else { another(&value.replace("plant-group", "other")) }
}

/// What is asked of a statement: by whom it is meant for, by others, and with each condition not met.
fn questions(statement: &Value, policy: &Value) -> Vec<Question> {
    let met = context(statement);
    let service = statement["Principal"]["Service"].as_str();
    let meant = service.map_or_else(|| principal(STACK), str::to_owned);
    let mut questions = Vec::new();
    for action in list(&statement["Action"]) {
        let mut ask = |what: &str, allowed, caller: &str, context: &[(String, String)]| {
            let context: Value = context.iter().map(|(key, it)| (key.clone(), json!(it))).collect();
            let call = json!({
                "principal": caller, "account": OWNER, "action": action, "resource": KEY, "context": context,
                "policy": policy,
            });
            let about = format!("{} {action} {what}", statement["Sid"]);
            questions.push(Question { about, without: None, call, allowed });
        };
        ask("as meant", true, &meant, &met);
        ask("by a stranger", false, &principal(STRANGER), &met);
        for index in 0..met.len() {
            let mut wrong = met.clone();
            wrong[index].1 = other(&wrong[index].1);
            ask(&format!("with {}", wrong[index].1), false, &meant, &wrong);
        }
    }
    questions
}

/// What is said wrong of these statements, each alone in the policy of the key, and how much was asked.
fn judge(statements: &[Value], laid: impl Fn(&Value) -> Value) -> (Vec<String>, usize) {
    let questions: Vec<Question> = statements
        .iter()
        .flat_map(|it| {
            let policy = json!({ "Version": "2012-10-17", "Statement": [laid(it)] });
            questions(it, &by_tags(&policy, &has_forms))
        })
        .collect();
    let everything = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": "kms:*", "Resource": "*" }
    ] });
    let found = answers(&everything, &questions);
    let wrong = questions.iter().zip(found).filter(|(it, allowed)| it.allowed != *allowed);
    (wrong.map(|(it, allowed)| format!("{} is {allowed}", it.about)).collect(), questions.len())
}

#[test]
fn the_owner_of_a_given_key_lets_in_whom_it_is_for() {
    let statements = statements();
    let (complaints, count) = judge(&statements, Value::clone);
    text::none(&complaints);
    for sid in ["LogGroupsOfTheStack", "ServicesKeepGrants", "AccountUsesThroughServices"] {
        assert!(statements.iter().any(|it| it["Sid"] == sid), "nobody asks for {sid}");
    }
    judged("given-key", count);
}

/// A fault in each statement, and what is said of it.
type Planted = (fn(&mut Value), &'static str);

#[test]
fn what_is_planted_beside_a_given_key_is_found() {
    const FAULTS: [Planted; 3] = [
        (|it| drop(it.as_object_mut().map(|it| it.remove("Condition"))), "other-"),
        (|it| it["Principal"] = json!({ "AWS": "*" }), "by a stranger is true"),
        (
            |it| it["Action"] = json!("kms:ScheduleKeyDeletion"),
            "\"LogGroupsOfTheStack\" kms:Decrypt as meant is false",
        ),
    ];
    for (plant, said) in FAULTS {
        let (complaints, _) = judge(&statements(), |it| {
            let mut laid = it.clone();
            plant(&mut laid);
            laid
        });
        assert!(complaints.iter().any(|it| it.contains(said)), "{said}: {complaints:?}");
    }
}
