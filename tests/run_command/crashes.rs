//! `kill -9` at a hundred moments: what is kept in the end is what a run without any of them keeps.

use super::desk::{Desk, TRADES, trades};
use pipec_tests::chance::Chance;
use pipec_tests::judged;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const KILLS: usize = 100;
const LINE: &str = "--input in.jsonl --state work --quiet";

/// When a run is killed.
enum When {
    /// After this time.
    After(Duration),
    /// When its files have grown by so many bytes.
    Grown(u64),
}

#[test]
fn a_run_that_is_killed_again_and_again_loses_and_repeats_nothing() {
    let desk = Desk::new("crashes", TRADES);
    desk.write("in.jsonl", trades(0..60_000));
    desk.prints("--input in.jsonl --state once", b"");
    let expect = desk.kept("once");
    let mut chance = Chance::new(5);
    let (mut kills, mut ends, mut cuts) = (0, 0, 0);
    while kills < KILLS {
        let state = desk.folder.join("work");
        let before = size(&state);
        let mut child = desk.command(LINE).stdin(Stdio::null()).spawn().expect("pipec can be run");
        let when = if chance.once_in(2) {
            When::After(Duration::from_micros(chance.below(200_000) as u64))
        } else {
            When::Grown(chance.below(1_500_000) as u64)
        };
        if is_killed(&mut child, &state, before, &when) {
            kills += 1;
            cuts += usize::from(size(&state) > before);
        } else {
            ends += 1;
            assert!(desk.kept("work") == expect, "after {kills} kills the content differs");
            fs::remove_dir_all(&state).expect("the scratch folder is ours");
        }
    }
    desk.prints(LINE, b"");
    assert!(desk.kept("work") == expect, "after {kills} kills the content differs");
    // Kills that hit nothing would prove nothing.
    assert!(cuts > KILLS / 4, "only {cuts} of {kills} runs had written something, {ends} ended");
    judged("crashes", kills);
}

/// Kills a run at its moment; false where it had ended well before.
fn is_killed(child: &mut Child, state: &Path, before: u64, when: &When) -> bool {
    let began = Instant::now();
    let is_time = || match when {
        When::After(time) => began.elapsed() >= *time,
        When::Grown(bytes) => size(state) >= before + bytes,
    };
    loop {
        if let Some(status) = child.try_wait().expect("a child can be asked") {
            assert!(status.success(), "a run after a kill failed: {status}");
            return false;
        }
        if is_time() {
            child.kill().expect("a child can be killed");
            let status = child.wait().expect("a child can be waited for");
            return !status.success();
        }
        thread::sleep(Duration::from_micros(500));
    }
}

/// How many bytes people could read.
fn size(state: &Path) -> u64 {
    let files =
        ["messages/alerts.jsonl", "messages/queue.jsonl", "objects/files.jsonl", "dead_letters.jsonl"];
    files.iter().filter_map(|it| fs::metadata(state.join(it)).ok()).map(|it| it.len()).sum()
}
