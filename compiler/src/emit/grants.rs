//! `iam/grants/<account>.json`: what the owners of things that are there already must allow, where they are another
//! account than the stack's, or services call a key of theirs.
//!
//! A call from one account on a thing of another needs two policies: that of the role, and that of the thing. These are the
//! second ones, made of the statements of the first.

use crate::cfn::iam::{Condition, Effect, Policy, Principal, Statement};
use crate::cfn::{Pseudo, Tag, Text};
use crate::plan::{GivenKey, Plan, ROLE_TAG, Share};
use crate::sinks::kinesis;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What is asked for in place of the role's name, which CloudFormation makes: the tag [`ROLE_TAG`].
const BY_TAG: &str = "aws:PrincipalTag/pipec-role";

/// What stands for the stack's account where the file does not say which it is.
const UNKNOWN: &str = "ACCOUNT_OF_THE_STACK";
/// What the document on buckets is called, whose ARNs name no account.
const BUCKETS: &str = "buckets";

/// A right of a role on a thing that is there already.
#[derive(Debug)]
pub struct Right<'r> {
    /// What acts under the role.
    pub role: &'r str,
    /// The thing's ARN.
    pub arn: &'r str,
    /// The edge that it serves, in a line.
    pub edge: String,
    /// The role's own statement.
    pub statement: &'r Statement,
}

/// What the owner of one thing must allow.
#[derive(Debug, Default)]
struct Grant {
    edges: Map<String, Value>,
    statements: Vec<Statement>,
}

/// When the owner of a key must allow what is done with it (<https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>).
const KEY: &str =
    "only where the stack stands in another account than the key, or its policy leaves nothing to IAM";

/// Why a key must let services in that have no role.
const BY_THEMSELVES: &str = "always: these services call the key by themselves, and IAM gives them no rights";

/// By account; then by ARN and when they are needed.
type Grants = BTreeMap<String, Things>;
type Things = BTreeMap<(String, String), Grant>;

/// The tag of what acts under a role, if an owner must know it.
pub fn tag<'a>(plan: &Plan, role: &str, mut arns: impl Iterator<Item = &'a str>) -> Option<Tag> {
    let is_known = arns.any(|it| needed(plan, it).is_some());
    is_known.then(|| Tag { key: ROLE_TAG.to_owned(), value: value(plan, role) })
}

fn value(plan: &Plan, role: &str) -> String {
    format!("{}/{role}", plan.stack)
}

/// When the owner of a thing must allow what is done with it; never where the owner is the stack's account.
fn needed(plan: &Plan, arn: &str) -> Option<String> {
    let owner = part(arn, 4);
    match &plan.account {
        Some(account) if account == owner => None,
        Some(account) if !owner.is_empty() => Some(format!("always: the stack stands in {account}")),
        Some(_) | None if part(arn, 2) == "kms" => Some(KEY.to_owned()),
        Some(_) | None => Some("only where the stack stands in another account than the thing".to_owned()),
    }
}

fn part(arn: &str, index: usize) -> &str {
    arn.splitn(6, ':').nth(index).unwrap_or_default()
}

/// The documents, by their names.
pub fn documents<'r>(plan: &Plan, rights: impl Iterator<Item = Right<'r>>) -> Vec<(String, Value)> {
    let mut grants = Grants::new();
    for right in rights {
        if let Some(needed) = needed(plan, right.arn) {
            let statement = of_role(plan, &right);
            add(&mut grants, right.arn, needed, right.edge, statement);
        }
    }
    if let Some(key) = &plan.given_key {
        of_key(plan, key, &mut grants);
    }
    for share in &plan.shares {
        if let Some(key) = &share.key {
            let edge = format!("readers -> {} -> pipeline-key", share.stream);
            let needed = "always: the readers are other accounts".to_owned();
            add(&mut grants, key, needed, edge, of_readers(plan, share, key));
        }
    }
    grants.iter().map(|(account, grants)| (account.clone(), document(plan, account, grants))).collect()
}

fn add(grants: &mut Grants, arn: &str, needed: String, edge: String, statement: Statement) {
    let account = if part(arn, 4).is_empty() { BUCKETS } else { part(arn, 4) };
    let things = grants.entry(account.to_owned()).or_default();
    let grant = things.entry((arn.to_owned(), needed)).or_default();
    grant.edges.insert(statement.sid.clone(), json!(edge));
    grant.statements.push(statement);
}

/// Lets services and whoever deploys use the key that is there already, as the pipeline's own would.
fn of_key(plan: &Plan, key: &GivenKey, grants: &mut Grants) {
    let arn = key.arn.as_str();
    for it in &key.of_services {
        let edge = "log groups -> pipeline-key".to_owned();
        add(grants, arn, BY_THEMSELVES.to_owned(), edge, settled(it, arn, plan));
    }
    for (needed, it) in
        needed(plan, arn).iter().flat_map(|needed| key.of_account.iter().map(move |it| (needed, it)))
    {
        add(
            grants,
            arn,
            needed.clone(),
            "whoever deploys -> pipeline-key".to_owned(),
            settled(it, arn, plan),
        );
    }
}

