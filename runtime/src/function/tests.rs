//! The order of effects, over sinks that fail by plan.

mod application;

use super::counts::Counts;
use super::effects::Effects;
use super::event::Record;
use super::ledger::Ledger;
use super::work::work;
use crate::column::{Column, Format};
use crate::context::Context;
use crate::expr::ops;
use crate::fault::Reason;
use crate::identity::{Identity, Position, id};
use crate::job::{Branch, Job, Output, Runner, Target, Writer};
use crate::key;
use crate::sinks::{Answer, Answers, Body, Deadline, Entry, Limits, Refusal, Sink, Taken};
use crate::timestamp::Timestamp;
use crate::types::Type;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// What was taken, in order: `sink:value`.
type Journal = Rc<RefCell<Vec<String>>>;

/// A sink that keeps a journal of what it took, and refuses what its plan says.
struct Fake {
    name: &'static str,
    limits: Limits,
    journal: Journal,
    /// Says what to answer, by the entry's text and how often it was tried.
    plan: fn(&str, usize) -> Option<Refusal>,
    tries: RefCell<Vec<String>>,
}

impl Sink for Fake {
    fn limits(&self) -> Limits {
        self.limits
    }

    fn size(&self, entry: &Entry) -> usize {
        shown(entry).len()
    }

    fn attempt<'s>(&'s self, entries: &'s [&'s Entry]) -> Answers<'s> {
        Box::pin(async move { entries.iter().map(|it| self.take(&shown(it))).collect() })
    }
}

impl Fake {
    fn take(&self, text: &str) -> Answer {
        let before = self.tries.borrow().iter().filter(|it| *it == text).count();
        self.tries.borrow_mut().push(text.to_owned());
        match (self.plan)(text, before) {
            Some(refusal) => Err(refusal),
            None => {
                self.journal.borrow_mut().push(format!("{}:{text}", self.name));
                Ok(Taken::Written)
            }
        }
    }
}

/// The number in a row, or the reasons in an object of dead letters.
fn shown(entry: &Entry) -> String {
    match &entry.body {
        Body::Item(values) => {
            values.iter().filter_map(|(_, it)| it.whole()).map(|it| it.to_string()).collect()
        }
        Body::Text(text) if text.contains("\"reason\"") => {
            let reasons = text.lines().filter_map(|it| it.split("\"reason\":\"").nth(1)?.split('"').next());
            reasons.collect::<Vec<_>>().join("+")
        }
        Body::Text(text) => text.chars().filter(char::is_ascii_digit).collect(),
    }
}

const V: Column<'static> =
    Column { name: "v", ty: Type::Integer, nullable: false, path: &["v"], format: Format::Plain };

const HIGH: Branch = Branch {
    name: "high",
    reads: None,
    keep: Some(|row, _| Ok(ops::more(row.whole(0), Some(0)))),
    adds: &[],
    outputs: &[Output { name: "v", ty: Type::Integer, from: 0 }],
    writes: &["table", "topic", "queue"],
    asks_id: false,
};

const JOB: Job = Job {
    stream: "numbers",
    columns: &[V],
    checks: &[],
    id: &[],
    branches: &[HIGH],
    targets: &[
        Target {
            name: "table",
            variable: "TABLE",
            writer: Writer::Table { partition_key: "v", sort_key: None, replaces: false },
        },
        Target { name: "topic", variable: "TOPIC", writer: Writer::Topic },
        Target { name: "queue", variable: "QUEUE", writer: Writer::Queue },
    ],
};

/// Plans for the table, the topic, the queue and the dead letters.
#[derive(Clone, Copy)]
struct Plans([fn(&str, usize) -> Option<Refusal>; 4]);

const WELL: Plans = Plans([|_, _| None; 4]);

fn function(plans: Plans, width: usize, journal: &Journal) -> Effects {
    let fake = |name, at: usize, entries| -> Box<dyn Sink> {
        let limits = Limits { entries, request: 1000, entry: 100 };
        let tries = RefCell::default();
        Box::new(Fake { name, limits, journal: Rc::clone(journal), plan: plans.0[at], tries })
    };
    Effects {
        pipeline: "p",
        runner: Runner::new("p", &JOB),
        sinks: vec![fake("table", 0, 1), fake("topic", 1, width), fake("queue", 2, width)],
        letters: fake("letters", 3, 1),
        ledger: Ledger::default(),
    }
}

fn records(values: &[&str]) -> Vec<Record> {
    let record = |(at, value): (usize, &&str)| Record {
        data: format!("{{\"v\":{value}}}").into_bytes(),
        token: at.to_string(),
        position: Some(Position { shard: "shard".to_owned(), sequence: at.to_string() }),
        arrived: None,
    };
    values.iter().enumerate().map(record).collect()
}

