//! CloudFormation's functions worked out on a sample account, so that policies can be judged as AWS gets them.

use serde_json::Value;
use std::collections::BTreeMap;

/// The account.
pub const ACCOUNT: &str = "111122223333";
/// The region, where nobody says another.
pub const REGION: &str = "eu-west-1";
const KEY_ID: &str = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";

/// What `Ref` and `Fn::GetAtt` give for each type; `{}` is the resource's name.
/// A pair that is not here is a fault of the test, not of the template.
const ATTRIBUTES: &[(&str, &str, &str)] = &[
    ("AWS::CloudWatch::Alarm", "Arn", "arn:aws:cloudwatch:R:A:alarm:{}"),
    ("AWS::DynamoDB::Table", "Ref", "{}"),
    ("AWS::DynamoDB::Table", "Arn", "arn:aws:dynamodb:R:A:table/{}"),
    ("AWS::DynamoDB::Table", "StreamArn", "arn:aws:dynamodb:R:A:table/{}/stream/2026-01-01T00:00:00.000"),
    ("AWS::IAM::Role", "Ref", "{}"),
    ("AWS::IAM::Role", "Arn", "arn:aws:iam::A:role/{}"),
    ("AWS::KMS::Alias", "Ref", "alias/{}"),
    ("AWS::KMS::Key", "Ref", "{}"),
    ("AWS::KMS::Key", "KeyId", "{}"),
    ("AWS::KMS::Key", "Arn", "arn:aws:kms:R:A:key/{}"),
    ("AWS::Kinesis::Stream", "Ref", "{}"),
    ("AWS::Kinesis::Stream", "Arn", "arn:aws:kinesis:R:A:stream/{}"),
    ("AWS::Kinesis::StreamConsumer", "ConsumerARN", "arn:aws:kinesis:R:A:stream/s/consumer/{}:1760000000"),
    ("AWS::KinesisAnalyticsV2::Application", "Ref", "{}"),
    ("AWS::KinesisFirehose::DeliveryStream", "Ref", "{}"),
    ("AWS::KinesisFirehose::DeliveryStream", "Arn", "arn:aws:firehose:R:A:deliverystream/{}"),
    ("AWS::Lambda::Function", "Ref", "{}"),
    ("AWS::Lambda::Function", "Arn", "arn:aws:lambda:R:A:function:{}"),
    ("AWS::Logs::LogGroup", "Ref", "{}"),
    ("AWS::Logs::LogGroup", "Arn", "arn:aws:logs:R:A:log-group:{}:*"),
    ("AWS::Logs::LogStream", "Ref", "{}"),
    ("AWS::S3::Bucket", "Ref", "{}"),
    ("AWS::S3::Bucket", "Arn", "arn:aws:s3:::{}"),
    ("AWS::SNS::Topic", "Ref", "arn:aws:sns:R:A:{}"),
    ("AWS::SNS::Topic", "TopicArn", "arn:aws:sns:R:A:{}"),
    ("AWS::SNS::Topic", "TopicName", "{}"),
    ("AWS::SQS::Queue", "Ref", "https://sqs.R.amazonaws.com/A/{}"),
    ("AWS::SQS::Queue", "Arn", "arn:aws:sqs:R:A:{}"),
    ("AWS::SQS::Queue", "QueueName", "{}"),
    ("AWS::SecretsManager::Secret", "Ref", "arn:aws:secretsmanager:R:A:secret:{}-a1b2c3"),
];

/// Properties that give a resource its name. A log stream names its group besides.
const NAMES: &[&str] = &[
    "ApplicationName",
    "BucketName",
    "DeliveryStreamName",
    "FunctionName",
    "LogStreamName",
    "LogGroupName",
    "QueueName",
    "RoleName",
    "TableName",
    "TopicName",
];

/// A template, laid into the sample account.
#[derive(Debug, Clone)]
pub struct Sample<'a> {
    template: &'a Value,
    region: String,
    names: BTreeMap<String, String>,
}

impl<'a> Sample<'a> {
    /// Lays a template into the sample account.
    pub fn of(template: &'a Value) -> Sample<'a> {
        Sample { template, region: REGION.to_owned(), names: BTreeMap::new() }
    }

    /// The same in another region.
    pub fn in_region(self, region: &str) -> Sample<'a> {
        Sample { region: region.to_owned(), ..self }
    }