/// A statement of the pipeline's own key, as another key has it.
fn settled(statement: &Statement, arn: &str, plan: &Plan) -> Statement {
    let principal = statement.principal.as_ref().map(|it| match it {
        Principal::Service(it) => Principal::Service(fill(it, arn, plan)),
        Principal::Account(it) => Principal::Account(fill(it, arn, plan)),
        Principal::Accounts(list) => Principal::Accounts(list.iter().map(|it| fill(it, arn, plan)).collect()),
        Principal::Everybody(it) => Principal::Everybody(it),
    });
    let condition = statement.condition.iter().map(|it| filled(it, arn, plan)).collect();
    Statement { principal, condition, ..statement.clone() }
}

/// The role's own statement from the side of the thing: the account of the stack, and in it this role only.
fn of_role(plan: &Plan, right: &Right<'_>) -> Statement {
    let Right { role, arn, statement, .. } = right;
    let known = Condition::new("StringEquals", BY_TAG, value(plan, role));
    let conditions = statement.condition.iter().map(|it| filled(it, arn, plan));
    // CloudFormation makes names of things, too: what is named so is left to the role's own statement.
    let conditions = conditions.filter(|it| it.values.iter().all(Text::is_settled));
    Statement {
        sid: statement.sid.clone(),
        effect: Effect::Allow,
        principal: Some(Principal::Account(root(account(plan), arn))),
        action: statement.action.clone(),
        // In the policy of a key `*` is the key.
        resource: if part(arn, 2) == "kms" { vec!["*".into()] } else { statement.resource.clone() },
        condition: std::iter::once(known).chain(conditions).collect(),
    }
}

/// Lets the readers of a stream use the key that it is sealed with.
fn of_readers(plan: &Plan, share: &Share, key: &str) -> Statement {
    let readers = share.readers.iter().map(|it| root(it, key));
    let conditions = kinesis::SEALING.conditions(&share.arn);
    Statement {
        sid: format!("ReadersOf{}", crate::plan::camel(&share.stream)),
        effect: Effect::Allow,
        principal: Some(Principal::Accounts(readers.collect())),
        action: vec!["kms:Decrypt"],
        resource: vec!["*".into()],
        condition: conditions.iter().map(|it| filled(it, key, plan)).collect(),
    }
}

fn account(plan: &Plan) -> &str {
    plan.account.as_deref().unwrap_or(UNKNOWN)
}

fn root(account: &str, beside: &str) -> Text {
    Principal::root(account).with(Pseudo::Partition, part(beside, 1))
}

/// A condition where nothing is left for CloudFormation to fill in: the owner has another stack, or none.
fn filled(condition: &Condition, arn: &str, plan: &Plan) -> Condition {
    Condition { values: condition.values.iter().map(|it| fill(it, arn, plan)).collect(), ..condition.clone() }
}

fn fill(text: &Text, arn: &str, plan: &Plan) -> Text {
    let suffix = if part(arn, 1) == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
    let text = text.clone().with(Pseudo::Region, part(arn, 3)).with(Pseudo::UrlSuffix, suffix);
    let text = text.with(Pseudo::StackName, &plan.stack);
    text.with(Pseudo::Partition, part(arn, 1)).with(Pseudo::Account, account(plan))
}

fn document(plan: &Plan, account: &str, grants: &Things) -> Value {
    let mut document = Map::new();
    let owner = if account == BUCKETS { "the owner of each bucket".to_owned() } else { account.to_owned() };
    document.insert("Owner".to_owned(), json!(owner));
    if plan.account.is_none() {
        document.insert("Replace".to_owned(), json!({ UNKNOWN: "the account that the stack stands in" }));
    }
    let why = format!("CloudFormation makes the names of roles, so a role is known by its tag `{ROLE_TAG}`");
    document.insert("Roles".to_owned(), json!(why));
    let resources = grants.iter().map(|((arn, needed), it)| {
        let policy = Policy::new(it.statements.clone());
        json!({
            "Arn": arn,
            "Needed": needed,
            "AddTo": place(arn),
            "Edges": it.edges,
            "PolicyDocument": policy,
        })
    });
    document.insert("Resources".to_owned(), resources.collect());
    Value::Object(document)
}

/// The policy that these statements belong into.
fn place(arn: &str) -> &'static str {
    match part(arn, 2) {
        "dynamodb" => "the resource policy of the table (dynamodb:PutResourcePolicy)",
        "kinesis" => "the resource policy of the stream (kinesis:PutResourcePolicy)",
        "kms" => "the policy of the key (kms:PutKeyPolicy), where `*` is that key",
        "s3" => "the policy of the bucket (s3:PutBucketPolicy)",
        "sns" => "the policy of the topic (sns:SetTopicAttributes, Policy)",
        "sqs" => "the policy of the queue (sqs:SetQueueAttributes, Policy)",
        other => unreachable!("nothing of {other} is ever there already"),
    }
}
