//! What a function is given is what Lambda gives it, and the settings are those of a template.

use super::{reporting, scripted, shard};
use pipec_tests::place;
use pipec_tests::poller::{End, Poller, Settings};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What a function says that it was given with two records.
fn given() -> Value {
    let mut shard = shard(&["{\"text\":\"ä\"}", ""]);
    shard.records[1].arrived.0 += 987;
    let function = scripted().named("anomalies").variable("ECHO", "1").variable("TABLE", "events");
    let deliveries = Poller::new(function, reporting()).run(&[shard]);
    let End::Response(body) = &deliveries.invocations[0].end else { panic!("{deliveries:?}") };
    serde_json::from_slice(body).expect("the echo is JSON")
}

/// Lambda's own example, page `with-kinesis`, with the values of this test.
#[test]
fn the_event_is_the_one_that_aws_shows() {
    let event: Value =
        serde_json::from_str(given()["event"].as_str().expect("it is a text")).expect("it is JSON");
    let numbers = shard(&["", ""]).records.into_iter().map(|it| it.sequence);
    let expected = numbers.zip([("eyJ0ZXh0Ijoiw6QifQ==", 1_767_225_600.0), ("", 1_767_225_600.987)]);
    let record = |(number, (data, arrived)): (String, (&str, f64))| {
        json!({
            "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": "key",
                "sequenceNumber": number,
                "data": data,
                "approximateArrivalTimestamp": arrived
            },
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": format!("shardId-000000000000:{number}"),
            "eventName": "aws:kinesis:record",
            "invokeIdentityArn": "arn:aws:iam::000000000000:role/anomalies",
            "awsRegion": "us-east-1",
            "eventSourceARN": "arn:aws:kinesis:us-east-1:000000000000:stream/stream"
        })
    };
    assert_eq!(event, json!({ "Records": expected.map(record).collect::<Vec<_>>() }));
}

#[test]
fn the_headers_are_those_of_the_runtime_api() {
    let headers: BTreeMap<String, String> =
        serde_json::from_value(given()["headers"].clone()).expect("headers are texts");
    let arn = "arn:aws:lambda:us-east-1:000000000000:function:anomalies";
    assert_eq!(headers["lambda-runtime-invoked-function-arn"], arn);
    assert_eq!(headers["lambda-runtime-aws-request-id"].len(), 36);
    assert!(headers["lambda-runtime-trace-id"].starts_with("Root=1-"));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970").as_millis();
    let deadline: u128 = headers["lambda-runtime-deadline-ms"].parse().expect("a deadline is a number");
    assert!(deadline <= now + 60_000, "the deadline is a minute after the start");
}

#[test]
fn the_environment_is_that_of_a_function_and_nothing_else() {
    let variables: BTreeMap<String, String> =
        serde_json::from_value(given()["variables"].clone()).expect("variables are texts");
    let expected = [
        ("AWS_LAMBDA_FUNCTION_NAME", "anomalies"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_REGION", "us-east-1"),
        ("TABLE", "events"),
    ];
    for (name, value) in expected {
        assert_eq!(variables[name], value);
    }
    assert!(variables.contains_key("AWS_LAMBDA_RUNTIME_API") && variables.contains_key("AWS_ACCESS_KEY_ID"));
    assert_eq!(variables.get("CARGO_MANIFEST_DIR"), None);
}

#[test]
fn the_settings_are_those_of_a_template() {
    let expected = Settings {
        batch: 100,
        bisects: true,
        retries: None,
        age: Some(Duration::from_secs(21_600)),
        reports: true,
        lanes: 1,
        timeout: Duration::from_secs(60),
        ..Settings::default()
    };
    assert_eq!(Settings::of(&place::template("high-transactions"), "TransactionsMapping"), expected);
}

#[test]
fn the_mappings_of_all_specs_can_be_polled() {
    let mut read = 0;
    for spec in place::stacks() {
        let template = spec.template();
        let resources = template["Resources"].as_object().expect("a template has resources");
        for (id, _) in resources.iter().filter(|(_, it)| it["Type"] == "AWS::Lambda::EventSourceMapping") {
            assert!(Settings::of(&template, id).reports, "{} {id}", spec.name);
            read += 1;
        }
    }
    assert!(read > 5, "{read} mappings were read");
}

#[test]
#[should_panic(expected = "the poller does not know TumblingWindowInSeconds")]
fn a_property_that_the_poller_does_not_do_is_refused() {
    let mut template = place::template("high-transactions");
    template["Resources"]["TransactionsMapping"]["Properties"]["TumblingWindowInSeconds"] = json!(60);
    Settings::of(&template, "TransactionsMapping");
}

#[test]
#[should_panic(expected = "at least a minute old")]
fn settings_that_aws_refuses_are_refused() {
    let _ = Poller::new(scripted(), Settings { age: Some(Duration::from_secs(59)), ..reporting() });
}
