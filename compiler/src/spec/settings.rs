//! Settings of the whole pipeline.

use crate::cfn::lambda::Architecture;
use crate::source::{Span, Spanned};
use crate::syntax::{Arn, Duration, Free, Read, Reader, block};
use crate::yaml::{Kind, Node};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

block! {
    /// Settings of the whole pipeline.
    struct Settings {
        /// Who holds the key; `customer_key` without it.
        optional encryption = "encryption": Encryption,
        /// What happens to what holds data when the stack goes; `retain` without it.
        optional removal = "removal": Spanned<Removal>,
        /// The processors that functions run on; `x86_64` without it.
        optional architecture = "architecture": Spanned<Architecture>,
        /// How long logs are kept; 90d without it.
        optional log_retention = "log_retention": Spanned<Duration>,
        /// How long a failing batch is retried, 60s to 7d; 6h without it.
        optional retry = "retry": Spanned<Duration>,
        /// The policy that bounds every role.
        optional permissions_boundary = "permissions_boundary": Spanned<Arn>,
        /// What every `name` in this file begins with in AWS.
        optional name_prefix = "name_prefix": Spanned<String>,
        /// Tags of every resource that takes them.
        collection tags = "tags": Free<Spanned<String>>,
    }
}

block! {
    /// What happens to what holds data when the stack goes.
    enum Removal {
        /// It stays.
        Retain = "retain",
        /// It goes.
        Destroy = "destroy",
    }
}

block! {
    /// A key without an ARN.
    enum Holder {
        /// One key of the pipeline's own, rotated each year.
        CustomerKey = "customer_key",
        /// The keys that AWS keeps for each service.
        AwsManaged = "aws_managed",
    }
}

block! {
    /// A key that is there already.
    struct Given {
        /// The key.
        required key = "key": Spanned<Arn>,
    }
}

/// Who holds the key that data is encrypted with.
#[derive(Debug, Clone)]
pub enum Encryption {
    /// The pipeline: one key of its own, rotated each year.
    CustomerKey(Span),
    /// AWS: a key for each service.
    AwsManaged(Span),
    /// This key, which is there already; `None` where it is broken.
    Key(Option<Spanned<Arn>>),
}

impl Read for Encryption {
    fn read(node: &Node, reader: &mut Reader) -> Option<Encryption> {
        if let Kind::Map(_) = node.kind {
            return Given::read(node, reader).map(|it| Encryption::Key(it.key.0));
        }
        Spanned::<Holder>::read(node, reader).map(|it| match it.value {
            Holder::CustomerKey => Encryption::CustomerKey(it.span),
            Holder::AwsManaged => Encryption::AwsManaged(it.span),
        })
    }
}

impl JsonSchema for Encryption {
    fn schema_name() -> Cow<'static, str> {
        "Encryption".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (holder, given) = (generator.subschema_for::<Holder>(), generator.subschema_for::<Given>());
        json_schema!({ "anyOf": [holder, given] })
    }
}
