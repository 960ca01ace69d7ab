//! A folder that keeps everything: what is in it, how a run goes on there, and what is refused.

use super::desk::{Desk, TRADES, trades};
use super::hostile::shell;
use super::inputs::gzip;
use pipec_tests::place::files;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::Stdio;

fn append(desk: &Desk, name: &str, bytes: &[u8]) {
    let mut file = OpenOptions::new().append(true).open(desk.folder.join(name)).expect("it is there");
    file.write_all(bytes).expect("the scratch folder is ours");
}

#[test]
fn a_state_is_files_that_one_can_read() {
    let desk = Desk::new("state", TRADES);
    let records = trades(0..10_000);
    desk.write("in.jsonl", &records);
    let said = desk.fed("--input in.jsonl --state work", b"");
    assert_eq!((said.status, said.out.as_str()), (0, ""), "{}", said.err);
    let kept = desk.kept("work");
    let names: Vec<&str> = kept.keys().map(String::as_str).collect();
    let expect = [
        "dead_letters.jsonl",
        "messages/alerts.jsonl",
        "messages/queue.jsonl",
        "objects/files.jsonl",
        "tables/items.jsonl",
    ];
    assert_eq!(names, expect);
    assert_eq!(kept["objects/files.jsonl"], records);
    for (file, sink) in
        [("messages/queue", "queue"), ("messages/alerts", "alerts"), ("dead_letters", "dead_letters")]
    {
        let printed = desk.prints(&format!("--sink {sink}"), &records);
        assert_eq!(desk.text(&format!("work/{file}.jsonl")), printed, "{file}");
    }
    assert_eq!(items(&desk, "work"), first_of_each_key(&desk.prints("--sink items", &records)));
}

/// The rows of the table's file by key, each of which has an id of its own.
fn items(desk: &Desk, state: &str) -> BTreeMap<String, Value> {
    let text = desk.text(&format!("{state}/tables/items.jsonl"));
    let items = text.lines().map(|it| {
        let mut item: Value = serde_json::from_str(it).expect("an item is JSON");
        let id = item.as_object_mut().and_then(|it| it.remove("pipec_id")).expect("an item has an id");
        assert_eq!(id.as_str().map(str::len), Some(32), "{it}");
        (item["id"].to_string(), item)
    });
    items.collect()
}

fn first_of_each_key(rows: &str) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for row in rows.lines().map(|it| serde_json::from_str::<Value>(it).expect("a row is JSON")) {
        all.entry(row["id"].to_string()).or_insert(row);
    }
    all
}

/// The rows of a table that replaces are the last of each key, whether a run comes to its end at once or in parts.
#[test]
fn a_table_that_replaces_keeps_the_last_row_of_each_key() {
    let pipeline = TRADES
        .replace("dynamodb: { partition_key: id }", "dynamodb: { partition_key: id, on_conflict: replace }");
    let desk = Desk::new("replaced", &pipeline);
    let trade = |at: usize| {
        let second = at / 10 % 60;
        format!(
            "{{\"id\":\"t{}\",\"ticker\":\"A\",\"price\":{},\"at\":\"2026-01-01T00:00:{second:02}Z\"}}\n",
            at % 7,
            95 + at % 5
        )
    };
    let records: String = (0..400).map(trade).collect();
    let cut = records.match_indices('\n').nth(200).map_or(0, |it| it.0 + 1);
    desk.write("in.jsonl", &records[..cut]);
    desk.prints("--input in.jsonl --state work --open", b"");
    append(&desk, "in.jsonl", &records.as_bytes()[cut..]);
    desk.prints("--input in.jsonl --state work", b"");
    let rows = desk.prints("--sink items", records.as_bytes());
    let rows = rows.lines().map(|it| serde_json::from_str::<Value>(it).expect("a row is JSON"));
    let last: BTreeMap<String, Value> = rows.map(|it| (it["id"].to_string(), it)).collect();
    assert_eq!(last.len(), 7);
    assert_eq!(items(&desk, "work"), last);
}

#[test]
fn a_finished_run_does_nothing_again() {
    let desk = Desk::new("again", TRADES);
    desk.write("in.jsonl", trades(0..1000));
    desk.prints("--input in.jsonl --state work", b"");
    let before = desk.kept("work");
    let said = desk.fed("--input in.jsonl --state work", b"");
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(said.err.contains("nothing is new: `work` is what these inputs give"), "{}", said.err);
    assert_eq!(desk.kept("work"), before);
    append(&desk, "in.jsonl", &trades(1000..1001));
    let said = desk.fails("--input in.jsonl --state work", 3, b"");
    assert!(said.contains("closed all windows") && said.contains("`--open`"), "{said}");
    assert_eq!(desk.kept("work"), before);
}

#[test]
fn what_is_fed_in_parts_is_what_it_is_at_once() {
    let desk = Desk::new("parts", TRADES);
    desk.write("in.jsonl", trades(0..3000));
    desk.prints("--input in.jsonl --state once", b"");
    desk.write("in.jsonl", b"");
    let all = trades(0..3000);
    // The second cut is before a line feed, the third in the middle of the file.
    let line = all.iter().enumerate().filter(|(_, it)| **it == b'\n').nth(1200).map_or(0, |(at, _)| at);
    let mut from = 0;
    for to in [line + 1, all.len() - 1, all.len()] {
        append(&desk, "in.jsonl", &all[from..to]);
        desk.prints("--input in.jsonl --state work --open", b"");
        from = to;
    }
    assert_ne!(desk.kept("work"), desk.kept("once"));
    desk.prints("--input in.jsonl --state work", b"");
    assert_eq!(desk.kept("work"), desk.kept("once"));
}

