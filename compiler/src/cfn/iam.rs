//! IAM: policy documents and roles.

use super::template::{Handle, Resource, Tag};
use super::text::{Pseudo, Text};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// A policy document.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Policy {
    /// The version of the policy language, always `2012-10-17`.
    pub version: &'static str,
    /// What it allows and denies.
    pub statement: Vec<Statement>,
}

/// One statement of a policy.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Statement {
    /// Its name: letters and digits, unique in its document.
    pub sid: String,
    /// Allowed or denied.
    pub effect: Effect,
    /// Who; in policies of resources only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<Principal>,
    /// What may be done, `kinesis:GetRecords`.
    #[serde(serialize_with = "one_or_many")]
    pub action: Vec<&'static str>,
    /// To what; not in the policy that says who may take a role.
    #[serde(serialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub resource: Vec<Text>,
    /// When.
    #[serde(serialize_with = "conditions", skip_serializing_if = "Vec::is_empty")]
    pub condition: Vec<Condition>,
}

/// Whether a statement allows or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever others allow.
    Deny,
}

/// Whom a statement of a resource's policy is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Principal {
    /// A service, `firehose.amazonaws.com`.
    Service(Text),
    /// An account.
    #[serde(rename = "AWS")]
    Account(Text),
    /// Several accounts.
    #[serde(rename = "AWS")]
    Accounts(Vec<Text>),
    /// Everybody; in statements that deny only.
    #[serde(untagged)]
    Everybody(&'static str),
}

/// How a policy writes everybody.
pub const EVERYBODY: Principal = Principal::Everybody("*");

/// A condition of a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// How values are compared, `StringEquals`.
    pub operator: &'static str,
    /// What is compared, `kms:ViaService`.
    pub key: &'static str,
    /// With what; one of them fits.
    pub values: Vec<Text>,
}

/// A role.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Role {
    /// What takes it and for what, at most 1,000 characters.
    pub description: String,
    /// Who may take it.
    pub assume_role_policy_document: Policy,
    /// The policy that bounds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<String>,
    /// Its tags, beside those of every resource.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Its policies. They are part of it, so whatever uses the role finds them in force.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<Inline>,
}

/// A policy that is part of a role.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Inline {
    /// Its name.
    pub policy_name: String,
    /// What it allows.
    pub policy_document: Policy,
}

impl Resource for Role {
    const TYPE: &'static str = "AWS::IAM::Role";
}

impl Handle<Role> {
    /// Its ARN.
    pub fn arn(&self) -> Text {
        self.attribute("Arn")
    }
}

impl Principal {
    /// All of an account, as far as its own policies let them.
    pub fn root(account: impl Into<Text>) -> Text {
        Text::from("arn:").then(Pseudo::Partition).then(":iam::").then(account).then(":root")
    }
}

impl Policy {
    /// A document of these statements.
    pub fn new(statement: Vec<Statement>) -> Policy {
        Policy { version: "2012-10-17", statement }
    }
}

impl Condition {
    /// A condition on one value.
    pub fn new(operator: &'static str, key: &'static str, value: impl Into<Text>) -> Condition {
        Condition { operator, key, values: vec![value.into()] }
    }
}

impl Statement {
    /// Denies these actions to everybody who does not use TLS. Here `s3:*` is right: a list would leave some open.
    pub fn tls_only(action: Vec<&'static str>, resource: Vec<Text>) -> Statement {
        Statement {
            sid: "DenyWithoutTls".to_owned(),
            effect: Effect::Deny,
            principal: Some(EVERYBODY),
            action,
            resource,
            condition: vec![Condition::new("Bool", "aws:SecureTransport", "false")],
        }
    }
}

/// A list of one is written without brackets, as IAM itself does.
fn one_or_many<T: Serialize, S: Serializer>(list: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    match list {
        [one] => one.serialize(serializer),
        many => many.serialize(serializer),
    }
}

/// Conditions by operator, then key.
fn conditions<S: Serializer>(list: &[Condition], serializer: S) -> Result<S::Ok, S::Error> {
    let mut operators: Vec<&str> = list.iter().map(|it| it.operator).collect();
    operators.dedup();
    let mut map = serializer.serialize_map(Some(operators.len()))?;
    for operator in operators {
        map.serialize_entry(operator, &Keys(list.iter().filter(|it| it.operator == operator).collect()))?;
    }
    map.end()
}

struct Keys<'a>(Vec<&'a Condition>);

impl Serialize for Keys<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for it in &self.0 {
            match it.values.as_slice() {
                [one] => map.serialize_entry(it.key, one)?,
                many => map.serialize_entry(it.key, many)?,
            }
        }
        map.end()
    }
}