fn run(function: &mut Effects, records: &[Record]) -> (usize, Counts) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.expect("a runtime can be made");
    let context = Context::new(Timestamp(0), Vec::new());
    let mut counts = Counts::default();
    let done = runtime.block_on(async {
        let deadline = Deadline::after(Duration::from_secs(60));
        function.run(records, &context, deadline, &mut counts).await
    });
    (done, counts)
}

/// Runs a batch with requests of at most `width` entries, and compares how many records are done and what was written.
fn check(plans: Plans, width: usize, values: &[&str], done: usize, expect: &str) {
    let journal = Journal::default();
    let mut function = function(plans, width, &journal);
    let (count, _) = run(&mut function, &records(values));
    assert_eq!((count, journal.borrow().join(" ").as_str()), (done, expect), "{values:?}");
}

#[test]
fn a_batch_goes_to_every_sink_in_the_order_of_its_records() {
    check(WELL, 10, &["1", "0", "2"], 3, "table:1 table:2 topic:1 topic:2 queue:1 queue:2");
}

#[test]
fn a_wave_waits_for_the_one_before_it() {
    check(WELL, 1, &["1", "2"], 2, "table:1 table:2 topic:1 queue:1 topic:2 queue:2");
}

#[test]
fn nothing_is_sent_from_the_first_record_on_whose_put_failed() {
    let plans = Plans([
        |it, _| (it == "2").then(|| Refusal::Barred("Denied".into())),
        WELL.0[1],
        WELL.0[2],
        WELL.0[3],
    ]);
    check(plans, 10, &["1", "2", "3"], 1, "table:1 table:3 topic:1 queue:1");
}

#[test]
fn nothing_is_sent_after_a_message_that_must_come_again() {
    let plans = Plans([
        WELL.0[0],
        |it, _| (it == "2").then(|| Refusal::Barred("Denied".into())),
        WELL.0[2],
        WELL.0[3],
    ]);
    check(plans, 1, &["1", "2", "3"], 1, "table:1 table:2 table:3 topic:1 queue:1 queue:2");
}

#[test]
fn what_is_throttled_is_tried_until_it_is_taken() {
    let plans = Plans([
        |_, tries| (tries < 3).then(|| Refusal::Throttled("Slow".into())),
        |_, tries| (tries < 30).then(|| Refusal::Throttled("Slow".into())),
        |_, tries| (tries < 3).then(|| Refusal::Unavailable("500".into())),
        WELL.0[3],
    ]);
    check(plans, 10, &["1"], 1, "table:1 queue:1 topic:1");
}

#[test]
fn what_fails_for_long_comes_again() {
    let plans = Plans([WELL.0[0], WELL.0[1], |_, _| Some(Refusal::Unavailable("500".into())), WELL.0[3]]);
    check(plans, 10, &["1", "2"], 0, "table:1 table:2 topic:1 topic:2");
}

#[test]
fn the_deadline_ends_all_tries() {
    let plans = Plans([|_, _| Some(Refusal::Throttled("Slow".into())), WELL.0[1], WELL.0[2], WELL.0[3]]);
    check(plans, 10, &["1"], 0, "");
}

#[test]
fn a_record_that_can_never_succeed_is_a_dead_letter_and_stops_nothing() {
    check(WELL, 10, &["1", "\"x\"", "2"], 3, "table:1 table:2 letters:type topic:1 topic:2 queue:1 queue:2");
    let never = |it: &str, _: usize| (it == "2").then(|| Refusal::Never(Reason::TooLarge, "Large".into()));
    let plans = Plans([never, never, WELL.0[2], WELL.0[3]]);
    // One letter for a branch and a record, though two sinks refuse the row.
    check(
        plans,
        10,
        &["1", "2", "3"],
        3,
        "table:1 table:3 letters:too_large topic:1 topic:3 queue:1 queue:2 queue:3",
    );
}

#[test]
fn a_request_that_is_refused_for_one_entry_is_taken_apart() {
    let plans = Plans([
        WELL.0[0],
        // The sink refuses every entry while the bad one is among them: at the first try of each.
        |it, tries| (tries == 0 || it == "2").then(|| Refusal::Request("Invalid".into())),
        WELL.0[2],
        WELL.0[3],
    ]);
    check(
        plans,
        10,
        &["1", "2", "3"],
        3,
        "table:1 table:2 table:3 topic:1 topic:3 queue:1 queue:2 queue:3 letters:write",
    );
}

