//! A state that somebody has damaged: refused in words, or without any consequence, and never a panic.

use super::desk::{Desk, TRADES, copy, trades};
use pipec_tests::chance::Chance;
use pipec_tests::judged;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const LINE: &str = "--input in.jsonl --state work";

/// What a state may become: the one of the whole run, or itself.
struct Ground {
    desk: Desk,
    half: PathBuf,
    before: BTreeMap<String, Vec<u8>>,
    after: BTreeMap<String, Vec<u8>>,
}

impl Ground {
    fn new(name: &str) -> Ground {
        let desk = Desk::new(name, TRADES);
        desk.write("in.jsonl", trades(0..6000));
        desk.prints(LINE, b"");
        let after = desk.kept("work");
        fs::remove_dir_all(desk.folder.join("work")).expect("the scratch folder is ours");
        desk.write("in.jsonl", trades(0..3000));
        desk.prints(&format!("{LINE} --open"), b"");
        desk.write("in.jsonl", trades(0..6000));
        let half = desk.folder.join("half");
        copy(&desk.folder.join("work"), &half);
        let before = desk.kept("work");
        Ground { desk, half, before, after }
    }

    /// Changes a file of the state, runs on, and tells whether that was refused.
    fn is_refused(&self, file: &str, change: impl FnOnce(&mut Vec<u8>)) -> bool {
        copy(&self.half, &self.desk.folder.join("work"));
        let path = self.desk.folder.join("work").join(file);
        let mut bytes = fs::read(&path).expect("the scratch folder is ours");
        change(&mut bytes);
        fs::write(&path, &bytes).expect("the scratch folder is ours");
        let said = self.desk.fed(LINE, b"");
        assert!(!said.err.contains("panicked"), "{}", said.err);
        if said.status == 0 {
            assert!(
                self.desk.kept("work") == self.after,
                "a damaged state gave something else: {}",
                said.err
            );
            return false;
        }
        assert_eq!(said.status, 3, "{}", said.err);
        assert!(said.err.contains("Nothing was changed."), "{}", said.err);
        let mut kept = self.desk.kept("work");
        if file.ends_with(".jsonl") {
            assert_eq!(kept.insert(file.to_owned(), self.before[file].clone()), Some(bytes));
        }
        assert!(kept == self.before, "a refusal has changed something");
        true
    }
}

#[test]
fn a_damaged_database_is_refused_or_does_no_harm() {
    let ground = Ground::new("database");
    let database = "run.redb";
    let bytes = fs::read(ground.half.join(database)).expect("it is there");
    assert!(!ground.is_refused(database, |_| {}));
    // Most of the file is empty; what matters is where something stands.
    let places: Vec<usize> = (0..bytes.len()).filter(|it| bytes[*it] != 0).collect();
    let mut chance = Chance::new(11);
    let mut refused = 0;
    let flips = (0..100).map(|it| it * 3).chain((0..70).map(|_| chance.pick(&places)));
    let flips: Vec<usize> = flips.collect();
    for place in &flips {
        refused += usize::from(ground.is_refused(database, |it| it[*place] ^= 1 << (place % 8)));
    }
    assert!(refused > flips.len() / 8, "{refused} of {} flips were seen", flips.len());
    for length in [0, 1, 100, 4096, bytes.len() / 2, bytes.len() - 1] {
        assert!(ground.is_refused(database, |it| it.truncate(length)), "cut to {length}");
    }
    judged("damages", flips.len() + 6);
}

#[test]
fn an_output_that_is_cut_or_changed_is_refused() {
    let ground = Ground::new("outputs");
    for file in ["messages/alerts.jsonl", "objects/files.jsonl", "dead_letters.jsonl"] {
        assert!(ground.is_refused(file, |it| it.truncate(it.len() - 1)), "{file} is cut");
        assert!(ground.is_refused(file, Vec::clear), "{file} is empty");
        assert!(ground.is_refused(file, |it| it[7] ^= 1), "{file} is changed");
        assert!(!ground.is_refused(file, |it| it.extend(b"half a li")), "{file} has more");
    }
    assert!(!ground.is_refused("tables/items.jsonl", Vec::clear), "the table is in the database");
}

/// What a run leaves that is killed while its database is made: the sign at the head is written last.
#[test]
fn a_database_that_was_never_finished_is_made_anew() {
    let desk = Desk::new("unfinished", TRADES);
    desk.write("in.jsonl", trades(0..300));
    desk.prints(LINE, b"");
    let whole = desk.kept("work");
    let database = desk.folder.join("work/run.redb");
    let mut bytes = vec![0; 1_500_000];
    for head in [0, 200] {
        fs::remove_dir_all(desk.folder.join("work")).expect("the scratch folder is ours");
        fs::create_dir(desk.folder.join("work")).expect("the scratch folder is ours");
        bytes[9..9 + head].fill(7);
        fs::write(&database, &bytes).expect("the scratch folder is ours");
        desk.prints(LINE, b"");
        assert!(desk.kept("work") == whole, "with {head} bytes of a head");
    }
    // Where a page holds something it is a database that lost its sign.
    bytes[4096] = 1;
    fs::remove_dir_all(desk.folder.join("work")).expect("the scratch folder is ours");
    fs::create_dir(desk.folder.join("work")).expect("the scratch folder is ours");
    fs::write(&database, &bytes).expect("the scratch folder is ours");
    assert_eq!(desk.fed(LINE, b"").status, 3);
}
