//! What the two logs say together: each thing that was written, by which invocation, and whether that was known.

use super::{Mark, Wanted};
use crate::moment::Moment;
use crate::poller::{Deliveries, Invocation};
use crate::proxy::{Exchange, Fate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// So that a repeat is one.
    Published,
    /// So that a repeat changes nothing.
    Stored,
    /// As a dead letter.
    Dead,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Published => "published",
            Kind::Stored => "stored",
            Kind::Dead => "a dead letter",
        })
    }
}

/// One try to write one thing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Act<'a> {
    /// What.
    pub mark: &'a Mark,
    /// How.
    pub kind: Kind,
    /// Whose.
    pub wanted: &'a Wanted,
    /// The request that it was in.
    pub exchange: &'a Exchange,
    /// What the service did.
    pub fate: Fate,
    /// The invocation that had its record when the request came.
    pub invocation: Option<&'a Invocation>,
}

impl Act<'_> {
    /// Whether the service took it.
    pub(super) fn is_accepted(&self) -> bool {
        self.fate == Fate::Accepted
    }

    /// Whether the function was told that the service took it.
    pub(super) fn is_known(&self) -> bool {
        self.is_accepted() && !self.exchange.is_swallowed
    }

    /// The place of its record in its invocation.
    pub(super) fn place(&self) -> Option<usize> {
        self.invocation?.records.iter().position(|it| *it == self.wanted.record)
    }
}

type Meaning<'a> = (Kind, &'a Mark, &'a Wanted);

/// All tries, in their order.
pub(super) struct Trace<'a> {
    /// The tries.
    pub acts: Vec<Act<'a>>,
    /// The places of the tries of each mark.
    places: BTreeMap<(Kind, &'a Mark), Vec<usize>>,
    /// What each record asks for.
    pub wanted: BTreeMap<&'a str, &'a Wanted>,
    /// How many records with messages may be under way at once.
    wave: usize,
}

