//! What every sink stands on: the plan that is made, keys, logs; and what each gives: how it is written.

use crate::cfn::{Text, logs};
use crate::plan::{Access, Built, Node, NodeId, Part, Plan, Site, Writer, camel};
use crate::source::{Span, Spanned};
use std::rc::Rc;

/// What every sink stands on.
#[derive(Debug)]
pub struct Base<'p> {
    /// The plan that is made.
    pub plan: &'p mut Plan,
    /// The customer key: the pipeline's own, or one that is there already.
    pub key: NodeId,
    /// The customer key of streams, topics, queues, buckets and deliveries; AWS's own keys without it.
    pub data_key: Option<NodeId>,
    /// The bucket that logs the requests of other buckets.
    pub access_logs: NodeId,
    /// How long logs are kept, in days: one of CloudWatch's values.
    pub log_retention_days: u32,
    /// What every name in AWS begins with that the file gives.
    pub name_prefix: &'p str,
}

/// Where something stands in the file.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// The way to it.
    pub path: String,
    /// Its place.
    pub span: Span,
}

/// What a function needs in order to write to a sink or a stream.
#[derive(Debug, Clone)]
pub struct Reach {
    /// What it calls.
    pub node: NodeId,
    /// The rights that it needs on that.
    pub rights: Vec<Access>,
    /// How rows are written.
    pub writer: Writer,
    /// The environment variable with the address.
    pub variable: String,
}

/// A log group. It is made with the stack, so that none is kept forever.
#[derive(Debug)]
struct LogGroup {
    days: u32,
    key: NodeId,
}

/// Something that is there already.
#[derive(Debug)]
struct Existing {
    noun: &'static str,
    arn: String,
    name: Text,
}

impl Place {
    /// An environment variable for this, `TABLE_ABNORMALS`.
    pub fn variable(&self, noun: &str) -> String {
        format!("{noun}_{}", self.name.to_ascii_uppercase())
    }
}

impl Base<'_> {
    /// Adds a thing to the plan. Its logical id is its name and its noun.
    pub fn add(&mut self, place: Place, noun: &str, part: impl Part + 'static) -> NodeId {
        let id = camel(&place.name) + noun;
        self.plan.add(Node { name: place.name, id, path: place.path, span: place.span, part: Rc::new(part) })
    }

    /// Adds a thing that is there already.
    pub fn existing(&mut self, place: Place, noun: &'static str, arn: &str, name: Text) -> NodeId {
        self.add(place, noun, Existing { noun, arn: arn.to_owned(), name })
    }

    /// Adds the log group of what stands at this place.
    pub fn logs(&mut self, of: &Place) -> NodeId {
        let place = Place { name: format!("{}-logs", of.name), ..of.clone() };
        let group = LogGroup { days: self.log_retention_days, key: self.key };
        self.add(place, "", group)
    }

    /// The name in AWS of what the file names so.
    pub fn physical(&self, name: Option<&Spanned<String>>) -> Option<String> {
        name.map(|it| format!("{}{}", self.name_prefix, it.value))
    }
}

impl Part for Existing {
    fn noun(&self) -> &'static str {
        self.noun
    }

    fn is_there(&self) -> bool {
        true
    }

    fn build(&self, _: &Node, _: &mut Site) -> Built {
        Built { arn: self.arn.as_str().into(), name: self.name.clone() }
    }
}

impl Part for LogGroup {
    fn noun(&self) -> &'static str {
        "log group"
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let group = logs::LogGroup { retention_in_days: self.days, kms_key_id: site.arn(self.key) };
        let handle = site.template.add(&node.id, &site.holding(node), &group);
        Built { arn: handle.arn(), name: handle.name() }
    }
}
