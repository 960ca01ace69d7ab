//! Environments: parts that are laid over the file.

use super::codes::ENVIRONMENT_STRUCTURE;
use super::{Capacity, Monitoring, Settings};
use crate::source::Spanned;
use crate::syntax::{AccountId, Any, Arn, Duration, Free, Literal, Named, Read, Reader, Region, block};
use crate::yaml::{Kind, Node};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use std::borrow::Cow;

/// What an environment says, without what it may not change, which has been told.
#[derive(Debug, Clone)]
pub struct Environment(pub Overlay);

block! {
    /// Parts that are laid over the file for one environment: mappings merge, the rest replaces. Never schemas, branches or
    /// windows.
    struct Overlay {
        /// A sentence on what it is for.
        optional description = "description": Spanned<String>,
        /// The account it is deployed to.
        optional account = "account": Spanned<AccountId>,
        /// The region it is deployed to.
        optional region = "region": Spanned<Region>,
        /// Other values of thresholds, of the types that they have in the file.
        collection thresholds = "thresholds": Named<Spanned<Literal>>,
        /// Other settings.
        optional settings = "settings": Settings,
        /// Other monitoring.
        optional monitoring = "monitoring": Monitoring,
        /// Other places and sizes of streams.
        collection streams = "streams": Named<Place>,
        /// Other places, sizes, addresses and secrets of sinks, by the sink's kind.
        collection sinks = "sinks": Named<Free<Any>>,
    }
}

/// What an environment says of a stream, without what it may not change, which has been told.
#[derive(Debug, Clone)]
pub struct Place(pub Stream);

block! {
    /// Another place and size of a stream.
    struct Stream {
        /// Shards.
        optional capacity = "capacity": Capacity,
        /// How long records are kept.
        optional retention = "retention": Spanned<Duration>,
        /// The stream's name in AWS.
        optional name = "name": Spanned<String>,
        /// Accounts that may read it.
        collection readers = "readers": crate::syntax::OneOrMany<Spanned<AccountId>>,
        /// A stream that is there already.
        optional existing = "existing": Spanned<Arn>,
        /// The customer key that an existing stream is encrypted with.
        optional key = "key": Spanned<Arn>,
    }
}

/// The sections that decide what runs, and not where.
const SECTIONS: &[&str] = &[
    "version",
    "pipeline",
    "schemas",
    "hot",
    "cold",
    "viewers",
    "cicd",
    "tests",
    "overrides",
    "environments",
];
/// The keys of a stream that decide what its records mean.
const MEANINGS: &[&str] =
    &["schema", "partition_key", "id", "event_time", "watermark", "starting_position", "description"];
/// The settings that decide what is built.
const BUILDS: &[&str] = &["architecture"];

impl Read for Environment {
    fn read(node: &Node, reader: &mut Reader) -> Option<Environment> {
        let mut node = without(node, SECTIONS, reader);
        if let Kind::Map(pairs) = &mut node.kind {
            for (_, settings) in pairs.iter_mut().filter(|(key, _)| key.value == "settings") {
                *settings = without(settings, BUILDS, reader);
            }
        }
        Overlay::read(&node, reader).map(Environment)
    }
}

impl Read for Place {
    fn read(node: &Node, reader: &mut Reader) -> Option<Place> {
        Stream::read(&without(node, MEANINGS, reader), reader).map(Place)
    }
}

/// The node without these keys, each of which is told.
fn without(node: &Node, keys: &[&str], reader: &mut Reader) -> Node {
    let Kind::Map(pairs) = &node.kind else { return node.clone() };
    let (refused, kept): (Vec<_>, Vec<_>) =
        pairs.iter().cloned().partition(|(key, _)| keys.contains(&key.value.as_str()));
    for (key, _) in refused {
        let message = format!("an environment may not change `{}`", key.value);
        reader
            .findings
            .error(&ENVIRONMENT_STRUCTURE, key.span, message)
            .help("what was tested is what runs: change it for all environments, or make another pipeline");
    }
    Node { span: node.span, kind: Kind::Map(kept) }
}

impl JsonSchema for Environment {
    fn schema_name() -> Cow<'static, str> {
        Overlay::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Overlay::json_schema(generator)
    }
}

impl JsonSchema for Place {
    fn schema_name() -> Cow<'static, str> {
        "Place".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Stream::json_schema(generator)
    }
}
