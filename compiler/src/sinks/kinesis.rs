//! Kinesis data streams: what functions and delivery streams read, and what branches write.

use super::{Base, Place, Reach};
use crate::cfn::kinesis;
use crate::plan::{Access, Built, KeyUse, Node, NodeId, On, Part, Seal, Site, Writer};

/// Rows as records. Only the writer's data key is made
/// (<https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html>).
const PUT: Access = Access {
    verb: "Puts",
    actions: &["kinesis:PutRecords"],
    on: On::Whole,
    key: KeyUse::Needs { verb: "Seals", actions: &["kms:GenerateDataKey"] },
    reason: "",
};

/// The key of a stream is used for that stream only: Kinesis names it to KMS with each call.
const CONTEXT: &str = "kms:EncryptionContext:aws:kinesis:arn";

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
}

/// A stream that is there already.
#[derive(Debug)]
pub struct Existing {
    /// Its ARN.
    pub arn: String,
    /// Its customer key, if the file says that it has one.
    pub key: Option<NodeId>,
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

fn seal(key: Option<NodeId>) -> Option<Seal> {
    key.map(|key| Seal { key, service: "kinesis", context: Some(CONTEXT) })
}

impl Part for Stream {
    fn noun(&self) -> &'static str {
        "stream"
    }

    fn seal(&self) -> Option<Seal> {
        seal(self.key)
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
        site.tell(node, "Name", "Name of the stream", &handle.name());
        Built { arn: handle.arn(), name: handle.arn() }
    }
}

impl Part for Existing {
    fn noun(&self) -> &'static str {
        "stream"
    }

    fn is_there(&self) -> bool {
        true
    }

    fn seal(&self) -> Option<Seal> {
        seal(self.key)
    }

    fn build(&self, _: &Node, _: &mut Site) -> Built {
        Built { arn: self.arn.as_str().into(), name: self.arn.as_str().into() }
    }
}