#[test]
fn parts_may_be_other_files_and_gzip_and_a_pipe() {
    let desk = Desk::new("other-parts", TRADES);
    desk.prints("--state once", &trades(0..900));
    desk.write("in/1", trades(0..300));
    desk.prints("--input in --state work --open", b"");
    desk.write("in/2.gz", gzip(&trades(300..600)));
    desk.prints("--input in --state work --open", b"");
    desk.prints("--input - --state work --open", &trades(600..700));
    desk.prints("--input - --state work", &trades(600..900));
    assert_eq!(desk.kept("work"), desk.kept("once"));
    let said = desk.fails("--input - --state work", 3, &trades(601..900));
    assert!(said.contains("standard input does not begin with the"), "{said}");
}

#[test]
fn a_line_that_grows_after_it_was_taken_is_refused() {
    let desk = Desk::new("grown", TRADES);
    desk.write("in.jsonl", "{\"id\":\"a\"");
    desk.prints("--input in.jsonl --state work --open", b"");
    let before = desk.kept("work");
    append(&desk, "in.jsonl", b",\"x\":1}\n");
    let said = desk.fails("--input in.jsonl --state work --open", 3, b"");
    assert!(said.contains("the last line of") && said.contains("has grown since"), "{said}");
    assert_eq!(desk.kept("work"), before);
}

#[test]
fn the_state_of_something_else_is_refused() {
    let desk = Desk::new("other", TRADES);
    desk.write("in.jsonl", trades(0..100));
    desk.prints("--input in.jsonl --state work --open", b"");
    let before = desk.kept("work");
    let refused = |line: &str, words: &[&str]| {
        let said = desk.fails(&format!("--input in.jsonl --state {line}"), 2, b"");
        assert!(words.iter().all(|it| said.contains(it)), "{said}");
        assert_eq!(desk.kept("work"), before);
    };
    refused("work --threshold high=5", &["`trades`", "high=90", "high=5"]);
    desk.write("pipeline.yaml", TRADES.replace("pipeline: trades", "pipeline: others"));
    refused("work", &["`trades` in version", "`others` in version"]);
    desk.write("pipeline.yaml", TRADES.replace("price > high", "price >= high"));
    refused("work", &["`trades` in version"]);
    desk.write("foreign/notes.txt", "mine");
    refused("foreign", &["holds other files"]);
    assert_eq!(files(&desk.folder.join("foreign"), |_| false), ["notes.txt"]);
}

#[test]
fn an_input_that_was_left_half_read_must_be_given() {
    let desk = Desk::new("half-read", TRADES);
    let whole = gzip(&trades(0..2000));
    desk.write("in.gz", &whole[..whole.len() / 2]);
    desk.write("other.jsonl", trades(2000..2100));
    desk.fails("--input in.gz --state work", 3, b"");
    let said = desk.fails("--input other.jsonl --state work", 2, b"");
    assert!(said.contains("in.gz` was read in part"), "{said}");
    desk.write("in.gz", whole);
    desk.prints("--input in.gz --state work", b"");
    desk.prints("--state once", &trades(0..2000));
    assert_eq!(desk.kept("work"), desk.kept("once"));
}

#[test]
fn two_runs_do_not_share_a_folder() {
    let desk = Desk::new("two-runs", TRADES);
    let mut first =
        desk.command("--state work").stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it runs");
    let mut input = first.stdin.take().expect("its input is a pipe");
    input.write_all(&trades(0..10)).expect("pipec reads");
    while !desk.folder.join("work/dead_letters.jsonl").exists() {
        std::thread::yield_now();
    }
    let said = desk.fails("--state work", 3, b"");
    assert!(said.contains("another run is at work in `work`"), "{said}");
    drop(input);
    assert!(first.wait().expect("it ends").success());
    assert_eq!(desk.text("work/objects/files.jsonl").as_bytes(), trades(0..10));
}

/// A file may not grow beyond a bound, as where a disk is full.
#[test]
fn a_full_disk_ends_the_run_and_room_lets_it_go_on() {
    let desk = Desk::new("full", TRADES);
    desk.write("in.jsonl", trades(0..60_000));
    desk.prints("--input in.jsonl --state once", b"");
    let command = "$PIPEC run pipeline.yaml --now 2026-02-01T00:00:00Z --input in.jsonl --state work";
    let mut full = 0;
    for kilobytes in [512, 1600, 2400, 3200, 4000] {
        let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; {command}");
        let output = shell(&desk, &script).output().expect("bash runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            full += 1;
            assert_eq!(output.status.code(), Some(3), "{said}");
            assert!(said.contains("could not be") && !said.contains("panicked"), "{said}");
        }
    }
    assert!(full >= 2, "the disk was full {full} times");
    desk.prints("--input in.jsonl --state work", b"");
    assert!(desk.kept("work") == desk.kept("once"), "what was kept on a full disk differs");
}

#[test]
fn without_windows_more_may_always_come() {
    let plain =
        TRADES.replace("    window: { sliding: { size: 60s, slide: 30s } }\n    group_by: [ticker]\n", "");
    let plain = plain.replace("{ highest: max(price), trades: count(*) }", "{ highest: price }");
    let desk = Desk::new("plain", &plain);
    desk.write("in.jsonl", trades(0..50));
    desk.prints("--input in.jsonl --state work", b"");
    assert!(desk.fed("--input in.jsonl --state work", b"").err.contains("nothing is new"));
    append(&desk, "in.jsonl", &trades(50..80));
    desk.prints("--input in.jsonl --state work", b"");
    assert_eq!(desk.text("work/objects/files.jsonl").as_bytes(), trades(0..80));
    fs::remove_file(desk.folder.join("in.jsonl")).expect("the scratch folder is ours");
}
