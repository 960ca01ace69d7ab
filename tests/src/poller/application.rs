//! An application of Kinesis Analytics whose output is a function, over the Lambda Runtime API and real processes: it
//! brings rows again until each is answered with `Ok`, and forgets nothing.
//!
//! <https://docs.aws.amazon.com/kinesisanalytics/latest/dev/how-it-works-output-lambda.html>

use super::api::Offer;
use super::function::Function;
use super::sandbox::{End, Killer, Sandbox};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// Rows of one invocation.
const AT_ONCE: usize = 12;
/// Invocations after which a row is given up by the test.
const MOST: usize = 400;

/// An application, as its function sees it.
pub struct Application {
    function: Function,
    killer: Killer,
}

/// An invocation: its rows, and what was said of them.
#[derive(Debug)]
pub struct Delivered {
    /// The rows, by index.
    pub rows: Vec<usize>,
    /// Whether each was answered with `Ok`; a row without an answer was not.
    pub taken: Vec<bool>,
    /// How it ended.
    pub end: End,
}

impl Application {
    /// An application with this function as its output.
    pub fn new(function: Function, killer: &Killer) -> Application {
        Application { function, killer: killer.clone() }
    }

    /// Brings rows until each is taken, and says how. It panics where an answer names another row, or a row is never taken.
    pub fn run(&self, rows: &[String]) -> Vec<Delivered> {
        let output = tempfile::tempfile().expect("there is room for temporary files");
        let start = || Sandbox::start(&self.function, &output, &self.killer);
        let (mut sandbox, mut told) = (start(), Vec::new());
        let (mut open, mut next) = (Vec::new(), 0..rows.len());
        loop {
            open.extend(next.by_ref().take(AT_ONCE - open.len()));
            if open.is_empty() {
                return told;
            }
            assert!(told.len() < MOST, "the rows {open:?} are never taken");
            if !sandbox.is_running() {
                sandbox = start();
            }
            let (event, names) = event(rows, &open, told.len());
            let stay = sandbox.invoke(self.offer(event, told.len()));
            let taken = match &stay.end {
                End::Response(body) => read(body, &names),
                End::Error(_) | End::Died(_) | End::TimedOut | End::NeverStarted(_) => {
                    vec![false; open.len()]
                }
            };
            let again = open.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(row, _)| *row).collect();
            told.push(Delivered { rows: std::mem::replace(&mut open, again), taken, end: stay.end });
        }
    }

    fn offer(&self, event: String, number: usize) -> Offer {
        let id = format!("00000000-0000-4000-9000-{number:012x}");
        Offer { id, arn: self.function.arn(), event, timeout: Duration::from_secs(60) }
    }
}

/// The event of these rows, which are called otherwise each time, and their names.
fn event(rows: &[String], open: &[usize], number: usize) -> (String, Vec<String>) {
    let names: Vec<String> = open.iter().map(|row| format!("{number}-{row}")).collect();
    let record = |(name, row): (&String, &usize)| {
        json!({
            "recordId": name,
            "lambdaDeliveryRecordMetadata": { "retryHint": number },
            "data": STANDARD.encode(&rows[*row]),
        })
    };
    let records: Vec<Value> = names.iter().zip(open).map(record).collect();
    let application = "arn:aws:kinesisanalytics:us-east-1:000000000000:application/application";
    let event =
        json!({ "invocationId": number.to_string(), "applicationArn": application, "records": records });
    (event.to_string(), names)
}

/// Which rows were taken: "Any mismatch between the ID of the original record and the ID of the acknowledged record is
/// treated as a delivery failure."
fn read(body: &[u8], names: &[String]) -> Vec<bool> {
    let answer: Value = serde_json::from_slice(body).expect("an answer is JSON");
    let records = answer["records"].as_array().expect("an answer has records");
    let told = |it: &Value| match it["result"].as_str() {
        Some("Ok") => it["recordId"].as_str().map(str::to_owned),
        Some("DeliveryFailed") => None,
        _ => panic!("{it} is no answer"),
    };
    let known: BTreeSet<&str> = records.iter().filter_map(|it| it["recordId"].as_str()).collect();
    assert_eq!(
        known,
        names.iter().map(String::as_str).collect(),
        "other rows are answered than were brought"
    );
    let taken: BTreeSet<String> = records.iter().filter_map(told).collect();
    names.iter().map(|it| taken.contains(it)).collect()
}
