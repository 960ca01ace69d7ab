//! Functions that break the rules, each in its way, as processes: the judge catches every one.

use super::Case;
use pipec_tests::proxy::{Fault, Instead, Places, Request};

/// Runs a function that should be caught; the honest one passes on the same records and through the same faults.
fn check(
    manner: &str,
    honest: &str,
    scripts: &[&str],
    plan: impl Fn(&Request) -> Fault + Clone + Send + Sync + 'static,
    expected: &[&str],
) {
    let name = format!("caught-{manner}");
    let case = |manner| Case { tries: 2, ..Case::new(&name, manner, scripts) };
    assert_eq!(case(honest).run(plan.clone()).faults(), [""; 0], "the honest function");
    assert_eq!(case(manner).run(plan).faults(), expected);
}

#[test]
fn a_function_that_writes_past_a_failure() {
    let scripts = ["publish a1", "fail 1; publish b1", "publish c1"];
    let expected = [
        "`c1` in alerts was published 2 times, and 0 repeats have a reason",
        "`c1` in alerts was published, and its record was reported to come again",
        "`c1` in alerts was published before `b1` in alerts was known to be done",
    ];
    check("runs-past", "", &scripts, |_| Fault::Pass, &expected);
}

#[test]
fn a_function_that_loses_a_record() {
    let scripts = ["publish a1", "publish b1", "put c1", "dead d1"];
    let outage = |request: &Request| match request.service.to_string().as_str() {
        "SQS" if (1..3).contains(&request.count) => Fault::Error(request.service.throttle()),
        "DynamoDB" | "S3" if request.count < 2 => Fault::Cut,
        _ => Fault::Pass,
    };
    let expected = [
        "`b1` in alerts is lost: it should be published",
        "`c1` in events is lost: it should be stored",
        "`d1` in dead-letters is lost: it should be a dead letter",
    ];
    check("loses", "", &scripts, outage, &expected);
}

#[test]
fn a_function_that_answers_before_it_writes() {
    let scripts = ["publish a1", "put b1"];
    let case = Case::new("caught-early", "answers-first", &scripts);
    let faults = case.run(|_| Fault::Pass).faults();
    // The process may be gone before it writes, as it is frozen on Lambda.
    let is_caught = |mark: &str| {
        let late = format!("{mark} was written after its invocation had answered");
        faults.iter().any(|it| *it == late || it.starts_with(&format!("{mark} is lost")))
    };
    assert!(is_caught("`a1` in alerts") && is_caught("`b1` in events"), "{faults:?}");
}

#[test]
fn a_function_that_works_backwards() {
    let expected = ["`b1` in alerts was published before `a1` in alerts was known to be done"];
    check("backwards", "", &["publish a1", "publish b1"], |_| Fault::Pass, &expected);
}

#[test]
fn a_function_that_sends_a_batch_again_as_a_whole() {
    let one = |it: &Request| if it.total == 0 { Fault::Entries(Places::from([1])) } else { Fault::Pass };
    let expected = ["`a1` in alerts was published 2 times, and 0 repeats have a reason"];
    check("resends", "batches", &["publish a1", "publish b1"], one, &expected);
}

#[test]
fn a_function_that_takes_a_lost_answer_for_a_good_one() {
    let swallow = |it: &Request| match it.total {
        0 => Fault::Swallow(Instead::Half),
        _ => Fault::Pass,
    };
    let case = Case::new("caught-trusting", "loses", &["publish a1", "publish b1"]);
    let expected = ["`b1` in alerts was published before `a1` in alerts was known to be done"];
    assert_eq!(case.run(swallow).faults(), expected);
}
