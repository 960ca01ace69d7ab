//! The same function as the output of an application, which brings every row again that is not answered with `Ok`.

use super::super::event::Batch;
use super::super::work::work;
use super::{JOB, Journal, Plans, WELL, function, run};
use crate::context::Context;
use crate::identity::{Identity, id};
use crate::job::{Job, Runner};
use crate::sinks::Refusal;
use crate::timestamp::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Rows that an application has at hand for one invocation.
const AT_ONCE: usize = 7;

/// A row: what it is called, and what it holds.
type Row = (String, String);

fn event(rows: &[Row]) -> String {
    let record = |(name, value): &Row| {
        json!({
            "recordId": name,
            "lambdaDeliveryRecordMetadata": { "retryHint": 0 },
            "data": STANDARD.encode(format!("{{\"v\":{value}}}")),
        })
    };
    let records: Vec<Value> = rows.iter().map(record).collect();
    json!({ "invocationId": "i", "applicationArn": "arn", "records": records }).to_string()
}

fn batch(rows: &[Row]) -> Batch {
    serde_json::from_str(&event(rows)).expect("the event is one of ours")
}

fn rows(values: impl IntoIterator<Item = String>) -> Vec<Row> {
    values.into_iter().enumerate().map(|(at, value)| (format!("row {at}"), value)).collect()
}

/// Whether something goes wrong this time; one in so many, and the same in every run.
fn goes_wrong(text: &str, tries: usize, one_in: u64) -> bool {
    let bytes = text.bytes().chain(tries.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, it| {
        (hash ^ u64::from(it)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash >> 32).is_multiple_of(one_in)
}

/// Sinks that throttle, fail and refuse, each in its way.
const STORM: Plans = Plans([
    |it, tries| goes_wrong(it, tries, 4).then(|| Refusal::Barred("Denied".into())),
    |it, tries| goes_wrong(it, tries + 1, 3).then(|| Refusal::Unavailable("500".into())),
    |it, tries| goes_wrong(it, tries + 2, 4).then(|| Refusal::Throttled("Slow".into())),
    |it, tries| goes_wrong(it, tries + 3, 5).then(|| Refusal::Barred("Denied".into())),
]);

/// Invokes the function until every row is answered with `Ok`, and gives how often rows came again.
fn deliver(plans: Plans, width: usize, rows: &[Row], journal: &Journal) -> usize {
    let mut function = function(plans, width, journal);
    let (mut open, mut later) = (rows[..AT_ONCE.min(rows.len())].to_vec(), rows.iter().skip(AT_ONCE));
    let mut again = 0;
    for _ in 0..200 {
        if open.is_empty() {
            return again;
        }
        let batch = batch(&open);
        let (done, _) = run(&mut function, &batch.records);
        let answer = serde_json::to_value(batch.answer(done)).expect("an answer is JSON");
        open = failed(&open, &answer);
        again += open.len();
        open.extend(later.by_ref().take(AT_ONCE - open.len()).cloned());
    }
    panic!("{} rows are never taken", open.len());
}

/// The rows that come again. Every row is answered, and none with `Ok` behind one that is not.
fn failed(rows: &[Row], answer: &Value) -> Vec<Row> {
    let answers = answer["records"].as_array().expect("an answer has records");
    let names = answers.iter().map(|it| it["recordId"].as_str().expect("an answer has the row's name"));
    assert!(names.eq(rows.iter().map(|(name, _)| name.as_str())), "{answer}");
    let is_failed = |it: &Value| match it["result"].as_str() {
        Some("Ok") => false,
        Some("DeliveryFailed") => true,
        _ => panic!("{it} is no answer"),
    };
    assert!(answers.is_sorted_by_key(is_failed), "{answer}");
    rows.iter().zip(answers).filter(|(_, it)| is_failed(it)).map(|(row, _)| row.clone()).collect()
}

#[test]
fn in_a_storm_every_row_is_taken_and_in_order() {
    let values = (1..=60).map(|it| if it % 9 == 0 { format!("\"x{it}\"") } else { it.to_string() });
    let rows = rows(values);
    let numbers: Vec<String> = (1..=60).filter(|it| it % 9 != 0).map(|it| it.to_string()).collect();
    for width in [1, 3, 10] {
        let journal = Journal::default();
        let again = deliver(STORM, width, &rows, &journal);
        assert!(again > 50, "only {again} rows came again");
        let taken = |sink: &str| -> Vec<String> {
            let journal = journal.borrow();
            journal
                .iter()
                .filter_map(|it| it.strip_prefix(sink)?.strip_prefix(':'))
                .map(str::to_owned)
                .collect()
        };
        for sink in ["table", "topic", "queue"] {
            let taken = taken(sink);
            assert!(numbers.iter().all(|it| taken.contains(it)), "{sink}, {width}: {taken:?}");
        }
        let letters = taken("letters").iter().map(|it| it.split('+').count()).sum::<usize>();
        assert!(letters >= 6, "there are {letters} letters");
        if width == 1 {
            // One message at a time: none goes out before those of the rows before it have.
            let mut firsts: Vec<String> = Vec::new();
            taken("topic").into_iter().for_each(|it| {
                if !firsts.contains(&it) {
                    firsts.push(it)
                }
            });
            assert_eq!(firsts, numbers);
        }
    }
}

#[test]
fn in_good_weather_every_row_is_taken_once() {
    let journal = Journal::default();
    assert_eq!(deliver(WELL, 10, &rows(["1", "2"].map(str::to_owned)), &journal), 0);
    assert_eq!(journal.borrow().join(" "), "table:1 table:2 topic:1 topic:2 queue:1 queue:2");
}

/// The ids of what a job makes of these rows.
fn ids(job: &Job, values: &[&str]) -> Vec<String> {
    let rows = rows(values.iter().map(|it| (*it).to_owned()));
    let context = Context::new(Timestamp(0), Vec::new());
    let work = work("p", &Runner::new("p", job), &batch(&rows).records, &context);
    work.puts.into_iter().map(|it| it.entry.id).collect()
}

/// No place in a stream is known, so its bytes make a row itself, whatever it is called this time.
#[test]
fn a_row_has_the_id_of_its_bytes() {
    let ids = ids(&JOB, &["1", "1", "2", "1 "]);
    assert_eq!(ids[0], id("p", "high", Identity::Bytes(b"{\"v\":1}")));
    assert_eq!(ids[0], ids[1]);
    assert!(ids[0] != ids[2] && ids[0] != ids[3]);
}

/// A window's row is itself by its key and bounds, whatever else it holds when it comes a second time.
#[test]
fn a_row_has_the_id_of_the_columns_that_identify_it() {
    let ids = ids(&Job { id: &[0], ..JOB }, &["1", "1,\"highest\":9", "2"]);
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0], ids[2]);
}
