//! A Firehose delivery stream that fills a bucket, from a stream or from a function.
//!
//! The rights are those of <https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html>.

use super::{Compression, Delimiter, Settings, bucket};
use crate::cfn::iam::Condition;
use crate::cfn::{Pseudo, Text, firehose, logs};
use crate::plan::{Access, Acts, Built, KeyUse, Node, NodeId, On, Part, Seal, Sealing, Site, Trust, Writer};
use crate::sinks::{Base, Place, Reach};
use crate::syntax::{Bytes, Duration};

const SEALING: Sealing = Sealing { service: "firehose", context: None, inside: false };

const SIZE: Bytes = Bytes { bytes: 64 << 20 };
const INTERVAL: Duration = Duration::seconds(60);
const ERROR_PREFIX: &str = "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/";
const LOG_STREAM: &str = "delivery";

const READ: Access = Access {
    verb: "Reads",
    actions: &[
        "kinesis:DescribeStream",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
    ],
    on: On::Whole,
    key: KeyUse::Needs { verb: "Unseals", actions: &["kms:Decrypt"] },
    reason: "",
};

const LIST: Access = Access {
    verb: "Lists",
    actions: &["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
    on: On::Whole,
    key: KeyUse::None,
    reason: "",
};

const LOG: Access = Access {
    verb: "Logs",
    actions: &["logs:PutLogEvents"],
    on: On::Inside(":log-stream:delivery"),
    key: KeyUse::None,
    reason: "",
};

/// Rows that wait. Firehose has a grant on the key from the deployer; since April 2026 whoever puts needs the right to
/// use it besides, as AWS's own roles have it
/// (<https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSServiceRoleForLogDeliveryPolicy.html>).
const PUT: Access = Access {
    verb: "Feeds",
    actions: &["firehose:PutRecordBatch"],
    on: On::Whole,
    key: KeyUse::Needs { verb: "Seals", actions: &["kms:Decrypt", "kms:GenerateDataKey"] },
    reason: "",
};

/// A delivery stream with its log stream.
#[derive(Debug)]
struct Delivery {
    source: Option<NodeId>,
    bucket: NodeId,
    logs: NodeId,
    key: Option<NodeId>,
    settings: Settings,
}

/// Adds the delivery stream that takes rows from functions, and says how they write to it.
pub fn intake(settings: &Settings, sink: &Place, base: &mut Base) -> Reach {
    let place = Place { name: format!("{}-intake", sink.name), ..sink.clone() };
    let node = add(settings, None, place, sink, base);
    Reach { node, rights: vec![PUT], writer: Writer::Delivery, variable: sink.variable("DELIVERY") }
}

/// Adds the delivery stream that keeps a stream's records, unless another branch has done so.
pub fn archive(settings: &Settings, stream: NodeId, branch: &Place, sink: &Place, base: &mut Base) {
    let name = format!("{}-to-{}", base.plan.node(stream).name, sink.name);
    if base.plan.find(&name).is_none() {
        add(settings, Some(stream), Place { name, ..branch.clone() }, sink, base);
    }
}

fn add(settings: &Settings, source: Option<NodeId>, place: Place, sink: &Place, base: &mut Base) -> NodeId {
    let (bucket, logs) = (bucket(settings, sink, base), base.logs(&place));
    let delivery = Delivery { source, bucket, logs, key: base.data_key, settings: settings.clone() };
    let noun = if source.is_some() { "Delivery" } else { "" };
    let id = base.add(place, noun, delivery);
    if let Some(source) = source {
        base.plan.connect(id, source, [READ]);
    }
    base.plan.connect(id, bucket, [LIST, write(settings)]);
    base.plan.connect(id, logs, [LOG]);
    id
}

/// Objects below the two prefixes, as far as these are known.
fn write(settings: &Settings) -> Access {
    let known = |prefix: &str| format!("/{}*", prefix.split("!{").next().unwrap_or_default());
    let mut parts = vec![known(prefix(settings)), known(error_prefix(settings))];
    parts.dedup();
    if parts.iter().any(|it| it == "/*") {
        parts = vec!["/*".to_owned()];
    }
    Access {
        verb: "Writes",
        actions: &["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        on: On::Each(parts),
        key: KeyUse::Needs { verb: "Seals", actions: &["kms:Decrypt", "kms:GenerateDataKey"] },
        reason: "Firehose makes the keys of objects from the prefix, the time and a random part",
    }
}

fn prefix(settings: &Settings) -> &str {
    settings.prefix.as_ref().map_or("", |it| it.value.as_str())
}

/// What the keys of records that could not be delivered begin with.
pub(super) fn error_prefix(settings: &Settings) -> &str {
    settings.error_prefix.as_ref().map_or(ERROR_PREFIX, |it| it.value.as_str())
}

impl Part for Delivery {
    fn noun(&self) -> &'static str {
        "delivery stream"
    }

    fn acts(&self) -> Acts {
        // Firehose names the account when it takes a role; a source's ARN is not documented for every source.
        let account = Condition::new("StringEquals", "sts:ExternalId", Pseudo::Account);
        Acts::Itself(Trust { service: "firehose.amazonaws.com", conditions: vec![account] })
    }

    fn seal(&self) -> Option<Seal> {
        // What comes from a stream does not wait here.
        let key = self.key.filter(|_| self.source.is_none());
        key.map(|key| Seal { key, sealing: SEALING })
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        // Firehose does not make its log stream.
        let log_stream =
            logs::LogStream { log_group_name: site.name(self.logs), log_stream_name: LOG_STREAM };
        let log_stream =
            site.template.add(&format!("{}LogStream", node.id), &node.about(), &log_stream).name();
        let reads =
            self.source.map(|source| firehose::KinesisSource { stream: site.arn(source), role: site.role() });
        let delivery = firehose::DeliveryStream {
            delivery_stream_type: if reads.is_some() { "KinesisStreamAsSource" } else { "DirectPut" },
            delivery_stream_encryption_configuration_input: reads.is_none().then(|| self.waiting(site)),
            kinesis_stream_source_configuration: reads,
            destination: self.destination(site, log_stream),
        };
        let handle = site.template.add(&node.id, &node.about(), &delivery);
        Built { arn: handle.arn(), name: handle.name() }
    }
}

impl Delivery {
    /// How rows wait encrypted that a function has put.
    fn waiting(&self, site: &Site) -> firehose::Encryption {
        let key = self.key.map(|key| site.arn(key));
        firehose::Encryption {
            kind: if key.is_some() { "CUSTOMER_MANAGED_CMK" } else { "AWS_OWNED_CMK" },
            key,
        }
    }

    fn destination(&self, site: &Site, log_stream_name: Text) -> firehose::S3Destination {
        // A bucket that is there already seals what comes as it always does, unless the file names its key.
        let key = match (&self.settings.existing, &self.settings.key) {
            (None, _) => self.key.map(|key| site.arn(key)),
            (Some(_), key) => key.as_ref().map(|key| key.text.as_str().into()),
        };
        let (size, interval) = limits(&self.settings);
        firehose::S3Destination {
            bucket: site.arn(self.bucket),
            role: site.role(),
            prefix: prefix(&self.settings).to_owned(),
            error_prefix: error_prefix(&self.settings).to_owned(),
            buffer: firehose::Buffer {
                seconds: interval.as_seconds(),
                mebibytes: size.bytes.div_ceil(1 << 20),
            },
            compression: compression(&self.settings),
            encryption: key.map(|key| firehose::ObjectEncryption { kms: firehose::ObjectKey { key } }),
            logging: firehose::Logging {
                enabled: true,
                log_group_name: site.name(self.logs),
                log_stream_name,
            },
            processing: processing(&self.settings),
        }
    }
}

/// The size and age at which an object is written.
pub(super) fn limits(settings: &Settings) -> (Bytes, Duration) {
    let buffer = settings.buffer.as_ref();
    let size = buffer.and_then(|it| it.size.as_ref()).map_or(SIZE, |it| it.value);
    let interval = buffer.and_then(|it| it.interval.as_ref()).map_or(INTERVAL, |it| it.value);
    (size, interval)
}

fn compression(settings: &Settings) -> &'static str {
    match settings.compression.as_ref().map_or(Compression::Gzip, |it| it.value) {
        Compression::Gzip => "GZIP",
        Compression::None => "UNCOMPRESSED",
        Compression::Snappy => "Snappy",
        Compression::Zip => "ZIP",
        Compression::HadoopSnappy => "HADOOP_SNAPPY",
    }
}

/// A line feed behind each record, where the file wants one: Firehose puts records end to end otherwise.
fn processing(settings: &Settings) -> Option<firehose::Processing> {
    let delimiter = settings.delimiter.as_ref().map_or(Delimiter::Newline, |it| it.value);
    (delimiter == Delimiter::Newline).then(|| firehose::Processing {
        enabled: true,
        processors: vec![firehose::Processor {
            kind: "AppendDelimiterToRecord",
            parameters: vec![firehose::ProcessorParameter {
                parameter_name: "Delimiter",
                // Firehose reads a backslash and an `n` as a line feed.
                parameter_value: "\\n",
            }],
        }],
    })
}
