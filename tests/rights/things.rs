//! What each role of a template has to do with, read from its functions, mappings, delivery streams and applications.

use pipec_tests::json;
use pipec_tests::place::Stack;
use pipec_tests::sample::{ACCOUNT, Sample};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A thing that a caller has to do with.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Who calls: a file of the table.
    pub caller: &'static str,
    /// The kind of thing: the `to` of rows.
    pub to: &'static str,
    /// The logical id of the role.
    pub role: String,
    /// What it is called in the template; its ARN where it was there already.
    pub head: String,
    /// The words that rows may use: `{name}`, `{key}`.
    pub words: BTreeMap<&'static str, String>,
}

/// A template in an account.
#[derive(Debug, Clone)]
pub struct Account<'a> {
    template: &'a Value,
    sample: Sample<'a>,
    /// The customer keys of streams and sinks that were there already, by their ARNs.
    keys: BTreeMap<String, String>,
}

impl<'a> Account<'a> {
    /// A golden in the sample account: a stream that is there already says in which region.
    pub fn of(golden: &Stack, template: &'a Value) -> Account<'a> {
        let file = json::from_yaml(&golden.spec.text());
        let all = |section: &str| file[section].as_object().into_iter().flatten().map(|it| it.1);
        // A sink's keys stand in the block of its kind.
        let sinks = all("sinks").flat_map(|it| it.as_object().into_iter().flatten().map(|it| it.1));
        let existing: Vec<(String, Option<String>)> = all("streams")
            .chain(sinks)
            .filter_map(|it| {
                Some((it["existing"].as_str()?.to_owned(), it["key"].as_str().map(str::to_owned)))
            })
            .collect();
        let region = existing.first().and_then(|(arn, _)| arn.split(':').nth(3));
        let sample = Sample::of(template);
        let sample = region.map_or(sample.clone(), |it| sample.in_region(it));
        Account {
            template,
            sample,
            keys: existing.into_iter().filter_map(|(arn, key)| Some((arn, key?))).collect(),
        }
    }

    /// The same where resources are called so, by their logical ids.
    pub fn with_names(self, names: BTreeMap<String, String>) -> Account<'a> {
        Account { sample: self.sample.with_names(names), ..self }
    }

    /// A value with every function worked out.
    pub fn value(&self, value: &Value) -> Value {
        self.sample.value(value)
    }

    /// The resources of a type, by logical id.
    pub fn all(&self, kind: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
        let resources = self.resources().iter().filter(move |(_, it)| it["Type"] == kind);
        resources.map(|(id, it)| (id, &it["Properties"])).collect::<Vec<_>>().into_iter()
    }

    /// Everything that the roles have to do with.
    pub fn things(&self) -> Vec<Thing> {
        let functions = self.all("AWS::Lambda::Function").flat_map(|(_, it)| self.function(it));
        let mappings = self.all("AWS::Lambda::EventSourceMapping").flat_map(|(_, it)| self.mapping(it));
        let deliveries =
            self.all("AWS::KinesisFirehose::DeliveryStream").flat_map(|(_, it)| self.delivery(it));
        let applications =
            self.all("AWS::KinesisAnalyticsV2::Application").flat_map(|(id, it)| self.application(id, it));
        functions.chain(mappings).chain(deliveries).chain(applications).collect()
    }

