//! Input that nobody would send on purpose: bounded memory, dead letters, clear words.

use super::desk::{Desk, TRADES, said, trades};
use super::inputs::gzip;
use pipec_tests::chance::Chance;
use pipec_tests::shipped;
use std::process::Command;

const GOOD: &str = "{\"id\":\"a\",\"ticker\":\"X\",\"price\":95,\"at\":\"2026-01-01T00:00:10Z\"}";

/// A shell in this folder, for what only shells can do; `$PIPEC` is the binary.
pub fn shell(desk: &Desk, script: &str) -> Command {
    let mut shell = Command::new("bash");
    shell.args(["-c", script]).current_dir(&desk.folder).env("PIPEC", shipped::path()).env("NO_COLOR", "1");
    shell
}

/// A gigabyte without an end of a line, in half of that in memory.
#[test]
fn a_line_of_a_gigabyte_is_one_dead_letter() {
    let desk = Desk::new("gigabyte", TRADES);
    let script = format!(
        "ulimit -v 524288; (head -c 1073741824 /dev/zero; echo; echo '{GOOD}'; head -c 20000000 /dev/zero) | \
         $PIPEC run pipeline.yaml --sink items --tap trades"
    );
    let said = said(&mut shell(&desk, &script), b"");
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(said.out.lines().count(), 2, "{}", said.out);
    assert!(said.err.contains("trades        3 in, 1 accepted"), "{}", said.err);
    assert!(said.err.contains("2 rejected (too_large 2)"), "{}", said.err);
}

#[test]
fn a_line_that_is_too_long_keeps_its_beginning() {
    let desk = Desk::new("too-long", TRADES);
    let longest = 10 * 1024 * 1024;
    let padded = |length: usize| format!("{GOOD}{}\n", " ".repeat(length - GOOD.len()));
    let letters = desk.prints("--sink dead_letters", padded(longest).as_bytes());
    assert_eq!(letters, "");
    let letters = desk.prints("--sink dead_letters", padded(longest + 1).as_bytes());
    assert!(letters.contains("\"reason\":\"too_large\""), "{}", &letters[..200]);
    // 64 KiB of it, as base64.
    assert!((87_000..89_000).contains(&letters.len()), "{}", letters.len());
}

#[test]
fn noise_is_dead_letters() {
    let desk = Desk::new("noise", TRADES);
    let mut chance = Chance::new(7);
    let mut noise: Vec<u8> = (0..200_000).map(|_| chance.below(256) as u8).collect();
    // Neither the beginning of gzip nor an end that is open.
    noise[0] = b'{';
    noise.push(b'\n');
    let lines = noise.iter().filter(|it| **it == b'\n').count();
    let letters = desk.prints("--sink dead_letters", &noise);
    assert_eq!(letters.lines().count(), lines);
    assert_eq!(desk.fed("--sink files", &noise).status, 0);
}

#[test]
fn of_a_gzip_that_is_cut_or_damaged_what_was_read_counts() {
    let desk = Desk::new("damaged-gzip", TRADES);
    let records = trades(0..4000);
    let whole = gzip(&records);
    let expect = desk.prints("--sink items", &records);
    for (name, bytes) in [
        ("cut", whole[..whole.len() / 2].to_vec()),
        ("sum", [&whole[..whole.len() - 6], &[0; 6]].concat()),
        ("noise", [&whole[..whole.len() / 2], &[0xff; 999]].concat()),
    ] {
        let said = desk.fed("--sink items --quiet", &bytes);
        assert_eq!(said.status, 3, "{name}: {}", said.err);
        assert!(said.err.contains("standard input could not be read to its end"), "{name}: {}", said.err);
        assert!(!said.out.is_empty() && expect.starts_with(&said.out), "{name}: {} bytes", said.out.len());
    }
}
