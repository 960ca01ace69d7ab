//! Tries until an entry is taken, will never be, or there is no time left.

use super::{Answer, Entry, Refusal, Sink};
use crate::fault::Reason;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// How long one request may take. A service that is well answers in a fraction of it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tries of a request that fails for another reason than too much at once.
const TRIES: u32 = 4;

/// The longest first pause; each next one may be twice as long, up to [`LONGEST`].
const FIRST: Duration = Duration::from_millis(25);

/// The longest pause.
const LONGEST: Duration = Duration::from_secs(2);

/// The moment by which everything must be said.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// The moment in so long.
    pub fn after(duration: Duration) -> Deadline {
        Deadline(Instant::now() + duration)
    }

    /// The time that is left.
    pub fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Whether there is none left.
    pub fn is_over(self) -> bool {
        self.left().is_zero()
    }
}

/// Writes the entries, in requests within the sink's limits, one after another. After an entry that was not taken and
/// may yet be, no later request goes out; what was not tried has no answer, so that there are as many answers as entries
/// or fewer.
pub async fn deliver(sink: &dyn Sink, entries: &[&Entry], deadline: Deadline) -> Vec<Answer> {
    let mut answers = Vec::with_capacity(entries.len());
    let mut rest = entries;
    while let Some((first, _)) = rest.split_first() {
        if sink.size(first) > sink.limits().entry {
            answers.push(Err(Refusal::Never(Reason::TooLarge, "TooLarge".to_owned())));
            rest = &rest[1..];
            continue;
        }
        let (request, behind) = rest.split_at(fitting(sink, rest));
        let said = one_request(sink, request, deadline).await;
        let ends = said.iter().any(is_open);
        answers.extend(said);
        if ends {
            break;
        }
        rest = behind;
    }
    answers
}

/// How many of the first entries make one request; at least one.
fn fitting(sink: &dyn Sink, entries: &[&Entry]) -> usize {
    let limits = sink.limits();
    let mut bytes = 0;
    let fits = |entry: &&&Entry| {
        let size = sink.size(entry);
        bytes += size;
        bytes <= limits.request && size <= limits.entry
    };
    entries.iter().take(limits.entries).take_while(fits).count().max(1)
}

/// Whether an entry was not taken and may yet be.
fn is_open(answer: &Answer) -> bool {
    match answer {
        Ok(_) | Err(Refusal::Never(..)) => false,
        Err(Refusal::Throttled(_) | Refusal::Unavailable(_) | Refusal::Barred(_) | Refusal::Request(_)) => {
            true
        }
    }
}

/// Tries one request; what was taken of it is not sent again.
async fn one_request(sink: &dyn Sink, entries: &[&Entry], deadline: Deadline) -> Vec<Answer> {
    let unheard = || Err(Refusal::Unavailable("Deadline".to_owned()));
    let mut answers: Vec<Answer> = entries.iter().map(|_| unheard()).collect();
    let mut waiting: Vec<usize> = (0..entries.len()).collect();
    let mut tries = 0;
    while !deadline.is_over() {
        let request: Vec<&Entry> = waiting.iter().map(|it| entries[*it]).collect();
        let said = attempt(sink, &request, deadline).await;
        for (at, answer) in waiting.iter().zip(said) {
            answers[*at] = answer;
        }
        tries += 1;
        if waiting.iter().any(|it| matches!(answers[*it], Err(Refusal::Request(_)))) {
            return apart(sink, entries, answers, deadline).await;
        }
        waiting.retain(|it| is_worth_a_try(&answers[*it], tries));
        let pause = pause(tries);
        if waiting.is_empty() || deadline.left() <= pause {
            break;
        }
        sleep(pause).await;
    }
    answers
}

async fn attempt(sink: &dyn Sink, request: &[&Entry], deadline: Deadline) -> Vec<Answer> {
    match timeout(deadline.left().min(PATIENCE), sink.attempt(request)).await {
        Ok(answers) => answers,
        Err(_) => request.iter().map(|_| Err(Refusal::Unavailable("Timeout".to_owned()))).collect(),
    }
}

/// Whether the same entry may be taken within this invocation.
fn is_worth_a_try(answer: &Answer, tries: u32) -> bool {
    match answer {
        Err(Refusal::Throttled(_)) => true,
        Err(Refusal::Unavailable(_)) => tries < TRIES,
        Ok(_) | Err(Refusal::Barred(_) | Refusal::Request(_) | Refusal::Never(..)) => false,
    }
}

/// The pause after so many tries: any length up to a bound that doubles, so that callers do not come back together
/// (<https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/>).
fn pause(tries: u32) -> Duration {
    let bound = FIRST.saturating_mul(1 << tries.min(16)).min(LONGEST);
    bound.mul_f64(fastrand::f64())
}

/// A request was refused for what is in it: each entry alone shows which one is to blame.
async fn apart(
    sink: &dyn Sink,
    entries: &[&Entry],
    mut answers: Vec<Answer>,
    deadline: Deadline,
) -> Vec<Answer> {
    if let ([_], [Err(Refusal::Request(code))]) = (entries, answers.as_slice()) {
        return vec![Err(Refusal::Never(Reason::Write, code.clone()))];
    }
    for (entry, answer) in entries.iter().zip(&mut answers) {
        if matches!(answer, Err(Refusal::Request(_))) {
            let alone = Box::pin(one_request(sink, std::slice::from_ref(entry), deadline)).await;
            *answer =
                alone.into_iter().next().unwrap_or_else(|| Err(Refusal::Unavailable("Deadline".to_owned())));
            if is_open(answer) {
                break;
            }
        }
    }
    answers
}
