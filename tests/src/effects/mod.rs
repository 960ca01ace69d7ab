//! The judge of effects: whether what a function wrote is what its records ask for, whatever went wrong on the way.
//!
//! It holds a run against the rules of order and delivery: nothing is lost; nothing is in a table twice; a bad record is
//! a dead letter; no lane is stuck; a message repeats only where an invocation ended without an answer or a service's
//! answer was lost; nothing is published past a checkpoint, nor ahead of a record that is not done.

mod order;
mod trace;

use crate::poller::Deliveries;
use crate::proxy::Exchange;
use std::collections::BTreeSet;
use std::fmt;
use trace::{Kind, Trace};

/// Something that a function writes: an identifier, which is one word of letters, digits, `-` and `_`, in a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The name of the table, topic, queue, stream or bucket.
    pub resource: String,
    /// The identifier. Whatever else is written there has another one.
    pub id: String,
}

impl Mark {
    /// This identifier in this place.
    pub fn new(resource: &str, id: &str) -> Mark {
        Mark { resource: resource.to_owned(), id: id.to_owned() }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` in {}", self.id, self.resource)
    }
}

/// What a record asks for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The record's name, which is its event's `eventID`.
    pub record: String,
    /// What is published, queued or forwarded, so that a repeat is one.
    pub published: Vec<Mark>,
    /// What is put into a table on the condition that it is not there.
    pub stored: Vec<Mark>,
    /// Its dead letters.
    pub dead: Vec<Mark>,
}

impl Wanted {
    fn marks(&self) -> impl Iterator<Item = (Kind, &Mark)> {
        let published = self.published.iter().map(|it| (Kind::Published, it));
        let stored = self.stored.iter().map(|it| (Kind::Stored, it));
        let dead = self.dead.iter().map(|it| (Kind::Dead, it));
        published.chain(stored).chain(dead)
    }
}

/// What is there in the end, as the services tell it.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// What was published, queued or forwarded, each as often as it was taken.
    pub published: Vec<Mark>,
    /// The items of the tables.
    pub stored: Vec<Mark>,
    /// The dead letters.
    pub dead: Vec<Mark>,
}

/// A run of a function: what was wanted, what was delivered, what passed the proxy, and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// What each record asks for. One that asks for nothing may be left out.
    pub wanted: &'a [Wanted],
    /// The poller's log.
    pub deliveries: &'a Deliveries,
    /// The proxy's log.
    pub exchanges: &'a [Exchange],
    /// What the services have.
    pub seen: &'a Seen,
    /// How many records with messages may be under way at once, where these go to different sinks. With 1 a record waits
    /// for all those before its own, but for entries of one request.
    pub wave: usize,
}

impl Run<'_> {
    /// All that is wrong with it.
    pub fn faults(&self) -> Vec<String> {
        let trace = Trace::new(self.wanted, self.deliveries, self.exchanges, self.wave);
        let mut faults = self.lost();
        faults.extend(self.unwanted());
        faults.extend(self.doubled());
        faults.extend(self.deliveries.stuck.iter().map(|it| format!("{it} is stuck")));
        faults.extend(self.repeated(&trace));
        faults.extend(order::faults(&trace));
        faults
    }

    fn seen(&self, kind: Kind) -> &[Mark] {
        match kind {
            Kind::Published => &self.seen.published,
            Kind::Stored => &self.seen.stored,
            Kind::Dead => &self.seen.dead,
        }
    }

    /// What a record asks for and is nowhere. Of one that the mapping gave up, the whole is in its destination.
    fn lost(&self) -> Vec<String> {
        let kept = self.wanted.iter().filter(|it| !self.deliveries.is_given_up(&it.record));
        let marks = kept.flat_map(Wanted::marks).filter(|(kind, mark)| !self.seen(*kind).contains(mark));
        marks.map(|(kind, mark)| format!("{mark} is lost: it should be {kind}")).collect()
    }

    /// What is there and no record asks for.
    fn unwanted(&self) -> Vec<String> {
        let wanted: BTreeSet<(Kind, &Mark)> = self.wanted.iter().flat_map(Wanted::marks).collect();
        let kinds = [Kind::Published, Kind::Stored, Kind::Dead];
        let seen = kinds.into_iter().flat_map(|kind| self.seen(kind).iter().map(move |mark| (kind, mark)));
        let unwanted = seen.filter(|it| !wanted.contains(it));
        unwanted.map(|(kind, mark)| format!("{mark} is {kind}, and no record asks for it")).collect()
    }

    fn doubled(&self) -> Vec<String> {
        let mut once = BTreeSet::new();
        let doubled = self.seen.stored.iter().filter(|it| !once.insert(*it));
        doubled.map(|it| format!("{it} is stored twice")).collect()
    }

    /// What was published more often than can be explained.
    fn repeated(&self, trace: &Trace) -> Vec<String> {
        let mut faults = Vec::new();
        for mark in self.wanted.iter().flat_map(|it| &it.published) {
            let count = self.seen.published.iter().filter(|it| *it == mark).count();
            let explained = trace.explained(mark);
            if count > 1 + explained {
                faults.push(format!(
                    "{mark} was published {count} times, and {explained} repeats have a reason"
                ));
            }
        }
        faults
    }
}
