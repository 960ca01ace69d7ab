//! A good run with one thing changed in its logs: the judge sees each.

use super::{Case, Result};
use pipec_tests::effects::Mark;
use pipec_tests::proxy::Fault;

/// A good run whose logs are changed.
fn check(change: impl Fn(&mut Result), expected: &[&str]) {
    let scripts = ["publish a1", "put b1; publish b1", "dead c1"];
    let mut result = Case::new(&format!("forged-{}", expected[0].len()), "", &scripts).run(|_| Fault::Pass);
    assert_eq!(result.faults(), [""; 0]);
    change(&mut result);
    assert_eq!(result.faults(), expected);
}

#[test]
fn a_message_too_many() {
    let expected = "`a1` in alerts was published 2 times, and 0 repeats have a reason";
    check(|it| it.seen.published.push(Mark::new("alerts", "a1")), &[expected]);
}

#[test]
fn an_item_twice() {
    check(|it| it.seen.stored.push(Mark::new("events", "b1")), &["`b1` in events is stored twice"]);
}

#[test]
fn a_dead_letter_that_is_gone() {
    check(|it| it.seen.dead.clear(), &["`c1` in dead-letters is lost: it should be a dead letter"]);
}

#[test]
fn a_good_record_among_the_dead_letters() {
    let expected = "`a1` in dead-letters is a dead letter, and no record asks for it";
    check(|it| it.seen.dead.push(Mark::new("dead-letters", "a1")), &[expected]);
}

#[test]
fn a_message_in_the_wrong_place() {
    let expected = [
        "`a1` in alerts is lost: it should be published",
        "`a1` in others is published, and no record asks for it",
    ];
    check(|it| it.seen.published[0] = Mark::new("others", "a1"), &expected);
}

#[test]
fn a_lane_that_is_stuck() {
    check(|it| it.deliveries.stuck.push("shardId-0 lane 0".to_owned()), &["shardId-0 lane 0 is stuck"]);
}

#[test]
fn a_write_without_an_invocation() {
    let expected = ["`a1` in alerts was written before its record came"; 1];
    check(
        |it| {
            it.deliveries.invocations.clear();
            it.exchanges.truncate(1);
        },
        &expected,
    );
}
