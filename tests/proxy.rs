//! What the proxy lets go wrong looks to AWS's own SDK as it does when AWS does it, and its log tells the truth.

use crate::ledger::Ledger;
use pipec_tests::http::Message;
use pipec_tests::proxy::{Error, Exchange, Fate, Fault, Instead, Places, Proxy, Request};
use pipec_tests::{judge, judged, place};
use serde_json::Value;
use std::io::ErrorKind;
use std::sync::LazyLock;
use std::time::Duration;

/// What the calls of one plan came to.
struct Outcome {
    /// What the SDK said, a line a call.
    said: Vec<String>,
    exchanges: Vec<Exchange>,
    /// What the service saw.
    requests: Vec<Message>,
}

type Plan = fn(&Request) -> Fault;

const PLANS: &[(&str, Plan)] = &[
    ("pass", |_| Fault::Pass),
    ("throttle", |it| Fault::Error(it.service.throttle())),
    ("failure", |it| Fault::Error(it.service.failure())),
    ("cut", |_| Fault::Cut),
    ("nothing", |_| Fault::Swallow(Instead::Nothing)),
    ("error", |it| Fault::Swallow(Instead::Error(it.service.failure()))),
    ("delay", |_| Fault::Delay(Duration::from_millis(10))),
    ("one", |it| if it.is_batch() { Fault::Entries(Places::from([1])) } else { Fault::Pass }),
    ("all", |it| if it.is_batch() { Fault::Entries(Places::from([0, 1, 2])) } else { Fault::Pass }),
];

/// One process of the SDK makes all calls of all plans.
static OUTCOMES: LazyLock<Vec<Outcome>> = LazyLock::new(|| {
    let servers: Vec<(Ledger, Proxy)> = PLANS.iter().map(|(_, plan)| started(*plan)).collect();
    let mut sdk = judge::python("lint");
    sdk.arg(place::root().join("tests/tools/aws_calls.py"));
    sdk.args(servers.iter().map(|(_, proxy)| proxy.address().to_string()));
    let said: Value = judge::json(&judge::run(&mut sdk));
    let outcome = |(ledger, proxy): (Ledger, Proxy)| {
        let said =
            serde_json::from_value(said[proxy.address().to_string()].clone()).expect("there are lines");
        Outcome { said, exchanges: proxy.finish(), requests: ledger.requests() }
    };
    let outcomes: Vec<Outcome> = servers.into_iter().map(outcome).collect();
    judged("faults", outcomes.iter().map(|it| it.said.len()).sum());
    outcomes
});

fn started(plan: Plan) -> (Ledger, Proxy) {
    let ledger = Ledger::start();
    let proxy = Proxy::start(ledger.address(), plan);
    (ledger, proxy)
}

fn outcome(plan: &str) -> &'static Outcome {
    let at = PLANS.iter().position(|(name, _)| *name == plan).expect("the plan is listed");
    &OUTCOMES[at]
}

/// The calls, and what each should have come to.
fn check(plan: &str, expected: [&str; 10]) {
    const CALLS: [&str; 10] = [
        "dynamodb put_item",
        "sns publish",
        "sns publish_batch",
        "sqs send_message",
        "sqs send_message_batch",
        "kinesis put_record",
        "kinesis put_records",
        "firehose put_record",
        "firehose put_record_batch",
        "s3 put_object",
    ];
    let expected: Vec<String> =
        CALLS.iter().zip(expected).map(|(call, it)| format!("{call}: {it}")).collect();
    assert_eq!(outcome(plan).said, expected);
}

const GOOD: [&str; 10] = [
    "done",
    "done",
    "a1 b1 c1",
    "done",
    "a1 b1 c1",
    "done",
    "0 taken taken taken",
    "done",
    "0 taken taken taken",
    "done",
];

