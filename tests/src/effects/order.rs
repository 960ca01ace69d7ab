//! The rules of order: a message goes out when all before it are done, nothing goes out past a checkpoint, and nothing
//! after the answer.

use super::trace::{Act, Kind, Trace};
use crate::poller::Invocation;

pub(super) fn faults(trace: &Trace) -> Vec<String> {
    let mut faults = Vec::new();
    for act in &trace.acts {
        faults.extend(stray(act));
        if act.kind == Kind::Published && act.is_accepted() {
            faults.extend(past(trace, act));
            faults.extend(ahead(trace, act));
        }
    }
    faults
}

/// A write that no invocation stands behind.
fn stray(act: &Act) -> Option<String> {
    let Some(invocation) = act.invocation else {
        return Some(format!("{} was written before its record came", act.mark));
    };
    let is_late = invocation.is_answered() && act.exchange.arrived > invocation.ended;
    is_late.then(|| format!("{} was written after its invocation had answered", act.mark))
}

/// A message whose record comes again all the same.
fn past(trace: &Trace, act: &Act) -> Option<String> {
    let is_wrong = trace.is_past(act) && !trace.is_excused(act);
    is_wrong.then(|| format!("{} was published, and its record was reported to come again", act.mark))
}

/// A message that did not wait for the records before its own.
fn ahead(trace: &Trace, act: &Act) -> Option<String> {
    let before = act.invocation.map_or(&[][..], |it| earlier(it, act));
    let wanted = before.iter().enumerate().filter_map(|(at, it)| Some((at, trace.wanted.get(it.as_str())?)));
    let mates = || trace.acts.iter().filter(|it| std::ptr::eq(it.exchange, act.exchange));
    let marks = wanted.flat_map(|(at, it)| it.marks().map(move |(kind, mark)| (at, kind, mark)));
    let undone = marks.into_iter().find(|(at, kind, mark)| {
        if *kind == Kind::Published && trace.is_together(act, *at) {
            return false;
        }
        let is_done = trace.is_done(mark, *kind, act.exchange.arrived);
        !is_done && !mates().any(|it| it.mark == *mark && it.kind == *kind)
    });
    undone.map(|(_, _, mark)| format!("{} was published before {mark} was known to be done", act.mark))
}

fn earlier<'a>(invocation: &'a Invocation, act: &Act) -> &'a [String] {
    &invocation.records[..act.place().unwrap_or(0)]
}
