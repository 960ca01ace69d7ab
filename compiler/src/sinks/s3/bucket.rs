//! A private bucket: encrypted, versioned, logged, over TLS only.

use crate::cfn::iam::{Policy, Statement};
use crate::cfn::{Text, s3};
use crate::plan::{Built, Node, NodeId, Part, Seal, Sealing, Site};

/// S3 names the bucket, as it has a bucket key, and no object
/// (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html>).
const CONTEXT: &str = "kms:EncryptionContext:aws:s3:arn";

/// A bucket and its policy.
#[derive(Debug)]
pub struct Bucket {
    /// Its name in AWS, if the file gives one.
    pub physical: Option<String>,
    /// The customer key; S3's own key in KMS without it.
    pub key: Option<NodeId>,
    /// The bucket that logs its requests.
    pub access_logs: NodeId,
    /// Whether objects come in parts.
    pub in_parts: bool,
}

const SEALING: Sealing = Sealing { service: "s3", context: Some(CONTEXT), inside: false };

/// The key of a bucket that is there already: without a bucket key S3 names objects.
pub const EXISTING: Sealing = Sealing { inside: true, ..SEALING };

impl Part for Bucket {
    fn noun(&self) -> &'static str {
        "bucket"
    }

    fn seal(&self) -> Option<Seal> {
        self.key.map(|key| Seal { key, sealing: SEALING })
    }

    fn logs_to(&self) -> Option<NodeId> {
        Some(self.access_logs)
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let bucket = s3::Bucket {
            bucket_name: self.physical.clone(),
            bucket_encryption: kms(self.key.map(|key| site.arn(key))),
            public_access_block_configuration: s3::PublicAccessBlock::ALL,
            ownership_controls: owner_enforced(),
            versioning_configuration: s3::Versioning { status: "Enabled" },
            logging_configuration: s3::Logging {
                destination_bucket_name: Some(site.name(self.access_logs)),
                log_file_prefix: format!("{}/", node.name),
            },
            lifecycle_configuration: self.in_parts.then(|| s3::Lifecycle { rules: [tidy()] }),
        };
        let about = site.holding(node);
        let handle = site.template.add(&node.id, &about, &bucket);
        let id = format!("{}Policy", node.id);
        policy(&id, node, site, [&handle.name(), &handle.arn()], Vec::new());
        site.tell(node, "Name", "Name of the bucket", &handle.name());
        Built { arn: handle.arn(), name: handle.name() }
    }
}

/// Adds the policy of the bucket of this name and ARN: TLS only, and what else it allows. It stays where the bucket does.
pub fn policy(id: &str, node: &Node, site: &mut Site, [name, arn]: [&Text; 2], others: Vec<Statement>) {
    let both = vec![arn.clone(), arn.clone().then("/*")];
    let mut statements = vec![Statement::tls_only(vec!["s3:*"], both)];
    statements.extend(others);
    let policy = s3::BucketPolicy { bucket: name.clone(), policy_document: Policy::new(statements) };
    let about = site.holding(node);
    site.template.add(id, &about, &policy);
}

/// Nobody but the bucket's owner owns objects, so access lists mean nothing.
pub fn owner_enforced() -> s3::Ownership {
    s3::Ownership { rules: [s3::OwnershipRule { object_ownership: "BucketOwnerEnforced" }] }
}

/// Parts of uploads that were never finished cost money and can be read by nobody.
pub fn tidy() -> s3::LifecycleRule {
    s3::LifecycleRule {
        id: "Tidy",
        status: "Enabled",
        abort_incomplete_multipart_upload: s3::AbortUpload { days_after_initiation: 7 },
        expiration_in_days: None,
        noncurrent_version_expiration: None,
    }
}

fn kms(key: Option<Text>) -> s3::Encryption {
    s3::Encryption {
        server_side_encryption_configuration: [s3::EncryptionRule {
            server_side_encryption_by_default: s3::EncryptionDefault { algorithm: "aws:kms", key },
            bucket_key_enabled: Some(true),
        }],
    }
}
