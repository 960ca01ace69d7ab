//! The calls that each role of a template is asked for: the rows of the table, for the things of the template.

use super::another;
use super::table::{self, Row};
use super::things::{Account, Thing, referred};
use pipec_tests::sample::ACCOUNT;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A call that AWS asks a role for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Who calls.
    pub caller: &'static str,
    /// `dynamodb:PutItem`.
    pub action: String,
    /// The ARN that it names.
    pub on: String,
    /// What AWS fills in.
    pub context: BTreeMap<String, String>,
    /// What it is about, in the template.
    pub head: String,
    /// The policy of the resource itself.
    pub policy: Option<Value>,
}

/// A role, what it may do, and what it is asked for.
#[derive(Debug, Clone)]
pub struct Role {
    /// Its logical id.
    pub id: String,
    /// What it may do, every function worked out.
    pub policy: Value,
    /// What it is asked for.
    pub calls: Vec<Call>,
    /// Calls that are none of its business: like its own, but for one thing.
    pub strangers: Vec<Call>,
}

/// The roles of a template.
pub fn roles(account: &Account) -> Vec<Role> {
    let (rows, things, policies) = (table::rows(), account.things(), policies(account));
    let role = |(id, properties): (&String, &Value)| {
        let mut role =
            Role { id: id.clone(), policy: policy(account, properties), calls: vec![], strangers: vec![] };
        for thing in things.iter().filter(|it| it.role == *id) {
            for row in rows.iter().filter(|it| applies(it, thing)) {
                add(&mut role, row, thing, &policies);
            }
        }
        role
    };
    account.all("AWS::IAM::Role").map(role).collect()
}

/// The rows that none of these things needs.
pub fn idle(things: &[Thing]) -> Vec<String> {
    let rows = table::rows().into_iter().filter(|row| !things.iter().any(|it| applies(row, it)));
    rows.map(|it| format!("no {} of ours needs {:?} on its {}", it.caller, it.calls, it.to)).collect()
}

fn applies(row: &Row, thing: &Thing) -> bool {
    row.caller == thing.caller && row.to == thing.to && (!row.sealed || thing.words.contains_key("key"))
}

fn policy(account: &Account, role: &Value) -> Value {
    let policies = role["Policies"].as_array().map_or(&[][..], Vec::as_slice);
    let [policy] = policies else { panic!("a role has one policy: {policies:?}") };
    account.value(&policy["PolicyDocument"])
}

fn add(role: &mut Role, row: &Row, thing: &Thing, policies: &BTreeMap<String, Value>) {
    let fill =
        |text: &str| filled(text, thing).unwrap_or_else(|| panic!("a {} has not all of {text}", thing.to));
    for action in &row.calls {
        let mut context: BTreeMap<String, String> =
            row.with.iter().chain(&row.also).map(|(key, it)| (key.clone(), fill(it))).collect();
        // The SDK and the services call by TLS.
        context.insert("aws:SecureTransport".to_owned(), "true".to_owned());
        let on = fill(&row.on);
        let call = Call {
            caller: thing.caller,
            action: action.clone(),
            policy: owner(&on, policies),
            on,
            context,
            head: thing.head.clone(),
        };
        let elsewhere = row.never.as_ref().and_then(|it| filled(it, thing));
        role.strangers.extend(strangers(&call, row, elsewhere));
        role.calls.push(call);
    }
}

/// The text with its words; none where the thing lacks one.
fn filled(text: &str, thing: &Thing) -> Option<String> {
    let mut parts = text.split('{');
    let mut done = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (word, rest) = part.split_once('}').expect("a word stands in braces");
        done.push_str(thing.words.get(word)?);
        done.push_str(rest);
    }
    Some(done)
}

/// The same call on another thing, and with each other value of what the right must ask for. Nothing but the role itself
/// is to stop them.
fn strangers(call: &Call, row: &Row, elsewhere: Option<String>) -> Vec<Call> {
    let call = Call { policy: owner(&call.on, &BTreeMap::new()), ..call.clone() };
    let on = |on: String| Call { on, ..call.clone() };
    let with = |key: &String| {
        let mut stranger = call.clone();
        stranger.context.insert(key.clone(), another(&call.context[key]));
        stranger
    };
    [another(&call.on)].into_iter().chain(elsewhere).map(on).chain(row.with.keys().map(with)).collect()
}

/// The policies of keys, buckets, topics and queues, by ARN.
fn policies(account: &Account) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    let arn = |kind: &str, id: &str| {
        let attribute = if kind == "AWS::SNS::Topic" {
            json!({ "Ref": id })
        } else {
            json!({ "Fn::GetAtt": [id, "Arn"] })
        };
        account.value(&attribute).as_str().expect("an ARN is a text").to_owned()
    };
    for (id, it) in account.all("AWS::KMS::Key") {
        found.insert(arn("AWS::KMS::Key", id), account.value(&it["KeyPolicy"]));
    }
    let others = [
        ("AWS::S3::BucketPolicy", "AWS::S3::Bucket", "Bucket"),
        ("AWS::SNS::TopicPolicy", "AWS::SNS::Topic", "Topics"),
        ("AWS::SQS::QueuePolicy", "AWS::SQS::Queue", "Queues"),
    ];
    for (policy, kind, of) in others {
        for (_, it) in account.all(policy) {
            let id = referred(&it[of]).or_else(|| referred(&it[of][0])).expect("a policy is of a resource");
            found.insert(arn(kind, &id), account.value(&it["PolicyDocument"]));
        }
    }
    found
}

/// The policy of the resource that a call names. A key that was there already is taken to leave it to the account.
fn owner(on: &str, policies: &BTreeMap<String, Value>) -> Option<Value> {
    let whole = if on.starts_with("arn:aws:s3:") { on.split('/').next().unwrap_or(on) } else { on };
    let given = || {
        let root = format!("arn:aws:iam::{ACCOUNT}:root");
        let statement =
            json!({ "Effect": "Allow", "Principal": { "AWS": root }, "Action": "kms:*", "Resource": "*" });
        on.starts_with("arn:aws:kms:").then(|| json!({ "Version": "2012-10-17", "Statement": [statement] }))
    };
    policies.get(whole).cloned().or_else(given)
}

/// `function: kms:Decrypt for AbnormalsTable`, or `mapping: s3:PutObject on DeadLettersBucket/aws/lambda`.
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Call { caller, action, head, .. } = self;
        let inside = self.on.strip_prefix("arn:aws:s3:::").and_then(|it| it.split_once('/'));
        let folder =
            inside.map(|(_, key)| format!("/{}", key.split('/').take(2).collect::<Vec<_>>().join("/")));
        let word = if action.starts_with("kms:") { "for" } else { "on" };
        write!(f, "{caller}: {action} {word} {head}{}", folder.unwrap_or_default())
    }
}

/// The names of these calls.
pub fn names(calls: &[Call], which: &BTreeSet<usize>) -> Vec<String> {
    which.iter().map(|it| calls[*it].to_string()).collect()
}