#[test]
fn a_dead_letter_that_cannot_be_written_holds_its_record() {
    let plans = Plans([WELL.0[0], WELL.0[1], WELL.0[2], |_, _| Some(Refusal::Barred("Denied".into()))]);
    check(plans, 10, &["1", "\"x\"", "2"], 1, "table:1 table:2 topic:1 queue:1");
}

#[test]
fn rows_of_one_key_keep_their_order() {
    let journal = Journal::default();
    let plans = Plans([
        |_, tries| (tries == 0).then(|| Refusal::Barred("Denied".into())),
        WELL.0[1],
        WELL.0[2],
        WELL.0[3],
    ]);
    let mut function = function(plans, 10, &journal);
    // The second row of the key is not tried when the first one fails.
    let (done, counts) = run(&mut function, &records(&["7", "7"]));
    assert_eq!((done, counts.sinks["table"].failed), (0, 2));
    assert_eq!(counts.sinks["table"].codes.values().sum::<usize>(), 1);
}

#[test]
fn what_was_sent_ahead_is_not_sent_again() {
    let journal = Journal::default();
    let plans = Plans([
        WELL.0[0],
        WELL.0[1],
        |it, tries| (it == "1" && tries < 4).then(|| Refusal::Unavailable("500".into())),
        WELL.0[3],
    ]);
    let mut function = function(plans, 10, &journal);
    let records = records(&["1", "2"]);
    let (done, _) = run(&mut function, &records);
    assert_eq!((done, journal.borrow().join(" ").as_str()), (0, "table:1 table:2 topic:1 topic:2 queue:2"));
    journal.borrow_mut().clear();
    let (done, _) = run(&mut function, &records);
    assert_eq!((done, journal.borrow().join(" ").as_str()), (2, "table:1 table:2 queue:1"));
    journal.borrow_mut().clear();
    // Once done, a record that somebody reads again is new.
    let (done, _) = run(&mut function, &records);
    assert_eq!(
        (done, journal.borrow().join(" ").as_str()),
        (2, "table:1 table:2 topic:1 topic:2 queue:1 queue:2")
    );
}

#[test]
fn a_row_larger_than_its_sink_takes_is_never_tried() {
    let journal = Journal::default();
    let mut function = function(WELL, 10, &journal);
    function.sinks[1] = Box::new(Fake {
        name: "topic",
        limits: Limits { entries: 10, request: 1000, entry: 1 },
        journal: Rc::clone(&journal),
        plan: WELL.0[1],
        tries: RefCell::default(),
    });
    let (done, counts) = run(&mut function, &records(&["1", "22"]));
    let expect = "table:1 table:22 topic:1 queue:1 queue:22 letters:too_large";
    assert_eq!((done, journal.borrow().join(" ").as_str()), (2, expect));
    assert_eq!(counts.rejected, [("too_large", 1)].into());
}

/// Branches that take every number, and none that is 0.
const DIVIDED: Branch = Branch {
    name: "divided",
    keep: None,
    adds: &[|row, _| Ok(ops::div(Some(6_i64), row.whole(0))?.into())],
    writes: &["topic"],
    ..HIGH
};

#[test]
fn what_the_stream_names_identifies_rows_and_letters_and_a_place_what_does_not_decode() {
    let job = Job { id: &[0], branches: &[HIGH, DIVIDED], ..JOB };
    let runner = Runner::new("p", &job);
    let records = records(&["1", "0", "\"x\"", "1"]);
    let context = Context::new(Timestamp(0), Vec::new());
    let work = work("p", &runner, &records, &context);
    let of = |branch: &str, number: i64| {
        let mut key = Vec::new();
        key::push(&number.into(), &mut key);
        id("p", branch, Identity::Columns(&key))
    };
    let ids: Vec<&str> = work.puts.iter().map(|it| it.entry.id.as_str()).collect();
    assert_eq!(ids, [of("high", 1), of("high", 1)]);
    let reasons = [((None, 2), Reason::Type), ((Some(1), 1), Reason::DivisionByZero)];
    assert_eq!(work.letters, reasons.into());
    assert_eq!(work.keys.iter().map(Option::is_some).collect::<Vec<_>>(), [true, true, false, true]);
    let mut function = function(WELL, 10, &Journal::default());
    function.runner = Runner::new("p", const { &Job { id: &[0], branches: &[HIGH, DIVIDED], ..JOB } });
    let letter = |branch, at| {
        let object = function.object(branch, &[(at, Reason::Type)], (&records, &work.keys));
        (object.id, object.key)
    };
    assert_eq!(letter(Some(1), 1), (of("divided", 0), "rejected/numbers/divided/shard/1.jsonl".to_owned()));
    let place = records[2].identity();
    assert_eq!(letter(None, 2), (id("p", "numbers", place), "rejected/numbers/-/shard/2.jsonl".to_owned()));
}
