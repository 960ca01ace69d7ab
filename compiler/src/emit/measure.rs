//! Limits that nothing but the finished whole can show.

use crate::cfn::Template;
use crate::diagnostic::{Code, Diagnostics};
use crate::plan::Plan;
use crate::source::Span;
use serde_json::Value;
use std::collections::BTreeMap;

/// All kinds of findings here.
pub const CODES: &[&Code] =
    &[&LARGE_TEMPLATE, &TEMPLATE_TOO_LARGE, &POLICY_TOO_LARGE, &ENVIRONMENT_TOO_LARGE, &SQL_TOO_LARGE];

// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
/// The largest template that CloudFormation takes without a bucket.
pub const INLINE_BYTES: usize = 51_200;
const TEMPLATE_BYTES: usize = 1_000_000;
const RESOURCES: usize = 500;
const PARAMETERS: usize = 200;
const OUTPUTS: usize = 200;
// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const POLICY_CHARACTERS: usize = 10_240;
// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const ENVIRONMENT_BYTES: usize = 4_096;
// <https://docs.aws.amazon.com/kinesisanalytics/latest/dev/limits.html>
const SQL_BYTES: usize = 102_400;

const LARGE_TEMPLATE: Code = Code {
    name: "large-template",
    what: "The template has more than 51,200 bytes.",
    why: "CloudFormation takes a template of that size from S3 only, so a deployment needs a bucket for it: \
          `aws cloudformation deploy --s3-bucket …`.",
    example: include_str!("large_template.yaml"),
    instead: "cold:\n  keep: { from: readings, to: halls }\nsinks:\n  halls: { s3: { prefix: halls/ } }\n",
};

const TEMPLATE_TOO_LARGE: Code = Code {
    name: "template-too-large",
    what: "The template has more than 1,000,000 bytes, 500 resources, 200 parameters or 200 outputs.",
    why: "CloudFormation refuses it. Two pipelines with a stream between them are two stacks.",
    example: include_str!("template_too_large.yaml"),
    instead: "thresholds:\n  low: 1\nhot:\n  alarm: { where: level > high or level < low }\n",
};

const POLICY_TOO_LARGE: Code = Code {
    name: "policy-too-large",
    what: "The policy of a role has more than 10,240 characters, spaces not counted.",
    why: "IAM refuses it. Each edge has a statement of its own, so what counts is how many sinks the branches of \
          one stream write.",
    example: include_str!("policy_too_large.yaml"),
    instead: "sinks:\n  s1: { sqs: {} }\nhot:\n  alarm: { to: [alarms, s1] }\n",
};

const ENVIRONMENT_TOO_LARGE: Code = Code {
    name: "environment-too-large",
    what: "The environment of a function has more than 4,096 bytes.",
    why: "Lambda refuses it. A function is told its thresholds and the addresses of what it writes.",
    example: include_str!("environment_too_large.yaml"),
    instead: "thresholds:\n  t1: short\nhot:\n  alarm: { where: level > high or note = t1 }\n",
};

const SQL_TOO_LARGE: Code = Code {
    name: "sql-too-large",
    what: "The SQL of an application has more than 102,400 bytes.",
    why: "Kinesis Analytics refuses it. All branches on `kinesis_analytics_sql` that read one stream are one application, \
          and each of them names every column of its rows three times.",
    example: include_str!("sql_too_large.yaml"),
    instead: "hot:\n  alarm: { engine: kinesis_analytics_sql }\n",
};

/// What of the finished whole, so many bytes when printed, is beyond a limit.
pub fn measure(plan: &Plan, template: &Template, bytes: usize) -> Diagnostics {
    let whole = Whole { plan, bytes, template };
    let mut findings = Diagnostics::new();
    whole.size(&mut findings);
    whole.counts(&mut findings);
    whole.policies(&mut findings);
    whole.environments(&mut findings);
    whole.sql(&mut findings);
    // How to deploy what cannot be deployed is no matter.
    if !findings.has_errors() && whole.bytes > INLINE_BYTES {
        let message = format!("the template has {} bytes, so it must go through S3", whole.bytes);
        findings.note(&LARGE_TEMPLATE, whole.heaviest(), message);
    }
    findings
}

/// A finished template and where it comes from.
struct Whole<'a> {
    plan: &'a Plan,
    bytes: usize,
    template: &'a Template,
}

