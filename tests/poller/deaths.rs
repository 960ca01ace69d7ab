//! Processes that die, hang or never start: each is a function error, and another process takes its place.

use super::{check, counting, reporting, scripted, shard, story};
use crate::ledger::Ledger;
use pipec_tests::poller::{Killer, Poller, Settings};
use pipec_tests::proxy::{Fault, Proxy};
use std::time::Duration;

#[test]
fn a_function_that_exits_gets_its_batch_again_in_another_process() {
    let expected = ["ab Died by exit status: 7", "ab Success"];
    check(counting("exit"), reporting(), &["", "exit 1"], &expected);
}

#[test]
fn a_killed_function_gets_its_batch_again_in_another_process() {
    let expected = ["ab Died by signal: 9 (SIGKILL)", "ab Success"];
    let deliveries = check(counting("die"), reporting(), &["", "die 1"], &expected);
    let name = shard(&["", ""]).name(1);
    assert_eq!(deliveries.containing(&name).count(), 2);
    assert_eq!(deliveries.unanswered(&name), 1);
}

#[test]
fn a_function_past_its_timeout_is_killed() {
    let settings = Settings { timeout: Duration::from_secs(2), ..reporting() };
    check(counting("hang"), settings, &["", "hang 1"], &["ab TimedOut", "ab Success"]);
}

#[test]
fn deaths_bisect_too() {
    let settings = Settings { bisects: true, retries: Some(1), ..reporting() };
    let death = "Died by signal: 9 (SIGKILL)";
    let expected = [
        format!("abc {death}"),
        "a Success".to_owned(),
        format!("bc {death}"),
        "b Success".to_owned(),
        format!("c {death}"),
        format!("c {death}"),
        "given up c RetryAttemptsExhausted".to_owned(),
    ];
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    check(scripted(), settings, &["", "", "die"], &expected);
}

#[test]
fn a_function_that_does_not_start_uses_retries_up_and_has_no_record() {
    let settings = Settings { retries: Some(1), ..reporting() };
    let expected = ["a NeverStarted", "a NeverStarted", "given up a RetryAttemptsExhausted"];
    let deliveries = check(scripted().variable("BROKEN", "no table"), settings, &[""], &expected);
    assert_eq!(deliveries.containing(&shard(&[""]).name(0)).count(), 0);
}

#[test]
fn a_process_that_serves_stays_for_the_next_batch() {
    let settings = Settings { batch: 1, ..reporting() };
    let expected =
        ["a Success", "b Error", "b Success", "c Died by exit status: 7", "c Success", "d Success"];
    let deliveries = check(counting("warm"), settings, &["", "error 1", "exit 1", ""], &expected);
    assert_eq!(deliveries.output, "started\nstarted\n");
}

#[test]
fn a_kill_from_outside_ends_the_invocation() {
    let (ledger, killer) = (Ledger::start(), Killer::default());
    let hand = killer.clone();
    let proxy = Proxy::start(ledger.address(), move |request| {
        if request.total == 1 {
            hand.kill();
        }
        Fault::Pass
    });
    let poller = Poller::new(scripted().behind(&proxy), reporting()).killed_by(&killer);
    let shard = shard(&["publish a1", "publish b1"]);
    let deliveries = poller.run(std::slice::from_ref(&shard));
    assert_eq!(story(&shard, &deliveries), ["ab Died by signal: 9 (SIGKILL)", "ab Success"]);
    assert!(proxy.finish()[1].is_swallowed);
    let published: Vec<String> = ledger.seen().published.into_iter().map(|it| it.id).collect();
    assert_eq!(published, ["a1", "b1", "a1", "b1"]);
}
