//! Where records come from: files, folders, compressed or not, of one stream and of several.

use super::desk::{Desk, TRADES, trades};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// Two streams from outside, and one between branches.
const TWO: &str = "
version: 1
pipeline: two
schemas:
  one: { id: varchar(8) not null }
streams:
  left: { schema: one, partition_key: id }
  right: { schema: one, partition_key: id }
  both: { partition_key: id }
hot:
  of_left: { from: left, select: [id], add: { side: \"'left'\" }, to: both }
  of_right: { from: right, select: [id], add: { side: \"'rite'\" }, to: both }
  all: { from: both, to: queue }
sinks:
  queue: { sqs: {} }
";

/// A file of gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes everything")
}

#[test]
fn files_folders_and_gzip_are_read_one_after_the_other() {
    let desk = Desk::new("folder", TRADES);
    let all = trades(0..400);
    desk.write("in/a/1.jsonl", trades(0..100));
    desk.write("in/a/2.jsonl.gz", gzip(&trades(100..200)));
    desk.write("in/b", [gzip(&trades(200..250)), gzip(&trades(250..300))].concat());
    desk.write("last.jsonl", trades(300..400));
    let expect = desk.prints("--sink queue", &all);
    assert_eq!(desk.prints("--sink queue --input in --input last.jsonl", b""), expect);
    assert_eq!(desk.prints("--sink queue --input in --input -", &trades(300..400)), expect);
    assert_eq!(desk.prints("--sink queue", &gzip(&all)), expect);
    assert_eq!(desk.prints("--sink queue --input trades=-", &all), expect);
    let twice = desk.fails("--input in --input in/b", 2, b"");
    assert!(twice.contains("is given twice"), "{twice}");
}

#[test]
fn a_stream_is_named_where_there_are_several() {
    let desk = Desk::new("streams", TWO);
    desk.write("left.jsonl", "{\"id\":\"a\"}\n{\"id\":\"b\"}");
    desk.write("right.jsonl", "{\"id\":\"c\"}\n");
    let row = |id: &str, side: &str| format!("{{\"id\":\"{id}\",\"side\":\"{side}\"}}\n");
    let (a, b, c) = (row("a", "left"), row("b", "left"), row("c", "rite"));
    let run = |line: &str| desk.prints(&format!("--sink queue {line}"), b"");
    assert_eq!(run("--input left=left.jsonl --input right=right.jsonl"), [a.as_str(), &b, &c].concat());
    assert_eq!(run("--input right=right.jsonl --input left=left.jsonl"), [c.as_str(), &a, &b].concat());
    let both = desk.fails("--input left=- --input right=-", 2, b"");
    assert!(both.contains("standard input is given to two streams"), "{both}");
    let said = desk.fails("--input left.jsonl", 2, b"");
    assert!(said.contains("of `left` or `right`: write `--input left=left.jsonl`"), "{said}");
    assert!(desk.fails("", 2, b"").contains("write `--input left=-`"));
}

#[test]
fn a_line_ends_as_lines_do() {
    let desk = Desk::new("lines", TWO);
    let letters =
        |input: &str| desk.prints("--sink dead_letters --input left=-", input.as_bytes()).lines().count();
    assert_eq!(letters(""), 0);
    assert_eq!(letters("{\"id\":\"a\"}"), 0);
    assert_eq!(letters("{\"id\":\"a\"}\r\n{\"id\":\"b\"}\r\n"), 0);
    assert_eq!(letters("{\"id\":\"a\"}\n\n{\"id\":\"b\"}\n"), 1);
    assert_eq!(letters("\n"), 1);
}
