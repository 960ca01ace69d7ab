//! What a run without a state prints, and when.

use super::desk::{Desk, TRADES, trades};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

const RECORDS: &[u8] = b"{\"id\":\"a\",\"ticker\":\"X\",\"price\":95,\"at\":\"2026-01-01T00:00:10Z\"}\n\
    {\"id\":\"b\",\"ticker\":\"X\",\"price\":5,\"at\":\"2026-01-01T00:00:20Z\"}\n\
    nothing\n";
const DEAR: &str = "{\"id\":\"a\",\"ticker\":\"X\",\"price\":95,\"at\":\"2026-01-01T00:00:10.000Z\"}\n";

#[test]
fn one_sink_is_bare_rows() {
    let desk = Desk::new("sink", TRADES);
    assert_eq!(desk.prints("--sink items", RECORDS), DEAR);
    assert_eq!(desk.prints("--sink dear", RECORDS), DEAR);
    assert_eq!(desk.prints("--sink files", RECORDS).as_bytes(), RECORDS);
    let both = desk.prints("--sink trades", RECORDS);
    assert_eq!(both.lines().count(), 2, "{both}");
    let letters = desk.prints("--sink dead_letters", RECORDS);
    assert!(letters.contains("\"reason\":\"malformed\"") && letters.lines().count() == 1, "{letters}");
}

#[test]
fn without_a_sink_each_line_says_what_it_is() {
    let desk = Desk::new("all", TRADES);
    let printed = desk.prints("", RECORDS);
    let sinks: Vec<String> = printed.lines().map(|it| field(it, "sink")).collect();
    let expect =
        ["files", "items", "alerts", "files", "files", "dead_letters", "queue", "queue"].map(str::to_owned);
    assert_eq!(sinks, expect, "{printed}");
    assert!(printed.contains("{\"sink\":\"files\",\"record\":\"nothing\"}"), "{printed}");
    let bytes = desk.prints("--sink files --tap dear", b"\xff\xfe\n");
    assert_eq!(bytes, "{\"sink\":\"files\",\"base64\":\"//4=\"}\n");
}

fn field(line: &str, name: &str) -> String {
    let value: Value = serde_json::from_str(line).expect("each line is JSON");
    value[name].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_tap_adds_what_passes() {
    let desk = Desk::new("tap", TRADES);
    let printed = desk.prints("--sink items --tap trades --tap minutes", RECORDS);
    let taps: Vec<String> = printed.lines().map(|it| field(it, "tap")).collect();
    assert_eq!(taps, ["trades", "", "trades", "minutes", "minutes"], "{printed}");
}

#[test]
fn a_limit_is_like_head() {
    let desk = Desk::new("limit", TRADES);
    let records = trades(0..3000);
    let all = desk.prints("--sink files", &records);
    let head: String = all.split_inclusive('\n').take(7).collect();
    assert_eq!(desk.prints("--sink files --limit 7", &records), head);
    let labelled = desk.prints("--limit 3", RECORDS);
    assert_eq!(labelled.lines().count(), 3, "{labelled}");
    assert_eq!(desk.prints("--limit 0", RECORDS), "");
}

#[test]
fn rows_come_before_the_input_ends() {
    let desk = Desk::new("pipe", TRADES);
    let mut command = desk.command("--sink items");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("pipec can be run");
    let mut input = child.stdin.take().expect("its input is a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("its output is a pipe"));
    for _ in 0..3 {
        input.write_all(RECORDS).expect("pipec reads");
        let mut line = String::new();
        output.read_line(&mut line).expect("pipec writes");
        assert_eq!(line, DEAR);
    }
    drop(input);
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("pipec writes");
    assert_eq!(rest, "");
    assert!(child.wait().expect("pipec ends").success());
}

#[test]
fn windows_close_by_the_watermark_and_at_the_end() {
    let desk = Desk::new("windows", TRADES);
    let ends = |line: &str| -> Vec<String> {
        let printed = desk.prints(line, &trades(0..200));
        printed.lines().map(|it| field(it, "window_end")).collect()
    };
    let open = ends("--sink queue --open");
    let closed = ends("--sink queue");
    // The last record is of 00:01:39 and a half.
    assert_eq!(open.iter().map(|it| &it[14..19]).collect::<Vec<_>>()[..3], ["00:30"; 3]);
    assert!(open.iter().all(|it| &it[14..19] <= "01:30") && open.len() == 9, "{open:?}");
    assert_eq!(closed.len(), 15, "{closed:?}");
}

#[test]
fn whoever_reads_may_stop() {
    let desk = Desk::new("broken-pipe", TRADES);
    let mut command = desk.command("--sink files");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("pipec can be run");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("its input is a pipe");
    let records = trades(0..20_000);
    // It may end before it has read everything.
    let _ = input.write_all(&records);
    drop(input);
    let output = child.wait_with_output().expect("pipec ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_summary_counts_everything() {
    let desk = Desk::new("summary", TRADES);
    let said = desk.fed("", RECORDS);
    let lines: Vec<&str> = said.err.lines().collect();
    assert_eq!(
        lines[..lines.len() - 1],
        [
            "trades        3 in, 2 accepted",
            "items         1 rows",
            "alerts        1 rows",
            "queue         2 rows",
            "files         3 records",
            "dead_letters  1 rejected (malformed 1)",
            "windows       2 closed",
        ]
    );
    assert_eq!(desk.fed("--quiet", RECORDS).err, "");
    let object: Value = serde_json::from_str(&desk.fed("--message-format json", RECORDS).err).expect("JSON");
    assert_eq!(object["streams"]["trades"]["in"], 3);
    assert_eq!(object["rejected"]["malformed"], 1);
    assert_eq!(object["sinks"]["items"]["written"], 1);
    assert_eq!(object["windows_closed"], 2);
}

#[test]
fn thresholds_keep_to_their_rules() {
    let desk = Desk::new("thresholds", TRADES);
    assert_eq!(desk.prints("--sink items --threshold high=3", RECORDS).lines().count(), 2);
    assert_eq!(desk.prints("--sink items --threshold high=95", RECORDS), "");
    let refused = |given: &str, words: &str| {
        let said = desk.fails(&format!("--threshold {given}"), 2, RECORDS);
        assert!(said.contains(words), "{said}");
    };
    refused("high=101", "the threshold `high` wants at most 100, not `101`");
    refused("high=-1", "at least 0");
    refused("high=9e1", "a whole number");
    refused("hihg=1", "no threshold is called `hihg`; there is `high`");
    refused("high", "`NAME=VALUE`");
}

#[test]
fn what_is_not_there_is_told() {
    let desk = Desk::new("unknown", TRADES);
    assert!(desk.fails("--sink itms", 2, b"").contains("no sink, stream or branch is called `itms`"));
    assert!(desk.fails("--tap items", 2, b"").contains("`items` is a sink: write `--sink items`"));
    let untapped = desk.fails("--tap itms", 2, b"");
    assert!(
        untapped.contains("no stream or branch is called `itms`; there is") && !untapped.contains("`items`")
    );
    assert!(desk.fails("--now yesterday", 2, b"").contains("`--now`"));
    assert!(desk.fails("--input missing.jsonl", 3, b"").contains("missing.jsonl"));
    assert!(desk.fails("--state work --sink items", 2, b"").contains("--sink"));
}