    /// The same where resources are called so, by their logical ids.
    pub fn with_names(self, names: BTreeMap<String, String>) -> Sample<'a> {
        Sample { names, ..self }
    }

    /// The region.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The value with every function worked out.
    pub fn value(&self, value: &Value) -> Value {
        match value {
            Value::Object(map) if map.len() == 1 && is_function(map.keys().next()) => self.function(map),
            Value::Object(map) => {
                Value::Object(map.iter().map(|(key, it)| (key.clone(), self.value(it))).collect())
            }
            Value::Array(list) => Value::Array(list.iter().map(|it| self.value(it)).collect()),
            Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => value.clone(),
        }
    }

    fn text(&self, value: &Value) -> String {
        match self.value(value) {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    fn function(&self, map: &serde_json::Map<String, Value>) -> Value {
        let (name, argument) = map.iter().next().expect("a function has an argument");
        match name.as_str() {
            "Ref" => self.named(argument.as_str().expect("Ref takes a name"), "Ref", &BTreeMap::new()),
            "Fn::GetAtt" => {
                let path = match argument {
                    Value::Array(parts) => parts.iter().map(|it| self.text(it)).collect::<Vec<_>>().join("."),
                    other => self.text(other),
                };
                let (resource, attribute) = path.split_once('.').expect("GetAtt takes a resource and a name");
                self.named(resource, attribute, &BTreeMap::new())
            }
            "Fn::Sub" => Value::String(self.sub(argument)),
            "Fn::Join" => {
                let parts = self.value(&argument[1]);
                let parts = parts.as_array().expect("Join takes a list");
                let parts: Vec<String> = parts.iter().map(|it| self.text(it)).collect();
                Value::String(parts.join(argument[0].as_str().expect("Join takes a text first")))
            }
            "Fn::Split" => {
                let text = self.text(&argument[1]);
                let parts = text.split(argument[0].as_str().expect("Split takes a text first"));
                Value::Array(parts.map(Value::from).collect())
            }
            "Fn::Select" => {
                let at = self.text(&argument[0]).parse::<usize>().expect("Select takes a number first");
                self.value(&argument[1])[at].clone()
            }
            "Fn::If" => self.value(&argument[1]),
            other => panic!("the sample account does not know the function {other}"),
        }
    }

    fn sub(&self, argument: &Value) -> String {
        let none = Value::Null;
        let (text, extra) = match argument {
            Value::Array(pair) => (&pair[0], &pair[1]),
            text => (text, &none),
        };
        let extra: BTreeMap<String, String> =
            extra.as_object().into_iter().flatten().map(|(key, it)| (key.clone(), self.text(it))).collect();
        let mut rest = text.as_str().expect("Sub takes a text");
        let mut done = String::new();
        while let Some(start) = rest.find("${") {
            done.push_str(&rest[..start]);
            let end = start + rest[start..].find('}').expect("Sub closes its braces");
            let name = &rest[start + 2..end];
            match name.strip_prefix('!') {
                Some(literal) => done.push_str(&format!("${{{literal}}}")),
                None => done.push_str(&self.text(&self.dotted(name, &extra))),
            }
            rest = &rest[end + 1..];
        }
        done.push_str(rest);
        done
    }

    fn dotted(&self, name: &str, extra: &BTreeMap<String, String>) -> Value {
        let (name, attribute) = name.split_once('.').unwrap_or((name, "Ref"));
        self.named(name, attribute, extra)
    }

    /// What a name stands for: a value of the Sub itself, of AWS, a parameter or a resource.
    fn named(&self, name: &str, attribute: &str, extra: &BTreeMap<String, String>) -> Value {
        if let Some(text) = extra.get(name) {
            return Value::from(text.as_str());
        }
        match name {
            "AWS::AccountId" => return Value::from(ACCOUNT),
            "AWS::Partition" => return Value::from("aws"),
            "AWS::Region" => return Value::from(self.region.as_str()),
            "AWS::StackName" => return Value::from("stack"),
            "AWS::StackId" => {
                let region = &self.region;
                return Value::from(format!("arn:aws:cloudformation:{region}:{ACCOUNT}:stack/stack/1"));
            }
            "AWS::URLSuffix" => return Value::from("amazonaws.com"),
            _ => {}
        }
        if let Some(parameter) = self.template["Parameters"].get(name) {
            return parameter.get("Default").cloned().unwrap_or_else(|| Value::from("parameter"));
        }
        let resource = &self.template["Resources"][name];
        let kind = resource["Type"].as_str().unwrap_or_else(|| panic!("nothing is called {name}"));
        let given = NAMES.iter().find_map(|it| resource["Properties"].get(*it)).map(|it| self.text(it));
        let made = if kind == "AWS::KMS::Key" { KEY_ID } else { name };
        let given = self.names.get(name).cloned().or(given).unwrap_or_else(|| made.to_owned());
        let form = ATTRIBUTES.iter().find(|it| (it.0, it.1) == (kind, attribute));
        let form = form.unwrap_or_else(|| panic!("the sample account has no {attribute} for {kind}"));
        let region = &self.region;
        let text = form.2.replace(":R:", &format!(":{region}:")).replace("sqs.R.", &format!("sqs.{region}."));
        Value::from(
            text.replace(":A:", &format!(":{ACCOUNT}:"))
                .replace("/A/", &format!("/{ACCOUNT}/"))
                .replace("{}", &given),
        )
    }
}

fn is_function(key: Option<&String>) -> bool {
    key.is_some_and(|it| it == "Ref" || it.starts_with("Fn::"))
}

#[cfg(test)]
mod tests {
    use super::Sample;
    use serde_json::json;

    #[test]
    fn functions_give_what_aws_would_see() {
        let template = json!({
            "Parameters": { "Name": { "Type": "String", "Default": "x" } },
            "Resources": {
                "Table": { "Type": "AWS::DynamoDB::Table" },
                "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Fn::Sub": "${Name}-t" } } },
            },
        });
        let sample = Sample::of(&template);
        let seen = |it| sample.value(&it);
        assert_eq!(
            seen(json!({ "Fn::GetAtt": ["Table", "Arn"] })),
            "arn:aws:dynamodb:eu-west-1:111122223333:table/Table"
        );
        assert_eq!(seen(json!({ "Ref": "Topic" })), "arn:aws:sns:eu-west-1:111122223333:x-t");
        assert_eq!(
            seen(json!({ "Fn::Sub": ["${Table.Arn}/${a}/${!b}", { "a": { "Ref": "Name" } }] })),
            "arn:aws:dynamodb:eu-west-1:111122223333:table/Table/x/${b}"
        );
        assert_eq!(
            seen(json!({ "Fn::Select": [1, { "Fn::Split": ["-", { "Fn::Join": ["-", ["a", "b"]] }] }] })),
            "b"
        );
    }
}
