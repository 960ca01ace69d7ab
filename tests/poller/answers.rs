//! What an answer means, word by word of AWS's page on partial batch responses.

use super::{reporting, scripted};
use pipec_tests::poller::{Outcome, Poller, Settings, Shard};

/// What the poller makes of this answer to three records with these numbers: `<0>`, `<1>`, `<2>`.
fn check(answer: &str, expected: Outcome) {
    let numbers = Shard::new(0, [("key", ""); 3]).records.into_iter().map(|it| it.sequence);
    let answer =
        numbers.enumerate().fold(answer.to_owned(), |text, (at, it)| text.replace(&format!("<{at}>"), &it));
    let shard =
        Shard::new(0, [("key", format!("answer {answer}")), ("key", String::new()), ("key", String::new())]);
    let deliveries = Poller::new(scripted(), Settings { most: 1, ..reporting() }).run(&[shard]);
    assert_eq!(deliveries.invocations[0].outcome, expected, "{answer}");
}

fn items(items: &str) -> String {
    format!(r#"{{"batchItemFailures":[{items}]}}"#)
}

#[test]
fn nothing_reported_is_a_success() {
    for answer in ["", "null", "{}", r#"{"batchItemFailures":null}"#, r#"{"batchItemFailures":[]}"#, r#""""#]
    {
        check(answer, Outcome::Success);
    }
}

#[test]
fn the_lowest_reported_number_counts() {
    check(&items(r#"{"itemIdentifier":"<1>"}"#), Outcome::Checkpoint(1));
    check(&items(r#"{"itemIdentifier":"<2>"},{"itemIdentifier":"<0>"}"#), Outcome::Checkpoint(0));
    check(&items(r#"{"itemIdentifier":"<2>"},{"itemIdentifier":"<2>"}"#), Outcome::Checkpoint(2));
}

#[test]
fn an_identifier_that_is_none_fails_the_batch() {
    let bad = [
        r#"{"itemIdentifier":""}"#,
        r#"{"itemIdentifier":null}"#,
        r#"{"itemidentifier":"<1>"}"#,
        r#"{"itemIdentifier":1}"#,
        r#"{"itemIdentifier":"49590338271490256608559692538361571095921575989136588898"}"#,
        r#""<1>""#,
        "null",
    ];
    for item in bad {
        check(&items(item), Outcome::Failure);
        check(&items(&format!(r#"{{"itemIdentifier":"<2>"}},{item}"#)), Outcome::Failure);
    }
}

#[test]
fn a_response_of_another_shape_fails_the_batch() {
    for answer in
        ["[]", "done", r#""done""#, "7", r#"{"batchItemFailures":"<1>"}"#, r#"{"batchItemFailures":{}}"#]
    {
        check(answer, Outcome::Failure);
    }
}
