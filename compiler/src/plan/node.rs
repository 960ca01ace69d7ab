//! A thing that exists in AWS, and what it does when the template is written.

use super::access::Seal;
use super::site::{Built, Site};
use crate::cfn::iam::Condition;
use crate::source::Span;
use std::fmt::Debug;
use std::rc::Rc;

/// A thing of a plan. Only [`Plan::add`](super::Plan::add) gives one out, so heads stand before tails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(pub(super) usize);

/// A thing that exists in AWS, or several that are useless without each other.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its name, unique in the plan; statements are called after it.
    pub name: String,
    /// Its logical id, as `AbnormalsTable`.
    pub id: String,
    /// The way in the file to what it is there for, `sinks.abnormals`.
    pub path: String,
    /// The place of that.
    pub span: Span,
    /// What it is.
    pub part: Rc<dyn Part>,
}

/// What a node is: each kind is a file of `sinks`, `engines` or `lower`.
pub trait Part: Debug {
    /// What it is, in a word or two: `table`.
    fn noun(&self) -> &'static str;

    /// Under which role it acts.
    fn acts(&self) -> Acts {
        Acts::Never
    }

    /// The key that it is sealed with, if whoever uses it needs rights on that.
    fn seal(&self) -> Option<Seal> {
        None
    }

    /// Its ARN, where it is there already and its owner must let the stack's roles in, if that is another account.
    fn existing(&self) -> Option<&str> {
        None
    }

    /// Whether it is there already, so that the template makes nothing of it.
    fn is_there(&self) -> bool {
        self.existing().is_some()
    }

    /// The bucket that its requests are logged to.
    fn logs_to(&self) -> Option<NodeId> {
        None
    }

    /// Adds its resources to the template.
    fn build(&self, node: &Node, site: &mut Site) -> Built;
}

/// Under which role something acts.
#[derive(Debug, Clone, PartialEq)]
pub enum Acts {
    /// It does nothing by itself.
    Never,
    /// Under a role of its own.
    Itself(Trust),
    /// Under the role of whatever this node is: its edges are statements of that role.
    Through(NodeId),
}

/// Who may take a role.
#[derive(Debug, Clone, PartialEq)]
pub struct Trust {
    /// The service, `lambda.amazonaws.com`.
    pub service: &'static str,
    /// When.
    pub conditions: Vec<Condition>,
}

/// A word of the file as CloudFormation and `Sid`s have it: `abnormal_alerts` is `AbnormalAlerts`.
pub fn camel(name: &str) -> String {
    let words = name.split(|it: char| !it.is_ascii_alphanumeric());
    words
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map_or_else(String::new, |it| it.to_ascii_uppercase().to_string() + letters.as_str())
        })
        .collect()
}
