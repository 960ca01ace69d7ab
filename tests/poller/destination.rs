//! What is given up goes to the destination as Lambda writes it into a bucket, and ages are read off a moved clock.

use super::{check, reporting, scripted, shard, story};
use crate::ledger::Ledger;
use pipec_tests::poller::{Clock, Poller, START, Settings};
use pipec_tests::proxy::{Fault, Proxy};
use serde_json::{Value, json};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn the_object_is_the_one_that_aws_shows() {
    let settings = Settings { retries: Some(1), ..reporting() };
    let expected = ["ab Error", "ab Error", "given up ab RetryAttemptsExhausted"];
    let deliveries = check(scripted(), settings, &["", "error"], &expected);
    let mut object = deliveries.given_up[0].object.clone();
    let payload: Value =
        serde_json::from_str(object["payload"].as_str().expect("it is a text")).expect("it is JSON");
    assert_eq!(payload["Records"].as_array().map(Vec::len), Some(2));
    object["payload"] = json!("");
    let shard = shard(&["", ""]);
    let expected = json!({
        "requestContext": {
            "requestId": "00000000-0000-4000-8000-000000000003",
            "functionArn": "arn:aws:lambda:us-east-1:000000000000:function:function",
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": 2
        },
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": "Unhandled"
        },
        "version": "1.0",
        "timestamp": "2026-01-01T00:00:00.000Z",
        "KinesisBatchInfo": {
            "shardId": "shardId-000000000000",
            "startSequenceNumber": shard.records[0].sequence,
            "endSequenceNumber": shard.records[1].sequence,
            "approximateArrivalOfFirstRecord": "2026-01-01T00:00:00.000Z",
            "approximateArrivalOfLastRecord": "2026-01-01T00:00:00.000Z",
            "batchSize": 2,
            "streamArn": "arn:aws:kinesis:us-east-1:000000000000:stream/stream"
        },
        "payload": ""
    });
    assert_eq!(object, expected);
    let key = "aws/lambda/00000000-0000-4000-8000-000000000000/shardId-000000000000/2026/01/01/2026-01-01T00.00.00-";
    assert!(deliveries.given_up[0].key.starts_with(key), "{}", deliveries.given_up[0].key);
}

#[test]
fn a_report_of_failures_is_no_function_error() {
    let settings = Settings { retries: Some(0), ..reporting() };
    let deliveries =
        check(scripted(), settings, &["fail"], &["a Checkpoint(0)", "given up a RetryAttemptsExhausted"]);
    let context = &deliveries.given_up[0].object["responseContext"];
    assert_eq!(*context, json!({ "statusCode": 200, "executedVersion": "$LATEST" }));
}

#[test]
fn a_record_is_tried_until_it_is_too_old() {
    let settings = Settings { age: Some(HOUR), pause: HOUR / 3, ..reporting() };
    let expected = [
        "ab Checkpoint(0)",
        "ab Checkpoint(0)",
        "ab Checkpoint(0)",
        "ab Checkpoint(0)",
        "given up ab RecordAgeExceeded",
    ];
    let deliveries = check(scripted(), settings, &["fail", ""], &expected);
    let context = &deliveries.given_up[0].object["requestContext"];
    assert_eq!(
        (&context["condition"], &context["approximateInvokeCount"]),
        (&json!("RecordAgeExceeded"), &json!(4))
    );
}

#[test]
fn only_the_old_records_of_a_batch_are_given_up() {
    let mut shard = shard(&["fail", "", ""]);
    for record in &mut shard.records[1..] {
        record.arrived.0 += 1_900_000;
    }
    let settings = Settings { age: Some(HOUR), pause: HOUR / 2, ..reporting() };
    let deliveries = Poller::new(scripted(), settings).run(std::slice::from_ref(&shard));
    let again = "abc Checkpoint(0)";
    let expected = [again, again, again, "bc Success", "given up a RecordAgeExceeded"];
    assert_eq!(story(&shard, &deliveries), expected);
}

#[test]
fn a_test_moves_the_clock() {
    let (ledger, clock) = (Ledger::start(), Clock::default());
    let hand = clock.clone();
    let proxy = Proxy::start(ledger.address(), move |_| {
        hand.advance(2 * HOUR);
        Fault::Pass
    });
    let settings = Settings { age: Some(HOUR), batch: 1, ..reporting() };
    let poller = Poller::new(scripted().behind(&proxy), settings).timed_by(&clock);
    let shard = shard(&["publish a1", "publish b1"]);
    let deliveries = poller.run(std::slice::from_ref(&shard));
    assert_eq!(story(&shard, &deliveries), ["a Success", "given up b RecordAgeExceeded"]);
    assert_eq!(clock.now().0, START.0 + 2 * 3_600_000);
    let object = &deliveries.given_up[0].object;
    assert_eq!(object["timestamp"], "2026-01-01T02:00:00.000Z");
    assert_eq!(object.get("responseContext"), None);
}
