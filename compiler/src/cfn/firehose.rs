//! Firehose: delivery streams into S3.

use super::template::{Handle, Resource};
use super::text::Text;
use serde::Serialize;

/// A delivery stream.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeliveryStream {
    /// `KinesisStreamAsSource` or `DirectPut`.
    pub delivery_stream_type: &'static str,
    /// The stream it reads, unless it is written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinesis_stream_source_configuration: Option<KinesisSource>,
    /// How records wait encrypted; a delivery stream that reads a stream has the stream's encryption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_stream_encryption_configuration_input: Option<Encryption>,
    /// The bucket it fills.
    #[serde(rename = "ExtendedS3DestinationConfiguration")]
    pub destination: S3Destination,
}

/// The stream that is read.
#[derive(Debug, Clone, Serialize)]
pub struct KinesisSource {
    /// The stream.
    #[serde(rename = "KinesisStreamARN")]
    pub stream: Text,
    /// The role that reads it.
    #[serde(rename = "RoleARN")]
    pub role: Text,
}

/// How records wait encrypted.
#[derive(Debug, Clone, Serialize)]
pub struct Encryption {
    /// `CUSTOMER_MANAGED_CMK` or `AWS_OWNED_CMK`.
    #[serde(rename = "KeyType")]
    pub kind: &'static str,
    /// The customer key.
    #[serde(rename = "KeyARN", skip_serializing_if = "Option::is_none")]
    pub key: Option<Text>,
}

/// The bucket that is filled.
#[derive(Debug, Clone, Serialize)]
pub struct S3Destination {
    /// The bucket.
    #[serde(rename = "BucketARN")]
    pub bucket: Text,
    /// The role that fills it.
    #[serde(rename = "RoleARN")]
    pub role: Text,
    /// What keys begin with; without a timestamp in it, Firehose adds `yyyy/MM/dd/HH/`.
    #[serde(rename = "Prefix", skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// What the keys of records that could not be delivered begin with.
    #[serde(rename = "ErrorOutputPrefix")]
    pub error_prefix: String,
    /// When an object is written.
    #[serde(rename = "BufferingHints")]
    pub buffer: Buffer,
    /// `GZIP`, `UNCOMPRESSED`, `Snappy`, `ZIP` or `HADOOP_SNAPPY`.
    #[serde(rename = "CompressionFormat")]
    pub compression: &'static str,
    /// The key of the objects; the bucket's own encryption without it.
    #[serde(rename = "EncryptionConfiguration", skip_serializing_if = "Option::is_none")]
    pub encryption: Option<ObjectEncryption>,
    /// Where errors are logged.
    #[serde(rename = "CloudWatchLoggingOptions")]
    pub logging: Logging,
    /// What is done to records.
    #[serde(rename = "ProcessingConfiguration", skip_serializing_if = "Option::is_none")]
    pub processing: Option<Processing>,
}

/// An object is written when it is this large, or this old, whichever comes first.
#[derive(Debug, Clone, Serialize)]
pub struct Buffer {
    /// Seconds, 0 to 900.
    #[serde(rename = "IntervalInSeconds")]
    pub seconds: u64,
    /// Mebibytes, 1 to 128.
    #[serde(rename = "SizeInMBs")]
    pub mebibytes: u64,
}

/// The key of the objects.
#[derive(Debug, Clone, Serialize)]
pub struct ObjectEncryption {
    /// A key in KMS.
    #[serde(rename = "KMSEncryptionConfig")]
    pub kms: ObjectKey,
}

/// A key in KMS.
#[derive(Debug, Clone, Serialize)]
pub struct ObjectKey {
    /// Its ARN.
    #[serde(rename = "AWSKMSKeyARN")]
    pub key: Text,
}

/// Where errors are logged.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Logging {
    /// They are.
    pub enabled: bool,
    /// The group's name.
    pub log_group_name: Text,
    /// The stream's name.
    pub log_stream_name: Text,
}

/// What is done to records.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Processing {
    /// It is.
    pub enabled: bool,
    /// What, in order.
    pub processors: Vec<Processor>,
}

/// Something that is done to records.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Processor {
    /// `AppendDelimiterToRecord`.
    #[serde(rename = "Type")]
    pub kind: &'static str,
    /// Its parameters.
    pub parameters: Vec<ProcessorParameter>,
}

/// A parameter of a processor.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ProcessorParameter {
    /// `Delimiter`.
    pub parameter_name: &'static str,
    /// The value.
    pub parameter_value: &'static str,
}

impl Resource for DeliveryStream {
    const TYPE: &'static str = "AWS::KinesisFirehose::DeliveryStream";
}

impl Handle<DeliveryStream> {
    /// Its name.
    pub fn name(&self) -> Text {
        self.reference()
    }

    /// Its ARN.
    pub fn arn(&self) -> Text {
        self.attribute("Arn")
    }
}
