//! What is written: names and places, nothing resolved, useful even when broken.

mod branches;
mod cicd;
mod codes;
mod environments;
mod monitoring;
mod schemas;
mod secrets;
mod settings;
mod sinks;
mod streams;
mod tests;
mod thresholds;
mod viewers;

pub use branches::{Cold, Hot, Session, Sliding, Tumbling, Window};
pub use cicd::Cicd;
pub use codes::{CODES, ENVIRONMENT_STRUCTURE};
pub use environments::{Environment, Overlay, Place};
pub use monitoring::Monitoring;
pub use schemas::{Column, Definition, Format, Schema, nearest_type, type_named};
pub use settings::{Encryption, Given as GivenKey, Holder, Removal, Settings};
pub use sinks::Sink;
pub use streams::{Capacity, Load, Mode, SHARDS, Shards, StartingPosition, Stream, Watermark};
pub use tests::{Expectation, Given, Row, Rows, Test};
pub use thresholds::Threshold;
pub use viewers::Viewer;

use crate::diagnostic::Diagnostics;
use crate::source::{Source, Spanned};
use crate::syntax::{Any, Free, FromScalar, Named, Read, Reader, block};
use crate::yaml::{Node, Plain};
use schemars::{JsonSchema, Schema as JsonSchemaValue, SchemaGenerator, json_schema};
use std::borrow::Cow;

block! {
    /// A pipeline: streams, the branches that read them, and the sinks that the branches write.
    struct Spec {
        /// The version of the language, `1`.
        required version = "version": Spanned<Version>,
        /// The pipeline's name: that of its stack, and of its folder below `generated/`.
        required pipeline = "pipeline": Spanned<PipelineName>,
        /// A sentence on what the pipeline is for.
        optional description = "description": Spanned<String>,
        /// Name → columns.
        collection schemas = "schemas": Named<Schema>,
        /// Kinesis data streams.
        collection streams = "streams": Named<Stream>,
        /// Values that expressions use by name and that change without a rebuild.
        collection thresholds = "thresholds": Named<Threshold>,
        /// Branches that look at records.
        collection hot = "hot": Named<Hot>,
        /// Branches that keep every record as the bytes that came.
        collection cold = "cold": Named<Cold>,
        /// What branches write to.
        collection sinks = "sinks": Named<Sink>,
        /// Web pages over tables.
        collection viewers = "viewers": Named<Viewer>,
        /// Dashboard and alarms.
        optional monitoring = "monitoring": Monitoring,
        /// Encryption, retention and the like, for the whole pipeline.
        optional settings = "settings": Settings,
        /// Parts that are laid over this file, one per environment.
        collection environments = "environments": Named<Environment>,
        /// How changes reach the environments.
        optional cicd = "cicd": Cicd,
        /// Unit tests of the pipeline.
        collection tests = "tests": Named<Test>,
        /// Node → CloudFormation type → properties laid over what is generated.
        collection overrides = "overrides": Free<Free<Any>>,
    }
}

/// The version of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version;

impl FromScalar for Version {
    const EXPECTED: &'static str = "`1`, the newest version of the language that this pipec knows";
    const PLAIN: &'static [Plain] = &[Plain::Integer];
    fn from_text(text: &str) -> Option<Version> {
        // A later one has been told as such.
        text.parse::<u32>().is_ok_and(|it| it >= 1).then_some(Version)
    }
}

impl JsonSchema for Version {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Version".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> JsonSchemaValue {
        json_schema!({ "const": 1 })
    }
}

/// The pipeline's name: the stack's, so letters, digits and `-`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PipelineName {
    /// The text.
    pub text: String,
}

impl FromScalar for PipelineName {
    const EXPECTED: &'static str = "a name: a small letter, then small letters, digits and `-`, at most 40";
    fn from_text(text: &str) -> Option<PipelineName> {
        let fits = text.len() <= 40
            && text.starts_with(|it: char| it.is_ascii_lowercase())
            && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
        fits.then(|| PipelineName { text: text.to_owned() })
    }
}

impl JsonSchema for PipelineName {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "PipelineName".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> JsonSchemaValue {
        json_schema!({ "type": "string", "pattern": "^[a-z][a-z0-9-]{0,39}$" })
    }
}

/// Reads a file's tree. `None` where its root is no mapping, which has been told.
pub fn read(source: &Source, node: &Node) -> (Option<Spec>, Diagnostics) {
    let mut reader = Reader::new(source);
    codes::newer_version(node, &mut reader);
    secrets::tell(node, &mut reader);
    let spec = Spec::read(node, &mut reader);
    (spec, reader.findings)
}