    fn resources(&self) -> &'a Map<String, Value> {
        self.template["Resources"].as_object().expect("a template has resources")
    }

    fn text(&self, value: &Value) -> String {
        self.value(value).as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
    }

    fn function(&self, function: &Value) -> Vec<Thing> {
        let role = referred(&function["Role"]).expect("a function's role is in the template");
        let variables = &function["Environment"]["Variables"];
        let named = variables.as_object().into_iter().flatten().filter_map(|(_, it)| referred(it));
        let mut things: Vec<Thing> = named
            .filter_map(|id| Some(self.thing("function", written(self.kind(&id)?), &role, id)))
            .collect();
        let logs =
            referred(&function["LoggingConfig"]["LogGroup"]).expect("a function's logs are in the template");
        things.push(self.thing("function", "logs", &role, logs));
        let others = variables.as_object().into_iter().flatten();
        let others = others.filter_map(|(name, it)| {
            let to = NAMED.iter().find(|(start, _)| name.starts_with(start)).map(|it| it.1)?;
            referred(it).is_none().then(|| self.there("function", to, &role, arn(&self.text(it))))
        });
        things.extend(others);
        for it in &mut things {
            it.words.insert("stream", self.text(&variables["PIPEC_STREAM"]));
        }
        things
    }

    fn mapping(&self, mapping: &Value) -> Vec<Thing> {
        let function = referred(&mapping["FunctionName"]).expect("a mapping's function is in the template");
        let role =
            referred(&self.resources()[&function]["Properties"]["Role"]).expect("a function has a role");
        let given_up = referred(&mapping["DestinationConfig"]["OnFailure"]["Destination"]);
        let given_up = given_up.expect("what is given up goes to a bucket of the template");
        vec![
            self.source("mapping", &role, &mapping["EventSourceArn"]),
            self.thing("mapping", "given up", &role, given_up),
        ]
    }

    fn delivery(&self, delivery: &Value) -> Vec<Thing> {
        let to = &delivery["ExtendedS3DestinationConfiguration"];
        let role = referred(&to["RoleARN"]).expect("a delivery stream's role is in the template");
        let from = delivery.get("KinesisStreamSourceConfiguration");
        let mut things: Vec<Thing> =
            from.map(|it| self.source("delivery", &role, &it["KinesisStreamARN"])).into_iter().collect();
        let mut bucket = match referred(&to["BucketARN"]) {
            Some(bucket) => self.thing("delivery", "bucket", &role, bucket),
            None => self.there("delivery", "bucket there", &role, self.text(&to["BucketARN"])),
        };
        let known = |it: &Value| it.as_str().unwrap_or("").split("!{").next().unwrap_or("").to_owned();
        // Where objects stand at the top of the bucket, nothing in it is elsewhere.
        if !known(&to["Prefix"]).is_empty() {
            bucket.words.insert("elsewhere", "elsewhere".to_owned());
        }
        bucket.words.insert("prefix", known(&to["Prefix"]));
        bucket.words.insert("error prefix", known(&to["ErrorOutputPrefix"]));
        let logging = &to["CloudWatchLoggingOptions"];
        let group = referred(&logging["LogGroupName"]).expect("the log group is in the template");
        let mut logs = self.thing("delivery", "logs", &role, group);
        logs.words.insert("log stream", self.text(&logging["LogStreamName"]));
        things.extend([bucket, logs]);
        things
    }

    /// The stream that an application reads, the functions of its outputs, and its log.
    fn application(&self, id: &str, application: &Value) -> Vec<Thing> {
        let role =
            referred(&application["ServiceExecutionRole"]).expect("an application's role is in the template");
        let input = &application["ApplicationConfiguration"]["SqlApplicationConfiguration"]["Inputs"][0];
        let source = self.source("application", &role, &input["KinesisStreamsInput"]["ResourceARN"]);
        let is_its = |it: &Value| referred(&it["ApplicationName"]).as_deref() == Some(id);
        let outputs = self.all("AWS::KinesisAnalyticsV2::ApplicationOutput").filter(|(_, it)| is_its(it));
        let output = |(_, it): (&String, &Value)| {
            let function = referred(&it["Output"]["LambdaOutput"]["ResourceARN"]);
            self.thing("application", "output", &role, function.expect("its function is in the template"))
        };
        let mut things: Vec<Thing> = std::iter::once(source).chain(outputs.map(output)).collect();
        let options = self.all("AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption");
        for (_, option) in options.filter(|(_, it)| is_its(it)) {
            let arn = self.text(&option["CloudWatchLoggingOption"]["LogStreamARN"]);
            let (group, stream) = arn.split_once(":log-stream:").expect("the option names a log stream");
            let group = group.rsplit(':').next().expect("an ARN has parts").to_owned();
            let mut logs = self.thing("application", "logs", &role, self.logical(&group));
            logs.words.insert("log stream", stream.to_owned());
            things.push(logs);
        }
        things
    }

    /// The logical id of what is called so.
    fn logical(&self, name: &str) -> String {
        let is_called = |id: &&String| last(&self.text(&serde_json::json!({ "Ref": id }))) == name;
        let ids = self.all("AWS::Logs::LogGroup").map(|(id, _)| id);
        ids.into_iter().find(is_called).unwrap_or_else(|| panic!("nothing is called {name}")).clone()
    }

    /// The stream that is read, of the template or there already.
    fn source(&self, caller: &'static str, role: &str, arn: &Value) -> Thing {
        let words = BTreeMap::from([("arn", self.text(arn))]);
        match referred(arn) {
            Some(id) => {
                let mut thing = self.thing(caller, "source", role, id);
                thing.words.extend(words);
                thing
            }
            None => self.there(caller, "source", role, self.text(arn)),
        }
    }

    /// A thing that is there already.
    fn there(&self, caller: &'static str, to: &'static str, role: &str, arn: String) -> Thing {
        let mut words: BTreeMap<&str, String> = self.words().into_iter().collect();
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        words.insert("name", parts[5].rsplit('/').next().unwrap_or_default().to_owned());
        if !parts[4].is_empty() {
            words.insert("account", parts[4].to_owned());
        }
        words.extend(self.keys.get(&arn).map(|it| ("key", it.clone())));
        words.insert("arn", arn.clone());
        Thing { caller, to, role: role.to_owned(), head: arn, words }
    }

    fn thing(&self, caller: &'static str, to: &'static str, role: &str, id: String) -> Thing {
        let mut words: BTreeMap<&str, String> = self.words().into_iter().collect();
        words.insert("name", last(&self.text(&serde_json::json!({ "Ref": id }))).to_owned());
        words.extend(self.key(&id).map(|it| ("key", it)));
        Thing { caller, to, role: role.to_owned(), head: id, words }
    }

    fn words(&self) -> [(&'static str, String); 2] {
        [("region", self.sample.region().to_owned()), ("account", ACCOUNT.to_owned())]
    }

    fn kind(&self, id: &str) -> Option<&'a str> {
        self.resources().get(id)?["Type"].as_str()
    }

    /// The ARN of the customer key that encrypts a thing, if there is one.
    fn key(&self, id: &str) -> Option<String> {
        let it = &self.resources()[id]["Properties"];
        let key = match self.kind(id)? {
            "AWS::DynamoDB::Table" => it["SSESpecification"].get("KMSMasterKeyId"),
            "AWS::SNS::Topic" | "AWS::SQS::Queue" => it.get("KmsMasterKeyId"),
            "AWS::Kinesis::Stream" => it["StreamEncryption"].get("KeyId"),
            "AWS::KinesisFirehose::DeliveryStream" => {
                it["DeliveryStreamEncryptionConfigurationInput"].get("KeyARN")
            }
            "AWS::S3::Bucket" => {
                let rule = &it["BucketEncryption"]["ServerSideEncryptionConfiguration"][0];
                let key = rule["ServerSideEncryptionByDefault"].get("KMSMasterKeyID");
                assert!(
                    key.is_none() || rule["BucketKeyEnabled"] == true,
                    "{id}: the table counts on bucket keys"
                );
                key
            }
            _ => None,
        };
        key.map(|it| self.text(it)).filter(|it| it.starts_with("arn:"))
    }
}