impl Whole<'_> {
    fn size(&self, findings: &mut Diagnostics) {
        let bytes = self.bytes;
        if bytes > TEMPLATE_BYTES {
            let message = format!("the template has {bytes} bytes, at most {TEMPLATE_BYTES} are allowed");
            findings.error(&TEMPLATE_TOO_LARGE, self.heaviest(), message);
        }
    }

    fn counts(&self, findings: &mut Diagnostics) {
        let template = self.template;
        let counts = [
            ("resources", template.resources().len(), RESOURCES),
            ("parameters", template.parameters().len(), PARAMETERS),
            ("outputs", template.outputs().len(), OUTPUTS),
        ];
        for (noun, count, most) in counts.into_iter().filter(|(_, count, most)| count > most) {
            let message = format!("the template has {count} {noun}, at most {most} are allowed");
            findings.error(&TEMPLATE_TOO_LARGE, self.heaviest(), message);
        }
    }

    fn policies(&self, findings: &mut Diagnostics) {
        for (resource, properties) in self.resources("AWS::IAM::Role") {
            let policies = properties["Policies"].as_array();
            let size: usize =
                policies.into_iter().flatten().map(|it| self.characters(&it["PolicyDocument"])).sum();
            if size > POLICY_CHARACTERS {
                let message =
                    format!("a policy has about {size} characters, at most {POLICY_CHARACTERS} are allowed");
                findings.error(&POLICY_TOO_LARGE, self.place(resource), message);
            }
        }
    }

    fn environments(&self, findings: &mut Diagnostics) {
        for (resource, properties) in self.resources("AWS::Lambda::Function") {
            let variables = properties["Environment"]["Variables"].as_object();
            let size: usize = variables
                .into_iter()
                .flatten()
                .map(|(name, value)| name.len() + self.characters(value).saturating_sub(2))
                .sum();
            if size > ENVIRONMENT_BYTES {
                let message =
                    format!("an environment has about {size} bytes, at most {ENVIRONMENT_BYTES} are allowed");
                findings.error(&ENVIRONMENT_TOO_LARGE, self.place(resource), message);
            }
        }
    }

    fn sql(&self, findings: &mut Diagnostics) {
        for (resource, properties) in self.resources("AWS::KinesisAnalyticsV2::Application") {
            let code = &properties["ApplicationConfiguration"]["ApplicationCodeConfiguration"];
            let text = &code["CodeContent"]["TextContent"];
            let size = self.bytes(text);
            if size > SQL_BYTES {
                let message = format!("the SQL has about {size} bytes, at most {SQL_BYTES} are allowed");
                findings.error(&SQL_TOO_LARGE, self.place(resource), message);
            }
        }
    }

    /// The resources of a type and their properties.
    fn resources(&self, kind: &str) -> impl Iterator<Item = (&Value, &Value)> {
        self.template
            .resources()
            .filter(move |(_, it)| it["Type"] == kind)
            .map(|(_, it)| (it, &it["Properties"]))
    }

    /// The place in the file that most of the template comes from.
    fn heaviest(&self) -> Span {
        let mut weights: BTreeMap<Span, usize> = BTreeMap::new();
        for (_, it) in self.template.resources() {
            *weights.entry(self.place(it)).or_default() += it.to_string().len();
        }
        for it in &self.plan.thresholds {
            let parameter = self.template.parameters().find(|(id, _)| **id == it.parameter);
            *weights.entry(it.span).or_default() += parameter.map_or(0, |(_, it)| it.to_string().len());
        }
        weights.into_iter().max_by_key(|(_, weight)| *weight).map_or(Span::default(), |(span, _)| span)
    }

    /// The place in the file that a resource comes from.
    fn place(&self, resource: &Value) -> Span {
        let path = resource["Metadata"]["pipec"]["path"].as_str();
        let node = self.plan.nodes().find(|(_, it)| Some(it.path.as_str()) == path);
        node.map_or(Span::default(), |(_, it)| it.span)
    }

    /// The characters of a value as JSON without spaces, once CloudFormation has put in what it refers to. Names
    /// are made for a stack that is called after the pipeline.
    fn characters(&self, value: &Value) -> usize {
        match value {
            Value::Object(map) => match map.iter().next() {
                Some((function, it)) if function == "Ref" => self.name(it.as_str().unwrap_or_default()) + 2,
                Some((function, it)) if function == "Fn::GetAtt" => {
                    ARN + self.name(it[0].as_str().unwrap_or_default()) + 2
                }
                Some((function, _)) if function == "Fn::Sub" || function == "Fn::Join" => {
                    self.bytes(value) + 2
                }
                _ => 2 + map.iter().map(|(key, it)| key.len() + 4 + self.characters(it)).sum::<usize>(),
            },
            Value::Array(list) => 2 + list.iter().map(|it| self.characters(it) + 1).sum::<usize>(),
            Value::String(it) => it.chars().filter(|it| !it.is_whitespace()).count() + 2,
            other => other.to_string().len(),
        }
    }

    /// The bytes of a text, whichever way it is written.
    fn bytes(&self, text: &Value) -> usize {
        if let (Some(between), Some(texts)) = (text["Fn::Join"][0].as_str(), text["Fn::Join"][1].as_array()) {
            return texts.iter().map(|it| self.bytes(it)).sum::<usize>()
                + between.len() * texts.len().saturating_sub(1);
        }
        match (text["Fn::Sub"].as_str(), text["Ref"].as_str(), text["Fn::GetAtt"][0].as_str()) {
            (Some(it), _, _) => self.text(it),
            (None, Some(id), _) => self.name(id),
            (None, None, Some(id)) => ARN + self.name(id),
            (None, None, None) => text.as_str().unwrap_or_default().len(),
        }
    }

    /// The characters of a text with `${…}` in it.
    fn text(&self, text: &str) -> usize {
        let mut parts = text.split("${");
        let first = parts.next().map_or(0, str::len);
        let rest = parts.map(|it| match it.split_once('}') {
            Some((name, behind)) if name.contains('.') => ARN + self.name(name) + behind.len(),
            Some((name, behind)) => self.name(name) + behind.len(),
            None => it.len(),
        });
        first + rest.sum::<usize>()
    }

    /// The characters of what a name refers to: a pseudo parameter, a threshold, or a name made by CloudFormation.
    fn name(&self, id: &str) -> usize {
        let threshold = self.plan.thresholds.iter().find(|it| it.parameter == id);
        match (id, threshold) {
            ("AWS::Region", _) => "ap-southeast-2".len(),
            ("AWS::AccountId", _) => 12,
            ("AWS::Partition", _) => "aws".len(),
            ("AWS::URLSuffix", _) => "amazonaws.com".len(),
            ("AWS::StackName", _) => self.plan.stack.len(),
            (_, Some(threshold)) => threshold.default.len(),
            (_, None) => self.plan.stack.len() + id.len() + "--123456789012".len(),
        }
    }
}

/// The characters of an ARN before its name.
const ARN: usize = "arn:aws:firehose:ap-southeast-2:123456789012:deliverystream/".len();
