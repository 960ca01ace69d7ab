//! Kinesis Analytics: applications of its SQL runtime, their outputs and their log.
//!
//! The inputs are part of an application; its outputs and its log are resources of their own.

use super::template::{Handle, Resource};
use super::text::Text;
use serde::Serialize;

/// An application.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Application {
    /// Its name, at most 128 characters.
    pub application_name: Text,
    /// What it does, at most 1,024 characters.
    pub application_description: String,
    /// `SQL-1_0`.
    pub runtime_environment: &'static str,
    /// The role it acts under.
    pub service_execution_role: Text,
    /// What it runs.
    pub application_configuration: Configuration,
}

/// What an application runs.
#[derive(Debug, Clone, Serialize)]
pub struct Configuration {
    /// Its code.
    #[serde(rename = "ApplicationCodeConfiguration")]
    pub code: Code,
    /// What it reads.
    #[serde(rename = "SqlApplicationConfiguration")]
    pub sql: Sql,
}

/// The code of an application.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Code {
    /// `PLAINTEXT`.
    pub code_content_type: &'static str,
    /// The text.
    pub code_content: Content,
}

/// The text of the code.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Content {
    /// At most 102,400 bytes.
    pub text_content: Text,
}

/// What an application of the SQL runtime reads.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Sql {
    /// One source.
    pub inputs: [Input; 1],
}

/// A source.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Input {
    /// What its in-application streams are called, without `_001`.
    pub name_prefix: &'static str,
    /// The stream.
    pub kinesis_streams_input: Source,
    /// How many in-application streams it becomes.
    pub input_parallelism: Parallelism,
    /// How its records are read.
    pub input_schema: Schema,
}

/// A stream or a function, by its ARN.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    /// The ARN.
    #[serde(rename = "ResourceARN")]
    pub arn: Text,
}

/// How many in-application streams a source becomes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Parallelism {
    /// 1 to 64.
    pub count: u32,
}

/// How records are read.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Schema {
    /// How rows stand in them.
    pub record_format: Format,
    /// `UTF-8`.
    pub record_encoding: &'static str,
    /// Their columns, at most 1,000.
    pub record_columns: Vec<Column>,
}

/// How rows stand in records.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Format {
    /// `JSON`.
    pub record_format_type: &'static str,
    /// Where in them.
    pub mapping_parameters: Mapping,
}

/// Where rows stand in records.
#[derive(Debug, Clone, Serialize)]
pub struct Mapping {
    /// In records of JSON.
    #[serde(rename = "JSONMappingParameters")]
    pub json: Json,
}

/// Where rows stand in records of JSON.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Json {
    /// `$`: a record is a row.
    pub record_row_path: &'static str,
}

/// A column of a source.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The path to its value, `$.a.b`.
    pub mapping: String,
    /// Its type.
    pub sql_type: String,
}

/// What takes the rows of an in-application stream.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ApplicationOutput {
    /// The application's name.
    pub application_name: Text,
    /// The stream and the function.
    pub output: Output,
}

/// An in-application stream and the function that takes its rows.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Output {
    /// The in-application stream.
    pub name: String,
    /// The function.
    pub lambda_output: Source,
    /// How rows are written.
    pub destination_schema: Destination,
}

/// How rows are written.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Destination {
    /// `JSON`.
    pub record_format_type: &'static str,
}

/// Where an application logs what is wrong with its configuration.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LoggingOption {
    /// The application's name.
    pub application_name: Text,
    /// The log stream.
    #[serde(rename = "CloudWatchLoggingOption")]
    pub option: LogStream,
}

/// A log stream, by its ARN.
#[derive(Debug, Clone, Serialize)]
pub struct LogStream {
    /// The ARN.
    #[serde(rename = "LogStreamARN")]
    pub arn: Text,
}

impl Resource for Application {
    const TYPE: &'static str = "AWS::KinesisAnalyticsV2::Application";
}

impl Resource for ApplicationOutput {
    const TYPE: &'static str = "AWS::KinesisAnalyticsV2::ApplicationOutput";
    const TAGGED: bool = false;
}

impl Resource for LoggingOption {
    const TYPE: &'static str = "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption";
    const TAGGED: bool = false;
}

impl Handle<Application> {
    /// Its name.
    pub fn name(&self) -> Text {
        self.reference()
    }

    /// Its ARN, which is no attribute.
    pub fn arn(&self) -> Text {
        Text::arn("kinesisanalytics", Text::from("application/").then(self.name()))
    }
}
