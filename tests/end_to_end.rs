//! The seed's compiled template, deployed to AWS's stand-in: records go into the stream, and everything that comes of
//! them is found, once, where it must be. Then the same batches come again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pipec_tests::http::Message;
use pipec_tests::stand_in::{Client, REGION, Stack, StandIn, read, tls_ends_here};
use pipec_tests::{function, judged, place};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The spec that is deployed.
const SEED: &str = "high-transactions";

/// How long the story may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A record, and what must come of it.
struct Case {
    data: String,
    /// The key of its item, if it is flagged.
    flagged: Option<String>,
    /// The reason of its dead letter.
    rejected: Option<&'static str>,
}

/// Several hundred records of every kind, in an order that mixes them.
fn cases() -> Vec<Case> {
    let time = |at: usize| format!("2026-01-01T00:{:02}:{:02}Z", at / 60 % 60, at % 60);
    let record = |id: &str, amount: &str, at: usize| {
        format!(
            "{{\"transactionId\":\"{id}\",\"name\":\"N\",\"transaction\":{amount},\"createdAt\":\"{}\"}}",
            time(at)
        )
    };
    let case = |at: usize| {
        let id = format!("t{at}");
        let plain = |data: String| Case { data, flagged: None, rejected: None };
        let flagged = |data: String, id: String| Case { data, flagged: Some(id), rejected: None };
        let bad = |data: String, reason| Case { data, flagged: None, rejected: Some(reason) };
        match at % 12 {
            0..=2 => flagged(record(&id, &(9001 + at).to_string(), at), id),
            3 => plain(record(&id, "9000", at)),
            4 => plain(record(&id, "null", at)),
            5 => plain(format!("{{\"transactionId\":\"{id}\",\"createdAt\":\"{}\"}}", time(at))),
            6 => bad(record(&id, "\"9500\"", at), "type"),
            7 => bad("{not json".to_owned() + &id, "malformed"),
            8 => bad(
                format!("{{\"transactionId\":null,\"createdAt\":\"{}\",\"n\":{at}}}", time(at)),
                "missing",
            ),
            // The same transaction as three before, another record: the item that is there stays.
            9 => flagged(
                record(&format!("t{}", at - 9), &(9001 + at - 9).to_string(), at - 9),
                format!("t{}", at - 9),
            ),
            // As large as ten records: what no column reads is carried along.
            10 if at % 24 == 10 => flagged(
                record(&id, "70000", at)
                    .replace("\"name\"", &format!("\"note\":\"{}\",\"name\"", "x".repeat(200_000))),
                id,
            ),
            10 => bad(record(&id, "99999999999", at), "type"),
            _ => flagged(record(&id, "2147483147", at), id),
        }
    };
    (0..480).map(case).collect()
}

/// What was found at the far ends.
#[derive(Debug, PartialEq)]
struct Found {
    /// Table items, by transaction: the id of the row.
    items: BTreeMap<String, String>,
    /// Dead letters, by the record's bytes: reason and id.
    letters: BTreeMap<Vec<u8>, (String, String)>,
}

#[test]
fn every_record_ends_where_it_must_and_a_replay_changes_nothing() {
    let zip = fs::read(function::built(SEED).join("bootstrap.zip")).expect("a build leaves a zip");
    let server = StandIn::start("end-to-end", tls_ends_here);
    let client = server.root(REGION);
    let template = place::template(SEED);
    let stack = Stack::deploy(&client, "story", &template, &[], &zip);
    let queue = read::subscribed(&client, &stack.outputs()["AbnormalAlertsTopicArn"], "alerts");

    let cases = cases();
    let stream = &stack.outputs()["TransactionsStreamName"];
    for batch in cases.chunks(37) {
        put(&client, stream, batch);
    }
    let shards: BTreeSet<String> = shards(&client, stream).into_iter().collect();
    assert!(shards.len() > 1, "one shard is no test of several");

    let mut alerts = Vec::new();
    let found = settled(&cases, || look(&client, &stack, &queue, &mut alerts));
    compare(&cases, &found, &alerts);
    archived(&client, &stack.outputs()["RawArchiveBucketName"], &cases);

    // The mapping is made anew: it begins at the oldest record, and the same records come with the same positions.
    again(&client, &stack, &template);
    let mut repeated = Vec::new();
    let replayed = settled(&cases, || look(&client, &stack, &queue, &mut repeated));
    assert_eq!(replayed, found, "a replay changed what was there");
    compare(&cases, &replayed, &repeated);
    let ids = |it: &[(String, Value)]| it.iter().map(|(id, _)| id.clone()).collect::<BTreeSet<_>>();
    assert_eq!(ids(&alerts), ids(&repeated), "an alert has another id the second time");
    analytics(&client, &stack);
    judged("end-to-end", 2 * cases.len());
}

