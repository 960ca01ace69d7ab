//! Kinesis data streams: what functions and delivery streams read, and what branches write.

use super::{Base, Place, Reach, There};
use crate::cfn::iam::{Effect, Policy, Principal, Statement};
use crate::cfn::{Text, kinesis};
use crate::plan::{Access, Built, KeyUse, Node, NodeId, On, Part, Seal, Sealing, Site, Writer};
use crate::syntax::Arn;

/// Rows as records. Only the writer's data key is made
/// (<https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html>).
const PUT: Access = Access {
    verb: "Puts",
    actions: &["kinesis:PutRecords"],
    on: On::Whole,
    key: KeyUse::Needs { verb: "Seals", actions: &["kms:GenerateDataKey"] },
    reason: "",
};

/// What a reader does, with or without the `readers` of a stream
/// (<https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html>).
pub const READING: &[&str] = &[
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
];

/// The key of a stream is used for that stream only: Kinesis names it to KMS with each call.
pub const SEALING: Sealing =
    Sealing { service: "kinesis", context: Some("kms:EncryptionContext:aws:kinesis:arn"), inside: false };

/// A stream of the pipeline's own.
#[derive(Debug)]
pub struct Stream {
    /// Its name in AWS, if the file gives one.
    pub physical: Option<String>,
    /// The shards; on demand without them.
    pub shards: Option<u32>,
    /// Hours a record is kept.
    pub retention_hours: u64,
    /// The customer key; AWS's own without it.
    pub key: Option<NodeId>,
    /// The accounts that may read it.
    pub readers: Vec<String>,
}

/// How a function writes to a stream.
pub fn reach(stream: NodeId, name: &str, partition_key: Option<String>) -> Reach {
    let variable = format!("STREAM_{}", name.to_ascii_uppercase());
    Reach { node: stream, rights: vec![PUT], writer: Writer::Stream { partition_key }, variable }
}

/// Adds a stream of the pipeline's own.
pub fn add(stream: Stream, place: Place, base: &mut Base) -> NodeId {
    base.add(place, "Stream", stream)
}

/// Adds a stream that is there already, and is sealed with this customer key if it has one.
pub fn existing(arn: &Arn, key: Option<&Arn>, place: Place, base: &mut Base) -> NodeId {
    let name = arn.text.as_str().into();
    base.existing(place, There { noun: "stream", arn, name, key, sealing: SEALING })
}

/// Lets these accounts read; whom of theirs, they say themselves.
fn reading(readers: &[String], stream: Text) -> Statement {
    Statement {
        sid: "AccountsRead".to_owned(),
        effect: Effect::Allow,
        principal: Some(Principal::Accounts(readers.iter().map(|it| Principal::root(it.as_str())).collect())),
        action: READING.to_vec(),
        resource: vec![stream],
        condition: Vec::new(),
    }
}

impl Part for Stream {
    fn noun(&self) -> &'static str {
        "stream"
    }

    fn seal(&self) -> Option<Seal> {
        self.key.map(|key| Seal { key, sealing: SEALING })
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let stream_mode = if self.shards.is_some() { "PROVISIONED" } else { "ON_DEMAND" };
        let stream = kinesis::Stream {
            name: self.physical.clone(),
            stream_mode_details: kinesis::Mode { stream_mode },
            shard_count: self.shards,
            retention_period_hours: self.retention_hours,
            stream_encryption: kinesis::Encryption {
                encryption_type: "KMS",
                key_id: self.key.map_or("alias/aws/kinesis".into(), |key| site.arn(key)),
            },
        };
        let about = site.holding(node);
        let handle = site.template.add(&node.id, &about, &stream);
        if !self.readers.is_empty() {
            let policy = kinesis::ResourcePolicy {
                resource_arn: handle.arn(),
                resource_policy: Policy::new(vec![reading(&self.readers, handle.arn())]),
            };
            site.template.add(&format!("{}Policy", node.id), &node.about(), &policy);
            site.tell(node, "Arn", "ARN for readers of other accounts of the stream", &handle.arn());
        }
        site.tell(node, "Name", "Name of the stream", &handle.name());
        Built { arn: handle.arn(), name: handle.arn() }
    }
}
