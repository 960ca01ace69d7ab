//! Every policy statement of a template, as AWS will see it.

use crate::place::{self, Stack};
use crate::sample::Sample;
use serde_json::Value;

/// What a policy is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What a role may do.
    Identity,
    /// Who may use a bucket, key, topic or queue.
    Resource,
    /// Who may become a role.
    Trust,
}

/// A policy document.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Where it stands: logical id, and the policy's name where there is one.
    pub at: String,
    /// What it is attached to.
    pub kind: Kind,
    /// The document, every function worked out.
    pub document: Value,
}

/// One statement of a policy.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Where it stands, with its `Sid`.
    pub at: String,
    /// What its policy is attached to.
    pub kind: Kind,
    /// Whether it allows.
    pub allows: bool,
    /// `service:Verb`.
    pub actions: Vec<String>,
    /// ARNs; none in a trust policy.
    pub resources: Vec<String>,
    /// The condition keys it asks for.
    pub keys: Vec<String>,
    /// Whether it uses `NotAction`, `NotResource` or `NotPrincipal`.
    pub negated: bool,
}

/// The policies of a template. A resource that carries one in an unknown place is a fault of this test.
pub fn policies(template: &Value) -> Vec<Policy> {
    let sample = Sample::of(template);
    let mut found = Vec::new();
    for (id, resource) in template["Resources"].as_object().expect("a template has resources") {
        let properties = &resource["Properties"];
        let mut add = |at: String, kind: Kind, document: &Value| {
            found.push(Policy { at, kind, document: sample.value(document) });
        };
        match resource["Type"].as_str().expect("a resource has a type") {
            "AWS::IAM::Role" => {
                add(id.clone(), Kind::Trust, &properties["AssumeRolePolicyDocument"]);
                for policy in properties["Policies"].as_array().into_iter().flatten() {
                    let name = sample.value(&policy["PolicyName"]);
                    add(
                        format!("{id}/{}", name.as_str().unwrap_or("?")),
                        Kind::Identity,
                        &policy["PolicyDocument"],
                    );
                }
            }
            "AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy" | "AWS::IAM::RolePolicy" => {
                add(id.clone(), Kind::Identity, &properties["PolicyDocument"]);
            }
            "AWS::S3::BucketPolicy" | "AWS::SNS::TopicPolicy" | "AWS::SQS::QueuePolicy" => {
                add(id.clone(), Kind::Resource, &properties["PolicyDocument"]);
            }
            "AWS::KMS::Key" => add(id.clone(), Kind::Resource, &properties["KeyPolicy"]),
            "AWS::Kinesis::ResourcePolicy" => add(id.clone(), Kind::Resource, &properties["ResourcePolicy"]),
            other => {
                let text = properties.to_string();
                assert!(!text.contains("\"Effect\""), "{id} ({other}) carries a policy that no judge reads");
            }
        }
    }
    found
}

/// Where a stack stands that has to do with all that is there already, and is in none of its accounts.
pub const STACK: &str = "999900001111";

/// What the owners of things that are there already must allow, by the things' ARNs, for a stack in [`STACK`].
pub fn grants(golden: &Stack) -> Vec<Policy> {
    let folder = golden.folder.join("iam/grants");
    let names = if folder.exists() { place::files(&folder, |_| false) } else { Vec::new() };
    let resources = names.iter().flat_map(|name| {
        let text = place::read(&folder.join(name)).replace("ACCOUNT_OF_THE_STACK", STACK);
        let document: Value = serde_json::from_str(&text).expect("a document is JSON");
        document["Resources"].as_array().expect("it has resources").clone()
    });
    let policy = |it: Value| {
        let at = it["Arn"].as_str().expect("it names a thing").to_owned();
        Policy { at, kind: Kind::Resource, document: it["PolicyDocument"].clone() }
    };
    resources.map(policy).collect()
}

/// The statements of a policy.
pub fn statements(policy: &Policy) -> Vec<Statement> {
    let list = list(&policy.document["Statement"]);
    list.into_iter().map(|it| statement(policy, it)).collect()
}

/// All statements of a template.
pub fn all(template: &Value) -> Vec<Statement> {
    policies(template).iter().flat_map(statements).collect()
}

fn statement(policy: &Policy, it: &Value) -> Statement {
    let conditions = it["Condition"].as_object().into_iter().flatten();
    let keys = conditions.flat_map(|(_, keys)| keys.as_object().into_iter().flatten());
    Statement {
        at: format!("{}/{}", policy.at, it["Sid"].as_str().unwrap_or("-")),
        kind: policy.kind,
        allows: it["Effect"] == "Allow",
        actions: texts(&it["Action"]),
        resources: texts(&it["Resource"]),
        keys: keys.map(|(key, _)| key.clone()).collect(),
        negated: ["NotAction", "NotResource", "NotPrincipal"].iter().any(|key| it.get(*key).is_some()),
    }
}

/// AWS writes a list of one as the one.
fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

fn texts(value: &Value) -> Vec<String> {
    list(value)
        .into_iter()
        .map(|it| it.as_str().expect("actions and resources are texts").to_owned())
        .collect()
}
