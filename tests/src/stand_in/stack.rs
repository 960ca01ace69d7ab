//! A compiled template as a stack, with the code of its functions in a bucket.

use super::client::Client;
use super::left_out::{LEFT_OUT, without};
use crate::http::Message;
use pipec::emit::sha256;
use serde_json::Value;
use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a stack may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A stack that is deployed. What it keeps stays until the server ends.
#[derive(Debug)]
pub struct Stack {
    outputs: BTreeMap<String, String>,
    resources: BTreeMap<String, String>,
}

impl Stack {
    /// Deploys a template, without what the server does not make, under a name that no other test has, and waits for it.
    /// `zip` is what its functions run; the parameters that say where it is are filled in.
    pub fn deploy(
        client: &Client,
        name: &str,
        template: &Value,
        parameters: &[(&str, &str)],
        zip: &[u8],
    ) -> Stack {
        Stack::deploy_whole(client, name, &without(template, LEFT_OUT), parameters, zip)
    }

    /// Deploys a template as it is.
    pub fn deploy_whole(
        client: &Client,
        name: &str,
        template: &Value,
        parameters: &[(&str, &str)],
        zip: &[u8],
    ) -> Stack {
        let bucket = format!("{}-code", name.to_lowercase());
        let key = format!("{}.zip", sha256(zip));
        make_bucket(client, &bucket);
        put(client, &bucket, &key, zip);
        put(client, &bucket, "template.json", template.to_string().as_bytes());
        let code = [("CodeBucket", bucket.as_str()), ("CodeKey", key.as_str())];
        let code = code.into_iter().filter(|(name, _)| template["Parameters"].get(*name).is_some());
        create(client, name, &bucket, &code.chain(parameters.iter().copied()).collect::<Vec<_>>());
        wait(client, name);
        Stack { outputs: outputs(client, name), resources: resources(client, name) }
    }

    /// The outputs, by name.
    pub fn outputs(&self) -> &BTreeMap<String, String> {
        &self.outputs
    }

    /// What a resource of the template is called in the account.
    pub fn physical(&self, logical: &str) -> &str {
        self.resources.get(logical).unwrap_or_else(|| panic!("the stack has no {logical}"))
    }
}

/// A template in a bucket may be larger than one in the call.
fn create(client: &Client, name: &str, bucket: &str, parameters: &[(&str, &str)]) {
    let url = format!("https://s3.amazonaws.com/{bucket}/template.json");
    let places = (1..).map(|it| format!("Parameters.member.{it}.Parameter"));
    let pairs = places.zip(parameters).flat_map(|(place, (name, value))| {
        [(format!("{place}Key"), *name), (format!("{place}Value"), *value)]
    });
    let pairs: Vec<(String, &str)> = pairs.collect();
    let mut call =
        vec![("StackName", name), ("TemplateURL", &url), ("Capabilities.member.1", "CAPABILITY_NAMED_IAM")];
    call.extend(pairs.iter().map(|(name, value)| (name.as_str(), *value)));
    let created = client.query("cloudformation", "CreateStack", &call);
    created.unwrap_or_else(|it| panic!("the stack {name} is refused: {it}"));
}

/// Makes a bucket in the client's region.
pub fn make_bucket(client: &Client, name: &str) {
    let place = format!("<LocationConstraint>{}</LocationConstraint>", client.region());
    let place = format!("<CreateBucketConfiguration>{place}</CreateBucketConfiguration>");
    // Only this region goes without saying.
    let place = if client.region() == "us-east-1" { String::new() } else { place };
    put(client, name, "", place.as_bytes());
}

fn put(client: &Client, bucket: &str, key: &str, body: &[u8]) {
    let request = Message::request("PUT", &format!("/{bucket}/{key}"), body);
    client.rest("s3", request).unwrap_or_else(|it| panic!("{bucket}/{key} cannot be put: {it}"));
}

fn wait(client: &Client, name: &str) {
    let started = Instant::now();
    loop {
        let told = client.query("cloudformation", "DescribeStacks", &[("StackName", name)]);
        let told = told.unwrap_or_else(|it| panic!("the stack {name} is not told: {it}"));
        match told.first("StackStatus").unwrap_or_default().as_str() {
            "CREATE_COMPLETE" => return,
            status if status.ends_with("_IN_PROGRESS") => {}
            status => panic!("the stack {name} is {status}: {}", events(client, name)),
        }
        assert!(started.elapsed() < PATIENCE, "the stack {name} takes too long: {}", events(client, name));
        sleep(Duration::from_millis(100));
    }
}

/// What failed, and why.
fn events(client: &Client, name: &str) -> String {
    let told = client.query("cloudformation", "DescribeStackEvents", &[("StackName", name)]);
    let told = told.unwrap_or_else(|it| panic!("the events of {name} are not told: {it}"));
    let failed = told.list("StackEvents").into_iter().filter(|it| it["ResourceStatus"].ends_with("FAILED"));
    let line = |it: BTreeMap<String, String>| {
        format!("{}: {}", it["LogicalResourceId"], it.get("ResourceStatusReason").map_or("", String::as_str))
    };
    failed.map(line).collect::<Vec<_>>().join("\n")
}

fn outputs(client: &Client, name: &str) -> BTreeMap<String, String> {
    let told = client.query("cloudformation", "DescribeStacks", &[("StackName", name)]);
    let told = told.unwrap_or_else(|it| panic!("the stack {name} is not told: {it}"));
    told.list("Outputs").into_iter().map(|it| (it["OutputKey"].clone(), it["OutputValue"].clone())).collect()
}

fn resources(client: &Client, name: &str) -> BTreeMap<String, String> {
    let told = client.query("cloudformation", "DescribeStackResources", &[("StackName", name)]);
    let told = told.unwrap_or_else(|it| panic!("the resources of {name} are not told: {it}"));
    let pair =
        |it: BTreeMap<String, String>| (it["LogicalResourceId"].clone(), it["PhysicalResourceId"].clone());
    told.list("StackResources").into_iter().map(pair).collect()
}
