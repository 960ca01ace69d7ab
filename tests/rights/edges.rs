//! Rights follow edges: every statement belongs to exactly one edge of the plan and goes with it, every role is used,
//! and `iam/<role>.json` is what the role may do.

use pipec::emit;
use pipec::plan::Plan;
use pipec::source::Source;
use pipec_tests::place::{self, Stack, files};
use pipec_tests::policy::{self, Kind};
use pipec_tests::{judged, text};
use serde_json::Value;
use std::collections::BTreeMap;

fn plan(of: &Stack) -> Plan {
    let source = Source::new(format!("{}.yaml", of.spec.name), of.spec.text());
    let mut compiled = pipec::compile(&source);
    let plan = match &of.environment {
        Some(name) => {
            compiled.environments.iter_mut().find(|it| it.name == *name).and_then(|it| it.plan.take())
        }
        None => compiled.plan,
    };
    plan.expect("specs have no errors")
}

fn template(plan: &Plan) -> Value {
    let artifacts = emit::all(plan);
    serde_json::from_slice(artifacts.get("template.json").expect("there is a template")).expect("it is JSON")
}

/// The statements of all roles: role and `Sid` → the whole statement.
fn statements(template: &Value) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for policy in policy::policies(template).into_iter().filter(|it| it.kind == Kind::Identity) {
        for it in policy.document["Statement"].as_array().expect("a policy has statements") {
            let name = format!("{} {}", policy.at, it["Sid"].as_str().expect("a statement has a Sid"));
            assert!(found.insert(name.clone(), it.clone()).is_none(), "{name} is there twice");
        }
    }
    found
}

#[test]
fn each_statement_goes_with_its_edge_and_no_other() {
    let mut edges = 0;
    for spec in place::stacks() {
        let plan = plan(&spec);
        let whole = statements(&template(&plan));
        let mut owners: BTreeMap<&String, usize> = BTreeMap::new();
        for (at, edge) in plan.edges().iter().enumerate() {
            let names = (plan.node(edge.from).name.as_str(), plan.node(edge.to).name.as_str());
            let less = statements(&template(&plan.without(at)));
            let place = format!("{}, without {} -> {}", spec.name, names.0, names.1);
            for (name, statement) in &less {
                assert_eq!(whole.get(name), Some(statement), "{place}: {name} is new or another");
            }
            let gone: Vec<&String> = whole.keys().filter(|it| !less.contains_key(*it)).collect();
            assert!(gone.len() >= edge.access.len(), "{place}: only {gone:?} went");
            gone.into_iter().for_each(|it| *owners.entry(it).or_default() += 1);
            edges += 1;
        }
        let stray = whole.keys().filter(|it| owners.get(it) != Some(&1));
        let stray = stray
            .map(|it| format!("{}: {it} belongs to {:?} edges", spec.name, owners.get(it).unwrap_or(&0)));
        text::none(&stray.collect::<Vec<_>>());
    }
    judged("rights", edges);
}

#[test]
fn every_role_is_used() {
    for spec in place::stacks() {
        let template = template(&plan(&spec));
        let resources = template["Resources"].as_object().expect("a template has resources");
        for (id, _) in resources.iter().filter(|(_, it)| it["Type"] == "AWS::IAM::Role") {
            let told =
                [format!("[\"{id}\",\"Arn\"]"), format!("{{\"Ref\":\"{id}\"}}"), format!("${{{id}.Arn}}")];
            let user = resources.iter().find(|(other, it)| {
                *other != id && told.iter().any(|told| it["Properties"].to_string().contains(told))
            });
            assert!(user.is_some(), "{}: nobody takes the role {id}", spec.name);
        }
    }
}

#[test]
fn every_policy_document_is_what_its_role_may_do() {
    let mut documents = 0;
    for spec in place::stacks() {
        let template = spec.template();
        let resources = template["Resources"].as_object().expect("a template has resources");
        let roles: Vec<&Value> = resources.values().filter(|it| it["Type"] == "AWS::IAM::Role").collect();
        assert!(
            roles.iter().all(|it| it["Properties"]["Policies"].as_array().is_none_or(|it| it.len() == 1))
        );
        let found = files(&spec.folder.join("iam"), |it| it == "grants" || it.ends_with("/grants"));
        assert_eq!(found.len(), roles.len(), "{}: {found:?}", spec.name);
        for name in found {
            let text = place::read(&spec.folder.join("iam").join(&name));
            let document: Value = serde_json::from_str(&text).expect("a policy document is JSON");
            let role =
                &resources[document["Role"].as_str().expect("a document names its role")]["Properties"];
            let inline = role["Policies"].as_array().map_or(&Value::Null, |it| &it[0]["PolicyDocument"]);
            assert_eq!(
                inline, &document["PolicyDocument"],
                "{}: iam/{name} is not the inline policy",
                spec.name
            );
            assert_eq!(role["AssumeRolePolicyDocument"], document["Trust"], "{}: iam/{name}", spec.name);
            let sids = inline["Statement"].as_array().into_iter().flatten().map(|it| it["Sid"].as_str());
            let told = document["Edges"].as_object().expect("a document tells the edges").keys();
            assert!(sids.eq(told.map(|it| Some(it.as_str()))), "{}: iam/{name} tells other edges", spec.name);
            documents += 1;
        }
    }
    judged("policies", documents);
}

/// Where in a document something is empty: an empty list of values never matches, and IAM and KMS refuse it.
fn empties(value: &Value, at: &str) -> Vec<String> {
    match value {
        Value::Array(items) if items.is_empty() => vec![at.to_owned()],
        Value::Object(map) if map.is_empty() => vec![at.to_owned()],
        Value::Array(items) => items.iter().flat_map(|it| empties(it, at)).collect(),
        Value::Object(map) => map.iter().flat_map(|(key, it)| empties(it, &format!("{at}.{key}"))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[test]
fn nothing_in_a_policy_is_empty() {
    let planted = serde_json::json!({ "Condition": { "StringEquals": { "kms:ViaService": [] } } });
    assert_eq!(empties(&planted, "it"), ["it.Condition.StringEquals.kms:ViaService"]);
    let mut found = Vec::new();
    for spec in place::stacks() {
        for policy in policy::policies(&template(&plan(&spec))) {
            found.extend(empties(&policy.document, &format!("{}: {}", spec.name, policy.at)));
        }
    }
    text::none(&found);
}
