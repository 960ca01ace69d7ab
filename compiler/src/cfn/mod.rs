//! CloudFormation as typed Rust values, one file per AWS service; knows no pipeline.

pub mod json;
pub mod template;
pub mod text;
pub mod iam;
pub mod kms;
pub mod s3;
pub mod kinesis;
pub mod dynamodb;
pub mod sns;
pub mod sqs;
pub mod logs;
pub mod firehose;
pub mod lambda;
pub mod kinesis_analytics;
pub mod properties;

pub use template::{About, Handle, Output, Parameter, Removal, Resource, Skip, Tag, Template};
pub use text::{Pseudo, Text};