/// The same function as the output of a Kinesis Analytics application, whose records have no place in a stream.
fn analytics(client: &Client, stack: &Stack) {
    let flagged = r#"{"transactionId":"k1","transaction":9500,"createdAt":"2026-01-02T00:00:00Z"}"#;
    let records: Vec<Value> = [flagged, "{not json k2", flagged]
        .iter()
        .enumerate()
        .map(|(at, it)| json!({ "recordId": format!("r{at}"), "data": STANDARD.encode(it) }))
        .collect();
    let event = json!({ "invocationId": "i", "applicationArn": "arn", "records": records }).to_string();
    let path = format!("/2015-03-31/functions/{}/invocations", stack.physical("TransactionsFunction"));
    let answer = client.rest("lambda", Message::request("POST", &path, event)).expect("it is invoked");
    let answer: Value = serde_json::from_slice(&answer.body).expect("the function answers with JSON");
    let ok = |at: usize| json!({ "recordId": format!("r{at}"), "result": "Ok" });
    assert_eq!(answer, json!({ "records": [ok(0), ok(1), ok(2)] }));
    let items = read::items(client, &stack.outputs()["AbnormalsTableName"]);
    assert_eq!(items.iter().filter(|it| it["transactionId"]["S"] == "k1").count(), 1, "the item");
    let letters =
        read::objects(client, &stack.outputs()["DeadLettersBucketName"], "rejected/transactions/-/");
    let letters = letters.into_values().map(|it| String::from_utf8(it).expect("letters are text"));
    let raw = STANDARD.encode("{not json k2");
    assert_eq!(letters.filter(|it| it.contains(&raw) && it.contains("\"position\":null")).count(), 1);
}

fn flagged(cases: &[Case]) -> Vec<&str> {
    cases.iter().filter_map(|it| it.flagged.as_deref()).collect()
}

fn put(client: &Client, stream: &str, cases: &[Case]) {
    let records: Vec<Value> = cases
        .iter()
        .enumerate()
        .map(|(at, it)| json!({ "Data": STANDARD.encode(&it.data), "PartitionKey": format!("k{}", at % 11) }))
        .collect();
    let put = json!({ "StreamName": stream, "Records": records });
    let answer = client.json("kinesis", "PutRecords", &put).expect("records can be put");
    assert_eq!(answer["FailedRecordCount"], 0);
}

fn shards(client: &Client, stream: &str) -> Vec<String> {
    let told = client.json("kinesis", "ListShards", &json!({ "StreamName": stream })).expect("it has shards");
    let shards = told["Shards"].as_array().expect("they are a list").iter();
    shards.map(|it| it["ShardId"].as_str().expect("a shard has a name").to_owned()).collect()
}

/// Looks until everything that must be there is there. What is too much is told by the comparison.
fn settled(cases: &[Case], mut look: impl FnMut() -> (Found, usize)) -> Found {
    let items: BTreeSet<&str> = flagged(cases).into_iter().collect();
    let letters = cases.iter().filter(|it| it.rejected.is_some()).count();
    let started = Instant::now();
    loop {
        let (found, alerts) = look();
        if found.items.len() >= items.len()
            && found.letters.len() >= letters
            && alerts >= flagged(cases).len()
        {
            return found;
        }
        assert!(
            started.elapsed() < PATIENCE,
            "{} of {} items, {} of {letters} letters, {alerts} of {} alerts",
            found.items.len(),
            items.len(),
            found.letters.len(),
            flagged(cases).len(),
        );
        sleep(Duration::from_millis(200));
    }
}

/// What is there by now, and how many alerts there are in all.
fn look(client: &Client, stack: &Stack, queue: &str, alerts: &mut Vec<(String, Value)>) -> (Found, usize) {
    alerts.extend(read::messages(client, queue).iter().map(alert));
    let items = read::items(client, &stack.outputs()["AbnormalsTableName"]);
    let text = |it: &Value, name: &str| it[name]["S"].as_str().expect("an item has its keys").to_owned();
    let mut found = Found { items: BTreeMap::new(), letters: BTreeMap::new() };
    for item in &items {
        let before = found.items.insert(text(item, "transactionId"), text(item, "pipec_id"));
        assert!(before.is_none(), "{item} is there twice");
    }
    for body in read::objects(client, &stack.outputs()["DeadLettersBucketName"], "rejected/").into_values() {
        for line in String::from_utf8(body).expect("letters are text").lines() {
            let letter: Value = serde_json::from_str(line).expect("a letter is JSON");
            let text = |name: &str| letter[name].as_str().expect("a letter has it").to_owned();
            assert_eq!((letter["stream"].as_str(), &letter["branch"]), (Some("transactions"), &Value::Null));
            assert!(
                letter["position"]["shard"].as_str().is_some_and(|it| it.starts_with("shardId-")),
                "{letter}"
            );
            // A batch that begins elsewhere makes another object, so a letter may be there again: the same letter.
            let kept = (text("reason"), text("id"));
            let raw = STANDARD.decode(text("raw")).expect("it is base64");
            let before = found.letters.insert(raw, kept.clone());
            assert!(before.is_none_or(|it| it == kept), "{line} is there twice, and differs");
        }
    }
    (found, alerts.len())
}

