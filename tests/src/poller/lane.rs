//! One lane of a shard: batches in order, again and in halves where they fail, until each is done or given up.

use super::answer::{Outcome, read};
use super::api::Offer;
use super::clock::{Clock, millis};
use super::deliveries::{Deliveries, Invocation};
use super::discard::{Context, Reason};
use super::event::{Queued, event};
use super::function::Function;
use super::sandbox::{End, Killer, Sandbox, Stay};
use super::settings::Settings;
use pipec_runtime::timestamp::Timestamp;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Seek};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// The most bytes of an event ("the payload limit of 6 MB", page `with-kinesis`).
const PAYLOAD: usize = 6 * 1024 * 1024;

/// What all lanes share.
pub(super) struct Shared<'a> {
    pub function: &'a Function,
    pub settings: &'a Settings,
    pub clock: &'a Clock,
    pub killer: &'a Killer,
    pub stream: &'a str,
    /// Numbers the invocations and objects of a run.
    pub numbers: &'a AtomicU64,
}

/// A lane at work.
pub(super) struct Lane<'a> {
    shared: &'a Shared<'a>,
    shard: &'a str,
    name: String,
    records: Vec<Queued>,
    /// Batches that come next, ahead of what was not read yet.
    waiting: VecDeque<Batch>,
    /// The first record that was not read yet.
    unread: usize,
    /// How far its time is ahead of the clock.
    waited: i64,
    sandbox: Option<Sandbox>,
    output: File,
    deliveries: Deliveries,
}

/// Records that are sent together.
#[derive(Debug, Clone)]
struct Batch {
    places: Range<usize>,
    /// How many of its retries are used up.
    retries: u32,
    /// How many invocations had it.
    invoked: u32,
    /// Whether the last of them was an error.
    is_error: bool,
}

