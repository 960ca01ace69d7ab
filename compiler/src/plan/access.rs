//! A right that one thing has on another; each is exactly one statement.

use super::node::NodeId;
use crate::cfn::Text;
use crate::cfn::iam::{Condition, Statement};

/// What may be done to the head of an edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Access {
    /// What it is, in a word that stands between two names: `Reads`.
    pub verb: &'static str,
    /// The actions, `kinesis:GetRecords`.
    pub actions: &'static [&'static str],
    /// Which part of the head.
    pub on: On,
    /// What must be done with the key that the head is sealed with.
    pub key: KeyUse,
    /// Why its resource has a `*`; empty where it has none.
    pub reason: &'static str,
}

/// Which part of the head.
#[derive(Debug, Clone, PartialEq)]
pub enum On {
    /// The head itself.
    Whole,
    /// What is in it: this behind its ARN.
    Inside(&'static str),
    /// Several things in it: each of these behind its ARN.
    Each(Vec<String>),
}

/// What must be done with the key that the head is sealed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyUse {
    /// Nothing.
    None,
    /// The right to these actions comes with the access, in a statement of its own.
    Needs {
        /// What it is, in a word: `Decrypts`.
        verb: &'static str,
        /// The actions, `kms:Decrypt`.
        actions: &'static [&'static str],
    },
}

/// The key that a thing is sealed with, and when the service may use it for others.
#[derive(Debug, Clone, PartialEq)]
pub struct Seal {
    /// The key.
    pub key: NodeId,
    /// How it is used.
    pub sealing: Sealing,
}

/// How a service uses the key of a thing for those who use the thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sealing {
    /// The service that calls KMS, `kinesis`.
    pub service: &'static str,
    /// The condition's key under which the service names the thing's ARN to KMS with each call, where its documentation
    /// says so: `kms:EncryptionContext:aws:kinesis:arn`.
    pub context: Option<&'static str>,
    /// Whether the service may name what is in the thing instead.
    pub inside: bool,
}

impl On {
    /// The ARNs of this part of a thing.
    pub fn arns(&self, whole: &Text) -> Vec<Text> {
        match self {
            On::Whole => vec![whole.clone()],
            On::Inside(part) => vec![whole.clone().then(*part)],
            On::Each(parts) => parts.iter().map(|it| whole.clone().then(it.as_str())).collect(),
        }
    }
}

impl Sealing {
    /// When the service may use the key for a caller: through itself, and for the thing only.
    pub fn conditions(&self, arn: &Text) -> Vec<Condition> {
        let through = Condition::new("StringEquals", "kms:ViaService", via(self.service));
        let about = self.context.map(|key| match self.inside {
            true => {
                Condition { operator: "StringLike", key, values: vec![arn.clone(), arn.clone().then("/*")] }
            }
            false => Condition::new("StringEquals", key, arn.clone()),
        });
        std::iter::once(through).chain(about).collect()
    }
}

/// What a key that is there already must allow beside the roles, for the pipeline to be sealed with it.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenKey {
    /// Its ARN.
    pub arn: String,
    /// For services that call it by themselves: IAM gives them no rights, in no account.
    pub of_services: Vec<Statement>,
    /// For whoever deploys, where that is another account than the key's.
    pub of_account: Vec<Statement>,
}

/// A stream of the stack that other accounts may read.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The stream's name in the file.
    pub stream: String,
    /// Its ARN.
    pub arn: Text,
    /// The accounts.
    pub readers: Vec<String>,
    /// The key that it is sealed with, where that is there already: its owner must let the readers use it.
    pub key: Option<String>,
}

/// The name that a service has for KMS, `kinesis.eu-west-1.amazonaws.com`.
pub fn via(service: &str) -> Text {
    use crate::cfn::Pseudo::{Region, UrlSuffix};
    Text::from(format!("{service}.")).then(Region).then(".").then(UrlSuffix)
}