#[test]
fn what_passes_passes() {
    check("pass", GOOD);
    check("delay", GOOD);
    let exchanges = &outcome("pass").exchanges;
    assert!(exchanges.iter().all(|it| it.reached() && !it.is_swallowed));
    let kinds: Vec<String> =
        exchanges.iter().map(|it| format!("{} {} {}", it.service, it.operation, it.resource)).collect();
    let expected = [
        "DynamoDB PutItem events",
        "SNS Publish alerts",
        "SNS PublishBatch alerts",
        "SQS SendMessage alerts",
        "SQS SendMessageBatch alerts",
        "Kinesis PutRecord rows",
        "Kinesis PutRecords rows",
        "Firehose PutRecord files",
        "Firehose PutRecordBatch files",
        "S3 PUT dead-letters",
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn each_service_throttles_in_its_own_words() {
    let expected = [
        "ProvisionedThroughputExceededException 400",
        "Throttled 429",
        "Throttled 429",
        "RequestThrottled 400",
        "RequestThrottled 400",
        "ProvisionedThroughputExceededException 400",
        "ProvisionedThroughputExceededException 400",
        "ServiceUnavailableException 500",
        "ServiceUnavailableException 500",
        "SlowDown 503",
    ];
    check("throttle", expected);
    assert!(outcome("throttle").requests.is_empty());
    assert!(outcome("throttle").exchanges.iter().all(|it| !it.reached()));
}

#[test]
fn each_service_fails_in_its_own_words() {
    let json = "InternalFailure 500";
    let other = "InternalError 500";
    let expected = ["InternalServerError 500", other, other, other, other, json, json, json, json, other];
    check("failure", expected);
    assert!(outcome("failure").requests.is_empty());
    // The same words come where the service did it all.
    check("error", expected);
    assert_eq!(outcome("error").requests.len(), 10);
}

#[test]
fn a_cut_connection_reaches_nobody() {
    check("cut", ["lost"; 10]);
    assert!(outcome("cut").requests.is_empty());
}

#[test]
fn a_swallowed_answer_is_of_something_done() {
    for plan in ["nothing", "error"] {
        let Outcome { exchanges, requests, .. } = outcome(plan);
        assert_eq!(requests.len(), 10, "{plan}");
        assert!(exchanges.iter().all(|it| it.is_swallowed && it.reached()), "{plan}");
        let entries = || exchanges.iter().flat_map(|it| &it.entries);
        assert!(entries().all(|it| it.fate == Fate::Accepted) && entries().count() == 18, "{plan}");
    }
    check("nothing", ["lost"; 10]);
}

/// The SDK for Python does not count what it reads, so this is asked of our own client.
#[test]
fn half_an_answer_is_none() {
    let (ledger, proxy) = started(|_| Fault::Swallow(Instead::Half));
    let queue = Message::request("POST", "/", r#"{"QueueUrl":"q","MessageBody":"a1"}"#)
        .with("x-amz-target", "AmazonSQS.SendMessage");
    let without_body = Message::request("PUT", "/dead-letters/a1", "{}");
    for request in [queue, without_body] {
        let answer = pipec_tests::http::call(proxy.address(), &request);
        assert_eq!(answer.map_err(|it| it.kind()), Err(ErrorKind::UnexpectedEof));
    }
    assert!(proxy.finish().iter().all(|it| it.is_swallowed && it.status == Some(200)));
    assert_eq!((ledger.seen().published.len(), ledger.seen().dead.len()), (1, 1));
}

#[test]
fn one_entry_is_refused_and_the_others_are_taken() {
    let expected = [
        "done",
        "done",
        "a1 c1 b1:Throttled",
        "done",
        "a1 c1 b1:RequestThrottled",
        "done",
        "1 taken ProvisionedThroughputExceededException taken",
        "done",
        "1 taken ServiceUnavailableException taken",
        "done",
    ];
    check("one", expected);
    let batches = || outcome("one").exchanges.iter().filter(|it| it.entries.len() == 3);
    assert_eq!(batches().count(), 4);
    for exchange in batches() {
        let fates: Vec<Fate> = exchange.entries.iter().map(|it| it.fate).collect();
        assert_eq!(fates, [Fate::Accepted, Fate::Kept, Fate::Accepted], "{}", exchange.operation);
        assert!(exchange.entries[1].text.contains("b1"), "{}", exchange.operation);
    }
}

#[test]
fn the_service_sees_the_other_entries_only() {
    let seen = |at: usize| String::from_utf8_lossy(&outcome("one").requests[at].body).into_owned();
    let (topic, queue, stream) = (seen(2), seen(4), seen(6));
    // The data of records is base64: `a1` is `YTE=`, `b1` is `YjE=`, `c1` is `YzE=`.
    for (text, first, second, third) in
        [(topic.as_str(), "a1", "b1", "c1"), (&queue, "a1", "b1", "c1"), (&stream, "YTE=", "YjE=", "YzE=")]
    {
        assert!(text.contains(first) && text.contains(third) && !text.contains(second), "{text}");
    }
    assert!(topic.contains("member.2.Id=c1") && topic.contains("member.2.Message=c1+%26+more"), "{topic}");
}

#[test]
fn all_entries_are_refused_and_the_service_sees_nothing() {
    let expected = [
        "done",
        "done",
        "a1:Throttled b1:Throttled c1:Throttled",
        "done",
        "a1:RequestThrottled b1:RequestThrottled c1:RequestThrottled",
        "done",
        "3 ProvisionedThroughputExceededException ProvisionedThroughputExceededException \
         ProvisionedThroughputExceededException",
        "done",
        "3 ServiceUnavailableException ServiceUnavailableException ServiceUnavailableException",
        "done",
    ];
    check("all", expected);
    assert_eq!(outcome("all").requests.len(), 6);
    let batches = outcome("all").exchanges.iter().filter(|it| it.entries.len() == 3);
    assert!(batches.flat_map(|it| &it.entries).all(|it| it.fate == Fate::Kept));
}

#[test]
fn a_replayed_put_counts_as_taken() {
    let (ledger, proxy) = started(|_| Fault::Pass);
    let body = r#"{"TableName":"events","Item":{"pipec_id":{"S":"a1"}}}"#;
    let put = Message::request("POST", "/", body).with("x-amz-target", "DynamoDB_20120810.PutItem");
    let call = || pipec_tests::http::call(proxy.address(), &put).expect("the proxy answers").status();
    assert_eq!((call(), call()), (200, 400));
    let fates: Vec<Fate> = proxy.finish().iter().map(|it| it.entries[0].fate).collect();
    assert_eq!(fates, [Fate::Accepted; 2]);
    assert_eq!(ledger.seen().stored.len(), 1);
}

#[test]
fn what_the_service_refuses_by_itself_is_not_taken() {
    let denied = Error { code: "AccessDenied", status: 403, message: "no" };
    let (_ledger, behind) = started(|_| Fault::Pass);
    let behind = Proxy::start(behind.address(), move |_| Fault::Error(denied));
    let before = Proxy::start(behind.address(), |_| Fault::Pass);
    let put = Message::request("PUT", "/dead-letters/a1", "{}");
    assert_eq!(pipec_tests::http::call(before.address(), &put).expect("the proxy answers").status(), 403);
    let exchange = &before.finish()[0];
    assert_eq!((exchange.status, exchange.entries[0].fate), (Some(403), Fate::Refused));
}

#[test]
fn a_plan_counts_by_kind_and_in_all() {
    let (_ledger, proxy) = started(|it| match (it.kind().as_str(), it.count, it.total) {
        ("S3 PUT", 1, 2) => Fault::Error(it.service.throttle()),
        _ => Fault::Pass,
    });
    let status =
        |message: &Message| pipec_tests::http::call(proxy.address(), message).expect("it answers").status();
    let object = Message::request("PUT", "/dead-letters/a1", "{}");
    let item = Message::request("POST", "/", r#"{"TableName":"t","Item":{"pipec_id":{"S":"a1"}}}"#)
        .with("x-amz-target", "DynamoDB_20120810.PutItem");
    assert_eq!([status(&object), status(&item), status(&object), status(&object)], [200, 200, 503, 200]);
}
