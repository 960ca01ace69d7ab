//! S3: buckets and their policies.

use super::iam::Policy;
use super::template::{Handle, Resource};
use super::text::Text;
use serde::Serialize;

/// A bucket.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Bucket {
    /// Its name; CloudFormation makes one without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket_name: Option<String>,
    /// How objects are encrypted that come without a word on it.
    pub bucket_encryption: Encryption,
    /// What may never be public.
    pub public_access_block_configuration: PublicAccessBlock,
    /// Who owns objects: always the bucket's owner, so access lists mean nothing.
    pub ownership_controls: Ownership,
    /// Whether an object that is overwritten or deleted is kept.
    pub versioning_configuration: Versioning,
    /// Where requests are logged.
    pub logging_configuration: Logging,
    /// What becomes of objects with time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle_configuration: Option<Lifecycle>,
}

/// How objects are encrypted.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Encryption {
    /// Exactly one rule.
    pub server_side_encryption_configuration: [EncryptionRule; 1],
}

/// The rule of encryption.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EncryptionRule {
    /// The key.
    pub server_side_encryption_by_default: EncryptionDefault,
    /// Whether one data key serves many objects, which saves most calls of KMS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket_key_enabled: Option<bool>,
}

/// The key of a bucket.
#[derive(Debug, Clone, Serialize)]
pub struct EncryptionDefault {
    /// `aws:kms`, or `AES256` for S3's own keys.
    #[serde(rename = "SSEAlgorithm")]
    pub algorithm: &'static str,
    /// The customer key; S3's key in KMS, `aws/s3`, without it.
    #[serde(rename = "KMSMasterKeyID", skip_serializing_if = "Option::is_none")]
    pub key: Option<Text>,
}

/// What may never be public.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PublicAccessBlock {
    /// New public access lists are refused.
    pub block_public_acls: bool,
    /// New public policies are refused.
    pub block_public_policy: bool,
    /// Public access lists mean nothing.
    pub ignore_public_acls: bool,
    /// Public policies mean nothing to strangers.
    pub restrict_public_buckets: bool,
}

/// Who owns objects.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Ownership {
    /// Exactly one rule.
    pub rules: [OwnershipRule; 1],
}

/// The rule of ownership.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OwnershipRule {
    /// `BucketOwnerEnforced`.
    pub object_ownership: &'static str,
}

/// Whether old versions are kept.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Versioning {
    /// `Enabled`.
    pub status: &'static str,
}

/// Where requests are logged.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Logging {
    /// The bucket; this one itself without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_bucket_name: Option<Text>,
    /// What the logs' keys begin with.
    pub log_file_prefix: String,
}

/// What becomes of objects with time.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Lifecycle {
    /// Exactly one rule.
    pub rules: [LifecycleRule; 1],
}

/// A rule of time.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LifecycleRule {
    /// Its name.
    pub id: &'static str,
    /// `Enabled`.
    pub status: &'static str,
    /// When an upload in parts that was never finished goes.
    pub abort_incomplete_multipart_upload: AbortUpload,
    /// Days until an object goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_in_days: Option<u32>,
    /// When an old version goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noncurrent_version_expiration: Option<Noncurrent>,
}

/// When an old version goes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Noncurrent {
    /// Days after it became old.
    pub noncurrent_days: u32,
}

/// When an unfinished upload goes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AbortUpload {
    /// Days after it began.
    pub days_after_initiation: u32,
}

/// A bucket's policy.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BucketPolicy {
    /// The bucket's name.
    pub bucket: Text,
    /// The policy, at most 20 KB.
    pub policy_document: Policy,
}

impl PublicAccessBlock {
    /// Nothing may be public.
    pub const ALL: PublicAccessBlock = PublicAccessBlock {
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
    };
}

impl Resource for Bucket {
    const TYPE: &'static str = "AWS::S3::Bucket";
}

impl Resource for BucketPolicy {
    const TYPE: &'static str = "AWS::S3::BucketPolicy";
    const TAGGED: bool = false;
}

impl Handle<Bucket> {
    /// Its name.
    pub fn name(&self) -> Text {
        self.reference()
    }

    /// Its ARN.
    pub fn arn(&self) -> Text {
        self.attribute("Arn")
    }
}