impl<'a> Lane<'a> {
    pub(super) fn new(
        shared: &'a Shared<'a>,
        shard: &'a str,
        number: usize,
        records: Vec<Queued>,
    ) -> Lane<'a> {
        Lane {
            shared,
            shard,
            name: format!("{shard} lane {number}"),
            records,
            waiting: VecDeque::new(),
            unread: 0,
            waited: 0,
            sandbox: None,
            output: tempfile::tempfile().expect("there is room for temporary files"),
            deliveries: Deliveries::default(),
        }
    }

    /// Sends all its records.
    pub(super) fn run(mut self) -> Deliveries {
        while let Some(batch) = self.next() {
            let Some(batch) = self.without_the_old(batch) else { continue };
            if self.deliveries.invocations.len() >= self.shared.settings.most {
                self.deliveries.stuck.push(self.name.clone());
                break;
            }
            let outcome = self.invoke(&batch);
            self.settle(batch, outcome);
        }
        // The processes end before their output is read.
        self.sandbox = None;
        self.deliveries.output = text(&mut self.output);
        self.deliveries
    }

    fn next(&mut self) -> Option<Batch> {
        if let Some(batch) = self.waiting.pop_front() {
            return Some(batch);
        }
        let start = self.unread;
        let mut size = 0;
        while self.unread < self.records.len() && self.unread - start < self.shared.settings.batch {
            size += self.records[self.unread].json.len() + 1;
            if size > PAYLOAD && self.unread > start {
                break;
            }
            self.unread += 1;
        }
        let batch = Batch { places: start..self.unread, retries: 0, invoked: 0, is_error: false };
        (!batch.places.is_empty()).then_some(batch)
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.shared.clock.now().0 + self.waited)
    }

    /// Gives up the records that are too old to be sent: `MaximumRecordAgeInSeconds` is "the maximum age of a record
    /// that Lambda sends to a function for processing" (page `services-kinesis-create`).
    fn without_the_old(&mut self, batch: Batch) -> Option<Batch> {
        let Some(age) = self.shared.settings.age else { return Some(batch) };
        let oldest = self.now().0 - millis(age);
        let records = &self.records[batch.places.clone()];
        let old = records.iter().take_while(|it| it.record.arrived.0 < oldest).count();
        let (old, young) = batch.split(old);
        if let Some(old) = old {
            self.give_up(&old, Reason::RecordAgeExceeded);
        }
        young
    }

    fn give_up(&mut self, batch: &Batch, reason: Reason) {
        let context = Context {
            reason,
            invoked: batch.invoked,
            is_error: batch.is_error,
            now: self.now(),
            function: self.shared.function,
            stream: self.shared.stream,
            shard: self.shard,
            number: self.shared.number(),
        };
        self.deliveries.given_up.push(context.give_up(&self.records[batch.places.clone()]));
    }

    fn invoke(&mut self, batch: &Batch) -> Outcome {
        let stay = self.stay(batch);
        let records = &self.records[batch.places.clone()];
        let sequences: Vec<&str> = records.iter().map(|it| it.record.sequence.as_str()).collect();
        let outcome = match &stay.end {
            End::Response(body) if self.shared.settings.reports => read(body, &sequences),
            End::Response(_) => Outcome::Success,
            End::Error(_) | End::Died(_) | End::TimedOut | End::NeverStarted(_) => Outcome::Failure,
        };
        let invocation = Invocation {
            lane: self.name.clone(),
            records: records.iter().map(|it| it.name.clone()).collect(),
            began: stay.began,
            ended: stay.ended,
            end: stay.end,
            outcome,
        };
        self.deliveries.invocations.push(invocation);
        outcome
    }

    /// Sends a batch to a process. One that died while it had nothing to do is replaced, and nobody is the wiser.
    fn stay(&mut self, batch: &Batch) -> Stay {
        let kept = self.sandbox.take().filter(Sandbox::is_running);
        let mut sandbox = kept.unwrap_or_else(|| self.start());
        let was_fresh = sandbox.is_fresh();
        let mut stay = sandbox.invoke(self.offer(batch));
        if !was_fresh && matches!(stay.end, End::NeverStarted(_)) {
            drop(sandbox);
            sandbox = self.start();
            stay = sandbox.invoke(self.offer(batch));
        }
        let stays = matches!(stay.end, End::Response(_) | End::Error(_));
        self.sandbox = stays.then_some(sandbox);
        stay
    }

    fn start(&self) -> Sandbox {
        Sandbox::start(self.shared.function, &self.output, self.shared.killer)
    }

    fn offer(&self, batch: &Batch) -> Offer {
        Offer {
            id: format!("00000000-0000-4000-9000-{:012x}", self.shared.number()),
            arn: self.shared.function.arn(),
            event: event(&self.records[batch.places.clone()]),
            timeout: self.shared.settings.timeout,
        }
    }

    /// What becomes of a batch. AWS's words (pages `services-kinesis-batchfailurereporting`,
    /// `kinesis-on-failure-destination`):
    ///
    /// - "If your invocation fails and `BisectBatchOnFunctionError` is turned on, the batch is bisected regardless of
    ///   your `ReportBatchItemFailures` setting."
    /// - "When a partial batch success response is received and both `BisectBatchOnFunctionError` and
    ///   `ReportBatchItemFailures` are turned on, the batch is bisected at the returned sequence number and Lambda
    ///   retries only the remaining records."
    /// - "Splitting batches doesn't consume the retry quota."
    ///
    /// A checkpoint at the first record splits nothing, so it is a retry. Halves keep the count of the whole.
    fn settle(&mut self, mut batch: Batch, outcome: Outcome) {
        let bisects = self.shared.settings.bisects;
        batch.invoked += 1;
        let last = self.deliveries.invocations.last().expect("the batch was just sent");
        batch.is_error = !matches!(last.end, End::Response(_));
        let (parts, was_split) = match outcome {
            Outcome::Success => return,
            Outcome::Checkpoint(at) => ([batch.split(at).1, None], bisects && at > 0),
            Outcome::Failure if bisects && batch.places.len() > 1 => {
                let half = batch.places.len() / 2;
                let (left, right) = batch.split(half);
                ([left, right], true)
            }
            Outcome::Failure => ([Some(batch), None], false),
        };
        self.waited += millis(self.shared.settings.pause);
        for part in parts.into_iter().flatten().rev() {
            self.again(part, was_split);
        }
    }

    fn again(&mut self, mut batch: Batch, was_split: bool) {
        let is_last = self.shared.settings.retries.is_some_and(|most| batch.retries >= most);
        if is_last && !was_split {
            return self.give_up(&batch, Reason::RetryAttemptsExhausted);
        }
        batch.retries += u32::from(!was_split);
        self.waiting.push_front(batch);
    }
}

impl Shared<'_> {
    fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }
}

impl Batch {
    /// The first so many records, and the rest; a part without records is none.
    fn split(self, count: usize) -> (Option<Batch>, Option<Batch>) {
        let middle = self.places.start + count;
        let part = |places: Range<usize>| (!places.is_empty()).then(|| Batch { places, ..self.clone() });
        (part(self.places.start..middle), part(middle..self.places.end))
    }
}

fn text(file: &mut File) -> String {
    let mut bytes = Vec::new();
    file.rewind().expect("a file can be read again");
    file.read_to_end(&mut bytes).expect("our own file can be read");
    String::from_utf8_lossy(&bytes).into_owned()
}
