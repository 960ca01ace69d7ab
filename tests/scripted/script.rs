//! What a record tells the function: steps between semicolons, each a word and what it is about.
//!
//! `publish ID`, `put ID`, `dead ID` write something. `fail`, `error`, `exit`, `die` and `hang` go wrong, with a number
//! only so many times. `answer TEXT` answers so. Nothing at all is done with ease.

use crate::aws;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::env;
use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{self, Command};
use std::thread;
use std::time::Duration;

/// A record and its script.
pub struct Record {
    /// Its sequence number.
    pub sequence: String,
    /// Its steps.
    pub steps: Vec<String>,
}

/// Why a batch is not worked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The record with this sequence number could not be done.
    At(String),
    /// The answer is this text.
    Answer(String),
    /// The answer is an error.
    Error,
}

impl Record {
    /// The records of an event.
    pub fn all(event: &[u8]) -> Vec<Record> {
        let event: Value = serde_json::from_slice(event).expect("an event is JSON");
        event["Records"].as_array().expect("an event has records").iter().map(Record::read).collect()
    }

    fn read(record: &Value) -> Record {
        let kinesis = &record["kinesis"];
        let data = STANDARD.decode(kinesis["data"].as_str().expect("a record has data"));
        let script = String::from_utf8(data.expect("data is base64")).expect("a script is text");
        let sequence = kinesis["sequenceNumber"].as_str().expect("a record has a number").to_owned();
        let steps = script.split(';').map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
        Record { sequence, steps: steps.collect() }
    }

    /// Does all that it says.
    pub fn run(&self) -> Result<(), Stop> {
        self.steps.iter().try_for_each(|it| self.step(it))
    }

    fn step(&self, step: &str) -> Result<(), Stop> {
        let (word, rest) = step.split_once(' ').unwrap_or((step, ""));
        let failed = || Stop::At(self.sequence.clone());
        match word {
            "publish" => aws::publish(rest).then_some(()).ok_or_else(failed),
            "put" => aws::put(rest).then_some(()).ok_or_else(failed),
            "dead" => aws::dead(rest).then_some(()).ok_or_else(failed),
            "answer" => Err(Stop::Answer(rest.to_owned())),
            _ if !self.is_due(word, rest) => Ok(()),
            "fail" => Err(failed()),
            "error" => Err(Stop::Error),
            "exit" => process::exit(7),
            "die" => die(),
            "hang" => loop {
                thread::sleep(Duration::from_secs(3600));
            },
            _ => panic!("there is no step {step}"),
        }
    }

    /// Whether a step that goes wrong so many times does it this time. The count outlives the process.
    fn is_due(&self, word: &str, most: &str) -> bool {
        let Ok(most) = most.parse::<u64>() else { return true };
        let folder = env::var("STATE").expect("who counts is given a folder");
        let path = Path::new(&folder).join(format!("{}-{word}", self.sequence));
        let mut file = OpenOptions::new().create(true).append(true).open(path).expect("the folder is ours");
        file.write_all(b".").expect("the folder is ours");
        file.seek(SeekFrom::End(0)).expect("a file has an end") <= most
    }
}

/// Ends as by `kill -9`.
fn die() -> ! {
    let shell = Command::new("sh").args(["-c", "kill -9 $PPID"]).status();
    panic!("a shell kills: {shell:?}")
}
