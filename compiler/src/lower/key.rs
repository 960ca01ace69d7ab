//! The customer key, and who may use it: the account through services, and CloudWatch Logs.

use super::{node, place};
use crate::cfn::iam::{Condition, Effect, Policy, Principal, Statement};
use crate::cfn::{About, Pseudo, Text, kms};
use crate::model::{Encryption, Model, Target};
use crate::plan::{Built, GivenKey, Node, NodeId, Part, Plan, Share, Site, camel, via};
use crate::sinks::{self, kinesis};
use std::collections::BTreeSet;

/// What the account's administrators do with a key; none of it reads data.
const MANAGE: &[&str] = &[
    "kms:CancelKeyDeletion",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
];

/// What services do with a key for a caller.
const USE: &[&str] = &[
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
];

/// The services that keep a grant on the key from whoever deploys.
const GRANTED: &[&str] = &["dynamodb", "firehose", "lambda"];
/// The services that try a key, or seal with it, as whoever deploys.
const DEPLOYED: &[&str] = &["dynamodb", "firehose", "kinesis", "lambda"];
/// What stays with a customer key where AWS holds the keys of the data.
const REST: &[&str] = &["dynamodb", "lambda"];

const NOTE: &str = "In a key's policy `*` is the key, and the account is whoever its own policies allow.";
const NOTE_OF_REST: &str = "AWS has no key for logs that a template can name, so this one encrypts logs, tables and \
                            environments even with `aws_managed`. In its policy `*` is the key itself.";

/// The pipeline's own key.
#[derive(Debug)]
struct Key {
    services: Vec<&'static str>,
    note: &'static str,
    pipeline: String,
    shares: Vec<Share>,
}

/// A key that is there already.
#[derive(Debug)]
struct Given {
    arn: String,
}

/// Adds the customer key.
pub fn add(model: &Model, plan: &mut Plan) -> NodeId {
    let place = place(model, "pipeline-key", "settings.encryption");
    let shares = plan.shares.clone();
    let own = |services, note| Key { services, note, pipeline: model.name.value.clone(), shares };
    match &model.settings.encryption {
        Encryption::CustomerKey => node(plan, place, "PipelineKey", own(services(model), NOTE)),
        Encryption::AwsManaged => node(plan, place, "PipelineKey", own(rest(model), NOTE_OF_REST)),
        Encryption::Key(arn) => {
            plan.given_key = Some(given(&arn.text, &services(model)));
            node(plan, place, "", Given { arn: arn.text.clone() })
        }
    }
}

/// What the policy of a key that is there already must say, of what the pipeline's own key says. What roles do with it is
/// on their edges, so the account is let in only to deploy.
fn given(arn: &str, services: &[&'static str]) -> GivenKey {
    let deployed: Vec<&str> = services.iter().copied().filter(|it| DEPLOYED.contains(it)).collect();
    let through = (!deployed.is_empty()).then(|| {
        let through = through_services(&deployed);
        Statement { action: [&["kms:DescribeKey"], through.action.as_slice()].concat(), ..through }
    });
    let of_account = through.into_iter().chain(grants_of(services)).collect();
    GivenKey { arn: arn.to_owned(), of_services: vec![logs()], of_account }
}

/// The services that use the key, by their names for KMS.
fn services(model: &Model) -> Vec<&'static str> {
    let mut services = BTreeSet::new();
    for branch in &model.branches {
        let hot = branch.as_hot().is_some();
        // A function has an environment, and writes dead letters to a bucket.
        services.extend(hot.then_some(["lambda", "s3"]).into_iter().flatten());
        for settings in branch.to.iter().filter_map(|it| settings(model, it.value)) {
            services.extend(settings.sink().services(hot));
        }
    }
    services.extend(model.streams.iter().filter(|it| it.existing.is_none()).map(|_| "kinesis"));
    services.into_iter().collect()
}

