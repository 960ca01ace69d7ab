//! The order of effects (semantics 15): a stream's partial batch response is a checkpoint, so what was done must be the
//! front of the batch.
//!
//! A stretch of records goes through three steps. Puts run ahead, because a repeat of them changes nothing; those of one
//! key keep their order. Then the dead letters of what is done so far. Then messages, in waves of what one request for
//! each sink can carry: a wave goes out when everything before it is done, and none after a record that must come again.

use super::counts::Counts;
use super::event::Record;
use super::ledger::Ledger;
use super::work::{Letters, Piece, Work, work};
use crate::context::Context;
use crate::dead_letter::{DeadLetter, PREFIX};
use crate::fault::Reason;
use crate::identity::{Identity, id};
use crate::job::{Runner, Writer, identified};
use crate::sinks::{Answer, Body, Deadline, Entry, Refusal, Sink, Taken, deliver};
use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt};
use std::collections::BTreeMap;

/// Records that are worked out together; what they ask for is held in memory.
const STRETCH: usize = 250;

/// Puts that are under way at once.
const AT_ONCE: usize = 32;

/// The sink that every pipeline has.
const DEAD_LETTERS: &str = "dead_letters";

/// The function, ready for batches.
pub struct Effects {
    /// The pipeline's name.
    pub pipeline: &'static str,
    /// What is done with a record.
    pub runner: Runner<'static>,
    /// The sinks, in the order of the job's targets.
    pub sinks: Vec<Box<dyn Sink>>,
    /// Where dead letters go.
    pub letters: Box<dyn Sink>,
    /// What was sent ahead.
    pub ledger: Ledger,
}

/// What came of messages.
struct Sent<'w> {
    /// How many records are still clear.
    clear: usize,
    /// Those that were taken, now or on an earlier try.
    sent: Vec<&'w Piece>,
    /// The dead letters of rows that their sinks will never take.
    late: Letters,
}

impl Effects {
    /// Does all that a batch asks for, as far as the deadline lets it, and gives the number of records that are done:
    /// those are the first ones, and none of them needs to come again.
    pub async fn run(
        &mut self,
        records: &[Record],
        context: &Context,
        deadline: Deadline,
        counts: &mut Counts,
    ) -> usize {
        let mut done = 0;
        for stretch in records.chunks(STRETCH) {
            if deadline.is_over() {
                break;
            }
            let clear = self.stretch(stretch, context, deadline, counts).await;
            done += clear;
            if clear < stretch.len() {
                break;
            }
        }
        done
    }

    /// Does what a stretch of records asks for, and gives how many of its first records are done.
    async fn stretch(
        &mut self,
        records: &[Record],
        context: &Context,
        deadline: Deadline,
        counts: &mut Counts,
    ) -> usize {
        let mut work = work(self.pipeline, &self.runner, records, context);
        counts.kept += work.kept;
        let clear = self.put(&mut work, records.len(), deadline, counts).await;
        let clear = self.keep(&work.letters, (records, &work.keys), clear, deadline, counts).await;
        let Sent { clear, sent, mut late } = self.send(&work, clear, deadline, counts).await;
        // A branch's record has one letter, though it may write many sinks.
        late.retain(|it, _| !work.letters.contains_key(it));
        let clear = self.keep(&late, (records, &work.keys), clear, deadline, counts).await;
        self.ledger.settle(sent, clear);
        clear
    }

    /// Writes the rows of tables. Those of one key go one after another, and none after one that was not taken: the
    /// first of two rows must stay the first.
    async fn put(&self, work: &mut Work, clear: usize, deadline: Deadline, counts: &mut Counts) -> usize {
        let mut keys: BTreeMap<(usize, &str), Vec<&Piece>> = BTreeMap::new();
        for piece in &work.puts {
            keys.entry((piece.target, &piece.entry.key)).or_default().push(piece);
        }
        let puts = keys.into_values().map(|pieces| self.deliver(pieces, deadline));
        let answers: Vec<_> = stream::iter(puts).buffer_unordered(AT_ONCE).collect().await;
        self.settle(answers, clear, &mut work.letters, counts)
    }

