//! Where a template is built: what stands already, for what is built next.

use super::node::{Node, NodeId};
use crate::cfn::{About, Output, Removal, Template, Text};
use std::collections::BTreeMap;

/// A template being built along the edges, heads first.
#[derive(Debug)]
pub struct Site {
    /// The template.
    pub template: Template,
    /// What the stack's parameters are called, by environment variable or name, and their values.
    pub parameters: BTreeMap<String, Text>,
    /// What happens to what holds data when the stack goes.
    pub removal: Removal,
    built: Vec<Built>,
    role: Option<Text>,
}

/// A node that stands.
#[derive(Debug, Clone)]
pub struct Built {
    /// Its ARN.
    pub arn: Text,
    /// What calls and properties name it by: a name, a queue's URL, a topic's ARN.
    pub name: Text,
}

impl Site {
    /// A site for this template.
    pub fn new(template: Template, removal: Removal) -> Site {
        Site { template, parameters: BTreeMap::new(), removal, built: Vec::new(), role: None }
    }

    /// Builds the next node, which acts under this role, if under one.
    pub fn build(&mut self, node: &Node, role: Option<Text>) {
        self.role = role;
        let built = node.part.build(node, self);
        self.built.push(built);
    }

    /// The ARN of a node that stands.
    pub fn arn(&self, node: NodeId) -> Text {
        self.built[node.0].arn.clone()
    }

    /// What a node that stands is called.
    pub fn name(&self, node: NodeId) -> Text {
        self.built[node.0].name.clone()
    }

    /// The ARN of the role that the node being built acts under.
    pub fn role(&self) -> Text {
        self.role.clone().expect("a node that asks for its role acts under one")
    }

    /// A value that each deployment may give.
    pub fn parameter(&self, name: &str) -> Text {
        self.parameters.get(name).cloned().expect("the parameters that nodes use are declared before them")
    }

    /// What stands beside the properties of a resource that holds data.
    pub fn holding(&self, node: &Node) -> About {
        About { removal: Some(self.removal), ..node.about() }
    }

    /// Tells a value of a node: the output is called after the node and the noun.
    pub fn tell(&mut self, node: &Node, noun: &str, description: &str, value: &Text) {
        let description = format!("{description} {}.", node.name);
        self.template.output(&format!("{}{noun}", node.id), &Output { description, value: value.clone() });
    }
}

impl Node {
    /// What stands beside its resources' properties.
    pub fn about(&self) -> About {
        About { path: self.path.clone(), ..About::default() }
    }
}
