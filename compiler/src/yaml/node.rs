//! Questions a reader asks of a node: is it a mapping, what is under this key, what to call it in a message.

use super::{Kind, Node, Plain, Scalar};
use crate::source::{Span, Spanned};

impl Node {
    /// A node that was refused.
    pub fn broken(span: Span) -> Node {
        Node { span, kind: Kind::Broken }
    }

    /// The pairs, if it is a mapping.
    pub fn as_map(&self) -> Option<&[(Spanned<String>, Node)]> {
        match &self.kind {
            Kind::Map(pairs) => Some(pairs),
            Kind::Scalar(_) | Kind::List(_) | Kind::Broken => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::List(items) => Some(items),
            Kind::Scalar(_) | Kind::Map(_) | Kind::Broken => None,
        }
    }

    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(scalar),
            Kind::List(_) | Kind::Map(_) | Kind::Broken => None,
        }
    }

    /// The value under a key, if it is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.iter().find(|(it, _)| it.value == key).map(|(_, value)| value)
    }

    /// Whether nothing is written there, or `null`.
    pub fn is_null(&self) -> bool {
        self.as_scalar().is_some_and(|it| it.plain() == Plain::Null)
    }

    /// Whether it was refused, so that nothing more is said about it.
    pub fn is_broken(&self) -> bool {
        matches!(self.kind, Kind::Broken)
    }

    /// What a message calls it: `a list`, `a mapping`, `text`, …
    pub fn noun(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar(scalar) => scalar.plain().noun(),
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
            Kind::Broken => "something that cannot be read",
        }
    }
}

impl Plain {
    /// What a message calls it.
    pub fn noun(self) -> &'static str {
        match self {
            Plain::Null => "nothing",
            Plain::Boolean => "true or false",
            Plain::Integer => "a whole number",
            Plain::Float => "a number",
            Plain::Text => "text",
        }
    }
}