    /// Sends messages in waves.
    async fn send<'w>(
        &self,
        work: &'w Work,
        mut clear: usize,
        deadline: Deadline,
        counts: &mut Counts,
    ) -> Sent<'w> {
        let (mut late, mut sent) = (Letters::new(), Vec::new());
        let mut rest = work.sends.as_slice();
        while rest.first().is_some_and(|it| it.record < clear) {
            let (wave, behind) = rest.split_at(self.wave(rest, clear));
            rest = behind;
            let mut sinks: BTreeMap<usize, Vec<&Piece>> = BTreeMap::new();
            let (known, new): (Vec<_>, Vec<_>) = wave.iter().partition(|it| self.ledger.has(it));
            new.into_iter().for_each(|it| sinks.entry(it.target).or_default().push(it));
            let answers = join_all(sinks.into_values().map(|it| self.deliver(it, deadline))).await;
            let taken = answers.iter().flatten().filter(|(_, it)| matches!(it, Some(Ok(_))));
            sent.extend(taken.map(|(piece, _)| *piece).chain(known));
            clear = self.settle(answers, clear, &mut late, counts);
        }
        Sent { clear, sent, late }
    }

    /// How many of these pieces make a wave: those of the next records that are clear, as many as one request for each
    /// sink can carry.
    fn wave(&self, pieces: &[Piece], clear: usize) -> usize {
        let targets = self.runner.job().targets.iter().zip(&self.sinks);
        let ordered = targets.filter(|(it, _)| !matches!(it.writer, Writer::Table { .. }));
        let width = ordered.map(|(_, sink)| sink.limits().entries).min().unwrap_or(1);
        let (mut records, mut last) = (0, None);
        let fits = |piece: &&Piece| {
            if last != Some(piece.record) {
                last = Some(piece.record);
                records += 1;
            }
            records <= width && piece.record < clear
        };
        pieces.iter().take_while(fits).count()
    }

    /// Writes pieces of one target.
    async fn deliver<'p>(
        &self,
        pieces: Vec<&'p Piece>,
        deadline: Deadline,
    ) -> Vec<(&'p Piece, Option<Answer>)> {
        let entries: Vec<&Entry> = pieces.iter().map(|it| &it.entry).collect();
        let Some(first) = pieces.first() else { return Vec::new() };
        let answers = deliver(self.sinks[first.target].as_ref(), &entries, deadline).await;
        let answers = answers.into_iter().map(Some).chain(std::iter::repeat(None));
        pieces.into_iter().zip(answers).collect()
    }

    /// Counts what came of pieces, adds the dead letters among them, and gives how many records are still clear.
    fn settle(
        &self,
        answers: Vec<Vec<(&Piece, Option<Answer>)>>,
        mut clear: usize,
        letters: &mut Letters,
        counts: &mut Counts,
    ) -> usize {
        for (piece, answer) in answers.into_iter().flatten() {
            let name = self.runner.job().targets[piece.target].name;
            count(counts.sinks.entry(name).or_default(), answer.as_ref());
            match answer {
                Some(Ok(_)) => {}
                Some(Err(Refusal::Never(reason, _))) => {
                    letters.entry((Some(piece.branch), piece.record)).or_insert(reason);
                }
                Some(Err(_)) | None => clear = clear.min(piece.record),
            }
        }
        clear
    }

    /// Writes the dead letters of records that are clear, an object for each branch; its key is made from the first one,
    /// so that a batch that comes again writes the same object.
    async fn keep(
        &self,
        letters: &Letters,
        records: (&[Record], &[Option<Vec<u8>>]),
        mut clear: usize,
        deadline: Deadline,
        counts: &mut Counts,
    ) -> usize {
        let mut branches: BTreeMap<Option<usize>, Vec<(usize, Reason)>> = BTreeMap::new();
        for ((branch, record), reason) in letters {
            branches.entry(*branch).or_default().push((*record, *reason));
        }
        for (branch, mut letters) in branches {
            letters.retain(|(record, _)| *record < clear);
            let Some((first, _)) = letters.first() else { continue };
            let object = self.object(branch, &letters, records);
            let answers = deliver(self.letters.as_ref(), &[&object], deadline).await;
            count(counts.sinks.entry(DEAD_LETTERS).or_default(), answers.first());
            if matches!(answers.first(), Some(Ok(_))) {
                letters.iter().for_each(|(_, it)| *counts.rejected.entry(it.word()).or_default() += 1);
            } else {
                // Even what the bucket will never take is not done: the mapping gives it up in its own time.
                clear = *first;
            }
        }
        clear
    }

    /// The object with these letters of a branch. What the stream rejects is identified by its place.
    fn object(
        &self,
        branch: Option<usize>,
        letters: &[(usize, Reason)],
        (records, keys): (&[Record], &[Option<Vec<u8>>]),
    ) -> Entry {
        let job = self.runner.job();
        let branch = branch.map(|it| job.branches[it].name);
        let id = |identity: Identity<'_>| id(self.pipeline, branch.unwrap_or(job.stream), identity);
        let of = |at: usize| id(identified(branch.and(keys[at].as_deref()), records[at].identity()));
        let line = |(at, reason): &(usize, Reason)| {
            let record = &records[*at];
            let letter = DeadLetter {
                id: &of(*at),
                reason: *reason,
                branch,
                stream: job.stream,
                position: record.position.as_ref(),
                arrived: record.arrived,
                raw: &record.data,
            };
            letter.line() + "\n"
        };
        let first = letters[0].0;
        let place = match &records[first].position {
            Some(it) => format!("{}/{}", it.shard, it.sequence),
            // Two records of one id may differ, and each is kept.
            None => id(records[first].identity()),
        };
        let key = format!("{PREFIX}{}/{}/{place}.jsonl", job.stream, branch.unwrap_or("-"));
        Entry { id: of(first), key, body: Body::Text(letters.iter().map(line).collect()) }
    }
}

/// Counts what came of a row; one that was not tried has failed, too.
fn count(counts: &mut super::counts::Sink, answer: Option<&Answer>) {
    match answer {
        Some(Ok(Taken::Written)) => counts.written += 1,
        Some(Ok(Taken::Replayed)) => counts.replayed += 1,
        Some(Ok(Taken::Conflict)) => counts.conflicts += 1,
        Some(Err(refusal)) => {
            let (code, comes_again) = match refusal {
                Refusal::Never(_, code) => (code, 0),
                Refusal::Throttled(code)
                | Refusal::Unavailable(code)
                | Refusal::Barred(code)
                | Refusal::Request(code) => (code, 1),
            };
            counts.failed += comes_again;
            *counts.codes.entry(code.clone()).or_default() += 1;
        }
        None => counts.failed += 1,
    }
}
