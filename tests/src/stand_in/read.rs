//! What stands in the account: items of tables, messages of queues, objects of buckets.

use super::client::{Client, Refusal};
use super::signature::encoded;
use super::xml::Xml;
use crate::http::Message;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// All items of a table, as DynamoDB writes them.
pub fn items(client: &Client, table: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut from = Value::Null;
    loop {
        let mut scan = json!({ "TableName": table, "ConsistentRead": true });
        if !from.is_null() {
            scan["ExclusiveStartKey"] = from;
        }
        let page = told(table, client.json("dynamodb", "Scan", &scan));
        items.extend(page["Items"].as_array().into_iter().flatten().cloned());
        from = page["LastEvaluatedKey"].clone();
        if from.is_null() {
            return items;
        }
    }
}

/// Makes a queue of this name that gets what a topic is told, and gives its URL.
pub fn subscribed(client: &Client, topic: &str, name: &str) -> String {
    let made = client.json("sqs", "CreateQueue", &json!({ "QueueName": name }));
    let queue = made.expect("a queue can be made")["QueueUrl"].as_str().expect("it has a URL").to_owned();
    let attributes = json!({ "QueueUrl": queue, "AttributeNames": ["QueueArn"] });
    let told = client.json("sqs", "GetQueueAttributes", &attributes).expect("it has attributes");
    let arn = told["Attributes"]["QueueArn"].as_str().expect("it has an ARN").to_owned();
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage",
        "Resource": arn, "Condition": { "ArnEquals": { "aws:SourceArn": topic } },
    }] });
    let policy = json!({ "QueueUrl": queue, "Attributes": { "Policy": policy.to_string() } });
    client.json("sqs", "SetQueueAttributes", &policy).expect("it takes a policy");
    let subscription = [("TopicArn", topic), ("Protocol", "sqs"), ("Endpoint", arn.as_str())];
    client.query("sns", "Subscribe", &subscription).expect("it can be subscribed");
    queue
}

/// Takes all messages out of a queue that are in it, with their attributes.
pub fn messages(client: &Client, queue: &str) -> Vec<Value> {
    let mut messages = Vec::new();
    loop {
        let receive =
            json!({ "QueueUrl": queue, "MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"] });
        let answer = told(queue, client.json("sqs", "ReceiveMessage", &receive));
        let page: Vec<Value> = answer["Messages"].as_array().into_iter().flatten().cloned().collect();
        if page.is_empty() {
            return messages;
        }
        for message in page {
            let delete = json!({ "QueueUrl": queue, "ReceiptHandle": message["ReceiptHandle"] });
            told(queue, client.json("sqs", "DeleteMessage", &delete));
            messages.push(message);
        }
    }
}

/// All objects of a bucket whose keys begin so, by key.
pub fn objects(client: &Client, bucket: &str, prefix: &str) -> BTreeMap<String, Vec<u8>> {
    let mut objects = BTreeMap::new();
    let mut from = String::new();
    loop {
        let list = format!("/{bucket}?list-type=2&prefix={}&start-after={}", encoded(prefix), encoded(&from));
        let answer = told(bucket, client.rest("s3", Message::request("GET", &list, "")));
        let page = Xml(String::from_utf8_lossy(&answer.body).into_owned()).all("Key");
        let Some(last) = page.last() else { return objects };
        from.clone_from(last);
        for key in page {
            let path: Vec<String> = key.split('/').map(encoded).collect();
            let get = Message::request("GET", &format!("/{bucket}/{}", path.join("/")), "");
            objects.insert(key, told(bucket, client.rest("s3", get)).body);
        }
    }
}

/// All records of a stream, in the order of their shards.
pub fn records(client: &Client, stream: &str) -> Vec<Value> {
    let shards = told(stream, client.json("kinesis", "ListShards", &json!({ "StreamName": stream })));
    let mut records = Vec::new();
    for shard in shards["Shards"].as_array().into_iter().flatten() {
        let from = json!({
            "StreamName": stream, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON",
        });
        let mut next =
            told(stream, client.json("kinesis", "GetShardIterator", &from))["ShardIterator"].clone();
        loop {
            let page = told(stream, client.json("kinesis", "GetRecords", &json!({ "ShardIterator": next })));
            let found = page["Records"].as_array().into_iter().flatten();
            let before = records.len();
            records.extend(found.cloned());
            if records.len() == before {
                break;
            }
            next = page["NextShardIterator"].clone();
        }
    }
    records
}

fn told<T>(what: &str, answer: Result<T, Refusal>) -> T {
    answer.unwrap_or_else(|it| panic!("{what} cannot be read: {it}"))
}
