//! Writing to a queue, a table and a bucket, unsigned, over one connection each.

use pipec_tests::http::{self, Message};
use serde_json::{Value, json};
use std::env;
use std::net::SocketAddr;

/// How often a write is tried.
pub fn tries() -> usize {
    env::var("TRIES").ok().and_then(|it| it.parse().ok()).unwrap_or(1)
}

/// Sends a message to the queue `alerts`.
pub fn publish(id: &str) -> bool {
    is_done(&json_request(
        "AmazonSQS.SendMessage",
        &json!({ "QueueUrl": "http://queues/0/alerts", "MessageBody": id }),
    ))
}

/// Sends messages to the queue `alerts`, and gives the places of those that were not taken.
pub fn publish_all(ids: &[&str]) -> Vec<usize> {
    let entry = |(at, id): (usize, &&str)| json!({ "Id": at.to_string(), "MessageBody": id });
    let entries: Vec<Value> = ids.iter().enumerate().map(entry).collect();
    let body = json!({ "QueueUrl": "http://queues/0/alerts", "Entries": entries });
    let answer = call(&json_request("AmazonSQS.SendMessageBatch", &body));
    let answer = answer.filter(|it| it.status() == 200).and_then(|it| serde_json::from_slice(&it.body).ok());
    let Some(answer): Option<Value> = answer else { return (0..ids.len()).collect() };
    let failed = answer["Failed"].as_array().expect("the answer has a list");
    failed
        .iter()
        .map(|it| it["Id"].as_str().and_then(|it| it.parse().ok()).expect("an entry has our number"))
        .collect()
}

/// Puts an item into the table `events`, if it is not there.
pub fn put(id: &str) -> bool {
    is_done(&json_request(
        "DynamoDB_20120810.PutItem",
        &json!({
            "TableName": "events",
            "Item": { "pipec_id": { "S": id } },
            "ConditionExpression": "attribute_not_exists(pipec_id)",
        }),
    ))
}

/// Writes a dead letter into the bucket `dead-letters`.
pub fn dead(id: &str) -> bool {
    is_done(&Message::request("PUT", &format!("/dead-letters/{id}"), json!({ "id": id }).to_string()))
}

fn json_request(target: &str, body: &Value) -> Message {
    Message::request("POST", "/", body.to_string())
        .with("x-amz-target", target)
        .with("content-type", "application/x-amz-json-1.0")
}

fn is_done(request: &Message) -> bool {
    let is_good = |it: Message| {
        it.status() == 200 || String::from_utf8_lossy(&it.body).contains("ConditionalCheckFailedException")
    };
    (0..tries()).any(|_| call(request).is_some_and(is_good))
}

/// The answer to a request; none where it did not come whole.
fn call(request: &Message) -> Option<Message> {
    let endpoint = env::var("AWS_ENDPOINT_URL").expect("who writes is told where to");
    let address = endpoint.strip_prefix("http://").and_then(|it| it.parse::<SocketAddr>().ok());
    http::call(address.expect("an endpoint has an address"), request).ok()
}