/// An alert: the id that it carries, and its row.
fn alert(message: &Value) -> (String, Value) {
    let envelope = message["Body"].as_str().expect("a message has a body");
    let envelope: Value = serde_json::from_str(envelope).expect("SNS writes JSON");
    let id =
        envelope["MessageAttributes"]["pipec_id"]["Value"].as_str().expect("an alert has an id").to_owned();
    let row = serde_json::from_str(envelope["Message"].as_str().expect("there is a message"));
    (id, row.expect("the row is JSON"))
}

fn compare(cases: &[Case], found: &Found, alerts: &[(String, Value)]) {
    let items: BTreeSet<&str> = flagged(cases).into_iter().collect();
    let there: BTreeSet<&str> = found.items.keys().map(String::as_str).collect();
    assert_eq!(there, items, "the table");
    let rejected = cases.iter().filter_map(|it| Some((it.data.as_bytes().to_vec(), it.rejected?.to_owned())));
    let rejected: BTreeMap<Vec<u8>, String> = rejected.collect();
    let letters = found.letters.iter().map(|(raw, (reason, _))| (raw.clone(), reason.clone())).collect();
    assert_eq!(rejected, letters, "the dead letters");
    // One alert for each flagged record, each with an id of its own.
    let mut expect = flagged(cases);
    let mut told: Vec<&str> =
        alerts.iter().map(|(_, row)| row["transactionId"].as_str().expect("a row has its id")).collect();
    expect.sort_unstable();
    told.sort_unstable();
    assert_eq!(told, expect, "the alerts");
    let ids: BTreeSet<&String> = alerts.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), alerts.len(), "two alerts have one id");
    let kept = found.items.values().filter(|it| ids.contains(it)).count();
    assert_eq!(kept, found.items.len(), "an item's id is that of its alert");
}

/// Every record is in the archive, bad ones too, as it came.
fn archived(client: &Client, bucket: &str, cases: &[Case]) {
    let mut expect: Vec<&[u8]> = cases.iter().map(|it| it.data.as_bytes()).collect();
    let started = Instant::now();
    let objects = loop {
        let objects: Vec<Vec<u8>> = read::objects(client, bucket, "raw/").into_values().collect();
        if objects.len() >= expect.len() {
            break objects;
        }
        assert!(started.elapsed() < PATIENCE, "{} of {} records are archived", objects.len(), expect.len());
        sleep(Duration::from_millis(200));
    };
    // The stand-in writes an object for each record, and no delimiter.
    let mut there: Vec<&[u8]> = objects.iter().map(|it| it.strip_suffix(b"\n").unwrap_or(it)).collect();
    expect.sort_unstable();
    there.sort_unstable();
    assert!(there == expect, "the archive has other records than came");
}

/// Takes the mapping away and makes it anew, as the template has it.
fn again(client: &Client, stack: &Stack, template: &Value) {
    let path = "/2015-03-31/event-source-mappings/";
    let old = Message::request("DELETE", &format!("{path}{}", stack.physical("TransactionsMapping")), "");
    client.rest("lambda", old).expect("the mapping can be deleted");
    let mut mapping = template["Resources"]["TransactionsMapping"]["Properties"].clone();
    let stream = json!({ "StreamName": stack.outputs()["TransactionsStreamName"] });
    let told = client.json("kinesis", "DescribeStreamSummary", &stream).expect("the stream is there");
    mapping["EventSourceArn"] = told["StreamDescriptionSummary"]["StreamARN"].clone();
    mapping["FunctionName"] = stack.physical("TransactionsFunction").into();
    mapping.as_object_mut().expect("a mapping has properties").remove("DestinationConfig");
    let new = Message::request("POST", path, mapping.to_string());
    client.rest("lambda", new).expect("the mapping can be made");
}
