//! Batches: how they are cut, come again from a checkpoint, are bisected, and are given up.

use super::{check, counting, reporting, scripted};
use pipec_tests::poller::Settings;

#[test]
fn a_batch_holds_as_many_records_as_it_may() {
    let settings = Settings { batch: 2, ..reporting() };
    check(scripted(), settings, &["", "", "", "", ""], &["ab Success", "cd Success", "e Success"]);
}

#[test]
fn a_batch_holds_at_most_six_megabytes() {
    let large = ";".repeat(2 * 1024 * 1024);
    let expected = ["ab Success", "c Success"];
    check(scripted(), reporting(), &[&large, &large, &large], &expected);
}

#[test]
fn everything_from_the_checkpoint_on_comes_again() {
    let expected = ["abcd Checkpoint(2)", "cd Checkpoint(0)", "cd Success"];
    check(counting("checkpoint"), reporting(), &["", "", "fail 2", ""], &expected);
}

#[test]
fn an_error_brings_the_whole_batch_again() {
    let expected = ["abc Error", "abc Success"];
    check(counting("error"), reporting(), &["", "error 1", ""], &expected);
}

#[test]
fn without_reports_any_response_is_a_success() {
    let settings = Settings { reports: false, ..reporting() };
    check(scripted(), settings, &["fail", ""], &["ab Success"]);
}

#[test]
fn an_error_halves_the_batch_until_the_bad_record_stands_alone() {
    let settings = Settings { bisects: true, retries: Some(0), ..reporting() };
    let expected = [
        "abcde Error",
        "ab Success",
        "cde Error",
        "c Success",
        "de Error",
        "d Error",
        "e Success",
        "given up d RetryAttemptsExhausted",
    ];
    check(scripted(), settings, &["", "", "", "error", ""], &expected);
}

#[test]
fn a_report_bisects_at_its_checkpoint_and_costs_no_retry() {
    let settings = Settings { bisects: true, retries: Some(1), ..reporting() };
    let expected = [
        "abcd Checkpoint(1)",
        "bcd Checkpoint(1)",
        "cd Checkpoint(1)",
        "d Checkpoint(0)",
        "d Checkpoint(0)",
        "given up d RetryAttemptsExhausted",
    ];
    check(counting("bisected-report"), settings, &["", "fail 1", "fail 1", "fail"], &expected);
}

#[test]
fn without_bisection_a_report_costs_a_retry() {
    let settings = Settings { retries: Some(1), ..reporting() };
    let expected = ["abc Checkpoint(1)", "bc Checkpoint(1)", "given up c RetryAttemptsExhausted"];
    check(counting("costly-report"), settings, &["", "fail 1", "fail"], &expected);
}

#[test]
fn a_report_of_the_first_record_ends_in_giving_up_all_behind_it() {
    let settings = Settings { bisects: true, retries: Some(2), ..reporting() };
    let again = "bc Checkpoint(0)";
    let expected = ["abc Checkpoint(1)", again, again, again, "given up bc RetryAttemptsExhausted"];
    check(scripted(), settings, &["", "fail", ""], &expected);
}

#[test]
fn a_report_that_cannot_be_read_bisects_like_an_error() {
    let settings = Settings { bisects: true, ..reporting() };
    let answer = r#"answer {"batchItemFailures":[{"itemIdentifier":""}]}"#;
    let expected = ["ab Failure", "a Success", "b Failure", "b Failure", "stuck"];
    check(scripted(), Settings { most: 4, ..settings }, &["", answer], &expected);
}

#[test]
fn a_batch_has_its_retries_and_no_more() {
    let settings = Settings { retries: Some(2), ..reporting() };
    let expected = ["ab Error", "ab Error", "ab Error", "given up ab RetryAttemptsExhausted"];
    check(scripted(), settings, &["error", ""], &expected);
}

#[test]
fn the_lane_goes_on_behind_what_was_given_up() {
    let settings = Settings { batch: 1, retries: Some(0), ..reporting() };
    let expected = ["a Error", "b Success", "given up a RetryAttemptsExhausted"];
    check(scripted(), settings, &["error", ""], &expected);
}

#[test]
fn a_record_that_always_fails_without_bound_leaves_its_lane_stuck() {
    let settings = Settings { most: 3, ..reporting() };
    check(
        scripted(),
        settings,
        &["fail"],
        &["a Checkpoint(0)", "a Checkpoint(0)", "a Checkpoint(0)", "stuck"],
    );
}
