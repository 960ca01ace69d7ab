//! The bucket that logs the requests of the pipeline's buckets, its own included.

use super::node;
use crate::cfn::iam::{Condition, Effect, Principal, Statement};
use crate::cfn::{About, Pseudo, s3};
use crate::plan::{Built, Node, NodeId, Part, Plan, Site};
use crate::sinks::Place;
use crate::sinks::s3::{owner_enforced, policy, tidy};

const NOTE: &str = "S3 delivers access logs to buckets with S3's keys only. This one logs to itself; what is logged of \
                    logs expires with them.";

/// What the keys of the logs of the bucket itself begin with: no name in a file has a `-`.
const OWN: &str = "access-logs/";

/// The bucket.
#[derive(Debug)]
struct AccessLogs {
    days: u32,
}

/// Its policy, which names the buckets that are logged, so it is built after them.
#[derive(Debug)]
struct AccessLogsPolicy {
    bucket: NodeId,
    sources: Vec<NodeId>,
}

/// Adds the bucket.
pub fn add(plan: &mut Plan, place: Place, days: u32) -> NodeId {
    node(plan, place, "AccessLogs", AccessLogs { days })
}

/// Adds the policy.
pub fn close(plan: &mut Plan, bucket: NodeId, place: Place) {
    let sources =
        plan.nodes().filter(|(_, it)| it.part.logs_to() == Some(bucket)).map(|(id, _)| id).collect();
    node(plan, place, "AccessLogsPolicy", AccessLogsPolicy { bucket, sources });
}

impl Part for AccessLogs {
    fn noun(&self) -> &'static str {
        "bucket"
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let bucket = s3::Bucket {
            bucket_name: None,
            bucket_encryption: s3_keys(),
            public_access_block_configuration: s3::PublicAccessBlock::ALL,
            ownership_controls: owner_enforced(),
            versioning_configuration: s3::Versioning { status: "Enabled" },
            logging_configuration: s3::Logging {
                destination_bucket_name: None,
                log_file_prefix: OWN.to_owned(),
            },
            lifecycle_configuration: Some(s3::Lifecycle {
                rules: [s3::LifecycleRule {
                    expiration_in_days: Some(self.days),
                    noncurrent_version_expiration: Some(s3::Noncurrent { noncurrent_days: 1 }),
                    ..tidy()
                }],
            }),
        };
        let about = About { note: Some(NOTE), ..site.holding(node) };
        let handle = site.template.add(&node.id, &about, &bucket);
        Built { arn: handle.arn(), name: handle.name() }
    }
}

/// Server access logs cannot be delivered to a bucket whose default is a key in KMS
/// (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html>).
fn s3_keys() -> s3::Encryption {
    let default = s3::EncryptionDefault { algorithm: "AES256", key: None };
    s3::Encryption {
        server_side_encryption_configuration: [s3::EncryptionRule {
            server_side_encryption_by_default: default,
            bucket_key_enabled: None,
        }],
    }
}

impl Part for AccessLogsPolicy {
    fn noun(&self) -> &'static str {
        "bucket policy"
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let (name, arn) = (site.name(self.bucket), site.arn(self.bucket));
        let mut sources = vec![arn.clone()];
        sources.extend(self.sources.iter().map(|it| site.arn(*it)));
        let delivery = Statement {
            sid: "AccessLogDelivery".to_owned(),
            effect: Effect::Allow,
            principal: Some(Principal::Service("logging.s3.amazonaws.com".into())),
            action: vec!["s3:PutObject"],
            resource: vec![arn.clone().then("/*")],
            condition: vec![
                Condition::new("StringEquals", "aws:SourceAccount", Pseudo::Account),
                Condition { operator: "ArnEquals", key: "aws:SourceArn", values: sources },
            ],
        };
        policy(&node.id, node, site, [&name, &arn], vec![delivery]);
        Built { arn, name }
    }
}