/// Those of them whose data AWS has no key for that a template can name.
fn rest(model: &Model) -> Vec<&'static str> {
    services(model).into_iter().filter(|it| REST.contains(it)).collect()
}

fn settings(model: &Model, target: Target) -> Option<&sinks::Settings> {
    match target {
        Target::Sink(id) => model.sink(id).settings.as_ref(),
        Target::Stream(_) => None,
    }
}

impl Part for Key {
    fn noun(&self) -> &'static str {
        "key"
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let key = kms::Key {
            description: format!("Encrypts what the pipeline {} keeps.", self.pipeline),
            enable_key_rotation: true,
            pending_window_in_days: 30,
            key_policy: Policy::new(self.statements()),
        };
        let about = About { note: Some(self.note), ..site.holding(node) };
        let arn = site.template.add(&node.id, &about, &key).arn();
        Built { arn: arn.clone(), name: arn }
    }
}

impl Key {
    /// What the key's policy says: no statement is for services that are not there.
    fn statements(&self) -> Vec<Statement> {
        let through = (!self.services.is_empty()).then(|| through_services(&self.services));
        let shares = self.shares.iter().map(reading);
        std::iter::once(manage())
            .chain(through)
            .chain(grants_of(&self.services))
            .chain([logs()])
            .chain(shares)
            .collect()
    }
}

impl Part for Given {
    fn noun(&self) -> &'static str {
        "key"
    }

    fn existing(&self) -> Option<&str> {
        Some(&self.arn)
    }

    fn build(&self, _: &Node, _: &mut Site) -> Built {
        Built { arn: self.arn.as_str().into(), name: self.arn.as_str().into() }
    }
}

fn statement(
    sid: &str,
    principal: Principal,
    action: &[&'static str],
    condition: Vec<Condition>,
) -> Statement {
    Statement {
        sid: sid.to_owned(),
        effect: Effect::Allow,
        principal: Some(principal),
        action: action.to_vec(),
        resource: vec!["*".into()],
        condition,
    }
}

fn account() -> Principal {
    Principal::Account(Principal::root(Pseudo::Account))
}

/// Lets the readers of a stream decrypt what Kinesis hands them of it.
fn reading(share: &Share) -> Statement {
    let readers = share.readers.iter().map(|it| Principal::root(it.as_str()));
    let sid = format!("ReadersOf{}", camel(&share.stream));
    statement(
        &sid,
        Principal::Accounts(readers.collect()),
        &["kms:Decrypt"],
        kinesis::SEALING.conditions(&share.arn),
    )
}

fn manage() -> Statement {
    statement("AccountManages", account(), MANAGE, Vec::new())
}

fn through_services(services: &[&str]) -> Statement {
    statement("AccountUsesThroughServices", account(), USE, vec![through(services.iter().copied())])
}

/// The grants that services keep, if any of these does.
fn grants_of(services: &[&str]) -> Option<Statement> {
    let granted: Vec<&str> = services.iter().copied().filter(|it| GRANTED.contains(it)).collect();
    (!granted.is_empty()).then(|| grants(&granted))
}

fn grants(services: &[&str]) -> Statement {
    let conditions =
        vec![through(services.iter().copied()), Condition::new("Bool", "kms:GrantIsForAWSResource", "true")];
    statement("ServicesKeepGrants", account(), &["kms:CreateGrant"], conditions)
}

fn through<'a>(services: impl Iterator<Item = &'a str>) -> Condition {
    Condition { operator: "StringEquals", key: "kms:ViaService", values: services.map(via).collect() }
}

/// CloudWatch Logs has no role: it names the log group to KMS with each call
/// (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html>).
fn logs() -> Statement {
    let groups = Text::arn("logs", Text::from("log-group:").then(Pseudo::StackName).then("-*"));
    let condition = Condition::new("ArnLike", "kms:EncryptionContext:aws:logs:arn", groups);
    let actions = USE.to_vec();
    statement("LogGroupsOfTheStack", Principal::Service(via("logs")), &actions, vec![condition])
}