/// What a function does with what these variables name.
const NAMED: &[(&str, &str)] =
    &[("TABLE_", "table"), ("TOPIC_", "topic"), ("QUEUE_", "queue"), ("STREAM_", "stream")];

/// The ARN in an address: a queue's URL has all parts of it.
fn arn(address: &str) -> String {
    let parts = address.strip_prefix("https://sqs.").and_then(|it| it.split_once('/'));
    parts.map_or(address.to_owned(), |(host, path)| {
        let region = host.split('.').next().unwrap_or_default();
        format!("arn:aws:sqs:{region}:{}", path.replace('/', ":"))
    })
}

/// What a function does with a resource that its environment names.
fn written(kind: &str) -> &'static str {
    match kind {
        "AWS::DynamoDB::Table" => "table",
        "AWS::SNS::Topic" => "topic",
        "AWS::SQS::Queue" => "queue",
        "AWS::Kinesis::Stream" => "stream",
        "AWS::KinesisFirehose::DeliveryStream" => "intake",
        "AWS::S3::Bucket" => "dead letters",
        other => panic!("the table does not say what a function does with {other}"),
    }
}

/// The resource that a value refers to.
pub fn referred(value: &Value) -> Option<String> {
    let id = value.get("Ref").or_else(|| value.get("Fn::GetAtt").and_then(|it| it.get(0)));
    id.and_then(Value::as_str).map(str::to_owned)
}

/// The name at the end of an ARN or an address; a name is itself.
pub fn last(text: &str) -> &str {
    let end = if text.starts_with("arn:") { text.rsplit(':').next() } else { None };
    let end = end.or_else(|| text.starts_with("http").then(|| text.rsplit('/').next()).flatten());
    end.unwrap_or(text)
}