impl<'a> Trace<'a> {
    pub(super) fn new(
        wanted: &'a [Wanted],
        deliveries: &'a Deliveries,
        exchanges: &'a [Exchange],
        wave: usize,
    ) -> Trace<'a> {
        let meanings = meanings(wanted);
        let mut acts = Vec::new();
        for exchange in exchanges {
            for entry in &exchange.entries {
                let words: BTreeSet<&str> = entry.text.split(|it| !is_letter(it)).collect();
                let found = words.iter().filter_map(|it| meanings.get(&(exchange.resource.as_str(), *it)));
                acts.extend(found.flatten().map(|&(kind, mark, wanted)| {
                    let invocation = holder(deliveries, &wanted.record, exchange.arrived);
                    Act { mark, kind, wanted, exchange, fate: entry.fate, invocation }
                }));
            }
        }
        let mut places: BTreeMap<(Kind, &Mark), Vec<usize>> = BTreeMap::new();
        for (place, act) in acts.iter().enumerate() {
            places.entry((act.kind, act.mark)).or_default().push(place);
        }
        Trace { acts, places, wanted: wanted.iter().map(|it| (it.record.as_str(), it)).collect(), wave }
    }

    fn of<'s>(&'s self, kind: Kind, mark: &'s Mark) -> impl Iterator<Item = &'s Act<'a>> {
        self.places.get(&(kind, mark)).into_iter().flatten().map(|it| &self.acts[*it])
    }

    /// The times that the service took a message.
    fn accepted<'s>(&'s self, mark: &'s Mark) -> impl Iterator<Item = &'s Act<'a>> {
        self.of(Kind::Published, mark).filter(|it| it.is_accepted())
    }

    /// How many repeats of a message have a reason: each time that it was taken and nobody was told; and once for each
    /// invocation that ended without an answer after it was taken, or whose answer could not help to bring it again.
    pub(super) fn explained(&self, mark: &Mark) -> usize {
        let (told, swallowed): (Vec<&Act>, Vec<&Act>) = self.accepted(mark).partition(|it| it.is_known());
        let has_reason = |it: &Act| match it.invocation {
            Some(invocation) if !invocation.is_answered() => true,
            Some(_) => self.is_past(it) && self.is_excused(it),
            None => false,
        };
        let reasons = told.into_iter().filter(|it| has_reason(it));
        let invocations: BTreeSet<Moment> = reasons.filter_map(|it| Some(it.invocation?.began)).collect();
        swallowed.len() + invocations.len()
    }

    /// Whether an answer made its record come again.
    pub(super) fn is_past(&self, act: &Act) -> bool {
        let checkpoint = act.invocation.and_then(Invocation::checkpoint);
        checkpoint.zip(act.place()).is_some_and(|(checkpoint, place)| checkpoint <= place)
    }

    /// Whether it could not be helped that it was taken and its record comes again: nobody was told; the same request
    /// had something of the record, or of one before it, that was not taken; or the record asks for two messages, and
    /// the other one failed.
    pub(super) fn is_excused(&self, act: &Act) -> bool {
        let others = || self.acts.iter().filter(|it| it.mark != act.mark || it.kind != act.kind);
        let same_request = |it: &&Act| std::ptr::eq(it.exchange, act.exchange);
        let mate = |it: &Act| !it.is_accepted() && it.place() <= act.place();
        let sibling = |it: &Act| {
            let is_own = std::ptr::eq(it.wanted, act.wanted) && it.kind == Kind::Published;
            let is_now = it.invocation.map(|it| it.began) == act.invocation.map(|it| it.began);
            is_own && is_now && !it.is_known()
        };
        let behind = |it: &Act| {
            let is_now = it.invocation.map(|it| it.began) == act.invocation.map(|it| it.began);
            let place = it.place().unwrap_or(usize::MAX);
            let is_message = it.kind == Kind::Published && !it.is_known();
            is_now && is_message && place < act.place().unwrap_or(0) && self.is_together(act, place)
        };
        act.exchange.is_swallowed
            || others().filter(same_request).any(mate)
            || others().any(|it| sibling(it) || behind(it))
    }

    /// Whether the record at this place, which comes before that of a message, may be under way with it.
    pub(super) fn is_together(&self, act: &Act, place: usize) -> bool {
        let (Some(invocation), Some(own)) = (act.invocation, act.place()) else { return false };
        let between = invocation.records.get(place..own).unwrap_or(&[]);
        let has_messages =
            |it: &&String| self.wanted.get(it.as_str()).is_some_and(|it| !it.published.is_empty());
        between.iter().filter(has_messages).count() < self.wave
    }

    /// Whether the function had been told, at that moment, that something was written.
    pub(super) fn is_done(&self, mark: &Mark, kind: Kind, before: Moment) -> bool {
        self.of(kind, mark).any(|it| it.is_known() && it.exchange.answered < before)
    }
}

/// What a word in a request to a resource may be about.
fn meanings(wanted: &[Wanted]) -> BTreeMap<(&str, &str), Vec<Meaning<'_>>> {
    let mut meanings: BTreeMap<(&str, &str), Vec<Meaning>> = BTreeMap::new();
    for (wanted, (kind, mark)) in wanted.iter().flat_map(|it| it.marks().map(move |mark| (it, mark))) {
        assert!(!mark.id.is_empty() && mark.id.chars().all(is_letter), "{mark} is not one word");
        meanings.entry((&mark.resource, &mark.id)).or_default().push((kind, mark, wanted));
    }
    meanings
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '-' || letter == '_'
}

/// The last invocation with a record that had begun by then.
fn holder<'a>(deliveries: &'a Deliveries, record: &str, moment: Moment) -> Option<&'a Invocation> {
    deliveries.invocations.iter().rfind(|it| it.reached() && it.began < moment && it.contains(record))
}
