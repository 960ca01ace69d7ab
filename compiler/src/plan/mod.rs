//! What will run: things that exist in AWS, the rights between them, and what each function runs.

mod access;
mod job;
mod node;
mod overrides;
mod site;

pub use access::{Access, GivenKey, KeyUse, On, Seal, Sealing, Share, via};
pub use job::{Added, Branch, Column, Expression, Job, Output, Target, Threshold, Writer};
pub use node::{Acts, Node, NodeId, Part, Trust, camel};
pub use overrides::Override;
pub use site::{Built, Site};

use crate::cfn::{Removal, Tag};

/// The tag by which the owners of things that are there already know a role: CloudFormation makes its name.
pub const ROLE_TAG: &str = "pipec-role";

/// A pipeline as it will run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The pipeline's name.
    pub pipeline: String,
    /// The stack's: the pipeline's, and that of the environment behind it if there is one.
    pub stack: String,
    /// The sentence on it, or an empty text.
    pub description: String,
    /// Thresholds, in the order written.
    pub thresholds: Vec<Threshold>,
    /// What functions run, one job per stream that feeds a Lambda branch.
    pub jobs: Vec<Job>,
    /// What all hot branches mean, whichever engine runs them: one job per stream that feeds any. They have no targets.
    pub definitions: Vec<Job>,
    /// The account that the stack stands in, if the file says so.
    pub account: Option<String>,
    /// The streams that other accounts may read.
    pub shares: Vec<Share>,
    /// The key that is there already and that the pipeline is sealed with, if there is one.
    pub given_key: Option<GivenKey>,
    /// What happens to what holds data when the stack goes.
    pub removal: Removal,
    /// The policy that bounds every role.
    pub permissions_boundary: Option<String>,
    /// Tags of every resource that takes them.
    pub tags: Vec<Tag>,
    /// What is laid over the template, in the order written.
    pub overrides: Vec<Override>,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// The rights of one node on another.
#[derive(Debug, Clone)]
pub struct Edge {
    /// Who has them.
    pub from: NodeId,
    /// On what.
    pub to: NodeId,
    /// The rights.
    pub access: Vec<Access>,
}

impl Plan {
    /// A plan without things and rights.
    pub fn new(pipeline: &str, description: &str, removal: Removal) -> Plan {
        Plan {
            pipeline: pipeline.to_owned(),
            stack: pipeline.to_owned(),
            description: description.to_owned(),
            thresholds: Vec::new(),
            jobs: Vec::new(),
            definitions: Vec::new(),
            account: None,
            shares: Vec::new(),
            given_key: None,
            removal,
            permissions_boundary: None,
            tags: Vec::new(),
            overrides: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
        }
    }

    /// Adds a thing. Where two names make one logical id, the later one gets a digit.
    pub fn add(&mut self, mut node: Node) -> NodeId {
        debug_assert!(self.find(&node.name).is_none(), "`{}` is added once", node.name);
        while !node.id.is_empty() && self.nodes.iter().any(|it| it.id == node.id) {
            node.id.push('2');
        }
        self.nodes.push(node);
        NodeId(self.nodes.len() - 1)
    }

    /// Gives rights: the only way to one.
    pub fn connect(&mut self, from: NodeId, to: NodeId, access: impl IntoIterator<Item = Access>) {
        self.edges.push(Edge { from, to, access: access.into_iter().collect() });
    }

    /// The things, heads first.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate().map(|(index, node)| (NodeId(index), node))
    }

    /// The thing of this name, if there is one.
    pub fn find(&self, name: &str) -> Option<NodeId> {
        self.nodes.iter().position(|it| it.name == name).map(NodeId)
    }

    /// A thing.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// The rights between things.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The edges whose rights the role of this node has: its own, and those of what acts through it.
    pub fn edges_of(&self, actor: NodeId) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(move |edge| {
            edge.from == actor || self.node(edge.from).part.acts() == Acts::Through(actor)
        })
    }

    /// The same plan without one of its edges.
    pub fn without(&self, edge: usize) -> Plan {
        let mut plan = self.clone();
        plan.edges.remove(edge);
        plan
    }
}
