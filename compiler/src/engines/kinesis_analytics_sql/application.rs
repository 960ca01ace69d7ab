//! An application that reads a stream, runs SQL, and hands the rows of its branches to functions.

use super::RUNTIME;
use crate::cfn::iam::Condition;
use crate::cfn::{About, Pseudo, Text, kinesis_analytics as cfn, logs};
use crate::plan::{Access, Acts, Built, KeyUse, Node, NodeId, On, Part, Site, Trust, camel};

/// What it reads (<https://docs.aws.amazon.com/kinesisanalytics/latest/dev/iam-role.html>).
pub const READ: Access = Access {
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

/// What it does with the function of an output
/// (<https://docs.aws.amazon.com/kinesisanalytics/latest/dev/how-it-works-output-lambda.html>).
pub const INVOKE: Access = Access {
    verb: "Invokes",
    actions: &["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"],
    on: On::Whole,
    key: KeyUse::None,
    reason: "",
};

/// What it logs (<https://docs.aws.amazon.com/kinesisanalytics/latest/dev/cloudwatch-logs.html>).
pub const LOG: Access = Access {
    verb: "Logs",
    actions: &["logs:PutLogEvents"],
    on: On::Inside(":log-stream:application"),
    key: KeyUse::None,
    reason: "",
};

const LOG_STREAM: &str = "application";

/// The source's in-application stream is called so, with `_001` behind it.
const SOURCE: &str = "SOURCE_SQL_STREAM";

/// Why a template has it all the same, and what it does not do.
const APPLICATION: &str = "AWS has retired this runtime and makes no new application of it. CloudFormation starts none. \
                           What it cannot convert goes to its error_stream, which nothing reads. It brings a row again \
                           until its function takes it, without an end.";

/// An application, its outputs and where it logs.
#[derive(Debug)]
pub struct Application {
    /// Its name.
    pub name: Text,
    /// What it does, at most 1,024 characters.
    pub description: String,
    /// The stream that it reads.
    pub stream: NodeId,
    /// The columns of that stream.
    pub columns: Vec<cfn::Column>,
    /// Its SQL, where `${Parameter}` is the value of a parameter and `${!` is a `${`.
    pub code: String,
    /// In-application streams, and the functions that take their rows.
    pub outputs: Vec<(String, NodeId)>,
    /// Where it logs.
    pub logs: NodeId,
}

/// The name of the application of a stream: the role that it takes asks for it, so it is known before either is made.
pub fn name(stream: &str) -> Text {
    Text::from(Pseudo::StackName).then(format!("-{stream}"))
}

impl Part for Application {
    fn noun(&self) -> &'static str {
        "application"
    }

    /// The conditions are those of the guide
    /// (<https://docs.aws.amazon.com/kinesisanalytics/latest/dev/iam-cross-service-confused-deputy-prevention.html>).
    fn acts(&self) -> Acts {
        let arn = Text::arn("kinesisanalytics", Text::from("application/").then(self.name.clone()));
        Acts::Itself(Trust {
            service: "kinesisanalytics.amazonaws.com",
            conditions: vec![
                Condition::new("StringEquals", "aws:SourceAccount", Pseudo::Account),
                Condition::new("ArnEquals", "aws:SourceArn", arn),
            ],
        })
    }

    fn build(&self, node: &Node, site: &mut Site) -> Built {
        let about = About { note: Some(APPLICATION), ..node.about() };
        let application = self.application(site);
        let handle = site.template.add(&node.id, &about, &application);
        self.outputs(node, &handle.name(), site);
        site.tell(node, "Name", "Name of the application", &handle.name());
        Built { arn: handle.arn(), name: handle.name() }
    }
}

impl Application {
    fn application(&self, site: &Site) -> cfn::Application {
        let content = cfn::Content { text_content: substituted(&self.code, site) };
        cfn::Application {
            application_name: self.name.clone(),
            application_description: self.description.clone(),
            runtime_environment: RUNTIME,
            service_execution_role: site.role(),
            application_configuration: cfn::Configuration {
                code: cfn::Code { code_content_type: "PLAINTEXT", code_content: content },
                sql: cfn::Sql { inputs: [self.input(site)] },
            },
        }
    }

    fn input(&self, site: &Site) -> cfn::Input {
        let mapping = cfn::Mapping { json: cfn::Json { record_row_path: "$" } };
        cfn::Input {
            name_prefix: SOURCE,
            kinesis_streams_input: cfn::Source { arn: site.arn(self.stream) },
            // More in-application streams would be more windows of one key.
            input_parallelism: cfn::Parallelism { count: 1 },
            input_schema: cfn::Schema {
                record_format: cfn::Format { record_format_type: "JSON", mapping_parameters: mapping },
                record_encoding: "UTF-8",
                record_columns: self.columns.clone(),
            },
        }
    }

    /// The log and the outputs, one after another: each makes a new version of the application, and two at once are refused
    /// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesisanalyticsv2-applicationoutput.html>).
    fn outputs(&self, node: &Node, application: &Text, site: &mut Site) {
        let stream = logs::LogStream { log_group_name: site.name(self.logs), log_stream_name: LOG_STREAM };
        let stream = site.template.add(&format!("{}LogStream", node.id), &node.about(), &stream).name();
        let option = cfn::LoggingOption {
            application_name: application.clone(),
            option: cfn::LogStream { arn: site.arn(self.logs).then(":log-stream:").then(stream) },
        };
        let log = site.template.add(&format!("{}LoggingOption", node.id), &node.about(), &option);
        let mut last = log.before();
        for (name, function) in &self.outputs {
            let output = cfn::ApplicationOutput {
                application_name: application.clone(),
                output: cfn::Output {
                    name: name.clone(),
                    lambda_output: cfn::Source { arn: site.arn(*function) },
                    destination_schema: cfn::Destination { record_format_type: "JSON" },
                },
            };
            let about = About { after: Some(last), ..node.about() };
            last = site.template.add(&format!("{}{}Output", node.id, camel(name)), &about, &output).before();
        }
    }
}

/// A text as CloudFormation takes it, with references in the places of names.
fn substituted(code: &str, site: &Site) -> Text {
    let mut parts = code.split("${");
    let first = Text::from(parts.next().unwrap_or_default());
    parts.fold(first, |text, part| match part.strip_prefix('!') {
        Some(rest) => text.then("${").then(rest),
        None => {
            let (name, rest) = part.split_once('}').expect("a name in the code ends");
            text.then(site.parameter(name)).then(rest)
        }
    })
}
