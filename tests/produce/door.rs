//! `pipec produce` as it is typed: what stands on the screen, in a pipe that closes, and on a disk that is full.

use super::SEED;
use pipec_tests::{judge, place, shipped};
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn produce(line: &str) -> Command {
    let mut command = shipped::pipec(place::root());
    command.arg("produce").args(line.split(' ')).stdin(Stdio::null());
    command
}

fn printed(line: &str) -> Output {
    judge::run(&mut produce(line))
}

#[test]
fn records_as_a_user_reads_them() {
    let mut shown = String::new();
    for line in [
        "specs/high-transactions.yaml --count 12 --seed 7",
        "specs/stock-trading.yaml --count 12 --rate 500 --out-of-order 0.2 --late 0.1 --seed 7",
        "specs/machine-health.yaml --count 8 --keys 3",
        "specs/functions.yaml --count 4",
        "specs/click-audit.yaml --stream sign_ins --count 4",
        "specs/card-payments.yaml --count 4 --column country=weighted(CH:8,DE:2) --column amount=uniform(10,500)",
    ] {
        let output = printed(line);
        assert!(output.status.success(), "{}", judge::said(&output));
        shown += &format!("$ pipec produce {line}\n{}\n", String::from_utf8_lossy(&output.stdout));
    }
    insta::assert_snapshot!("records", shown);
}

#[test]
fn mistakes() {
    let mut shown = String::new();
    for line in [
        "specs/click-audit.yaml",
        "specs/click-audit.yaml --stream clikcs",
        "specs/card-payments.yaml --stream clearing",
        "specs/high-transactions.yaml --column aeg=uniform(18,85)",
        "specs/high-transactions.yaml --late 2",
        "specs/high-transactions.yaml --start yesterday",
        "specs/high-transactions.yaml --count 5 --endless",
        "specs/missing.yaml",
        "tests/diagnostics/unknown-key.yaml",
    ] {
        let output = printed(line);
        let status = output.status.code().unwrap_or(-1);
        assert!(output.stdout.is_empty(), "{line} printed records");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        shown += &format!("$ pipec produce {line}\n{said}[exit {status}]\n\n");
    }
    insta::assert_snapshot!("mistakes", shown);
}

#[test]
fn who_reads_no_further_ends_it_quietly() {
    for pace in ["", " --pace"] {
        let line = format!("specs/{SEED}.yaml --endless --rate 100000{pace}");
        let mut child =
            produce(&line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("pipec can be run");
        let pipe = child.stdout.take().expect("it was asked for");
        let lines: Vec<String> =
            BufReader::new(pipe).lines().take(3).map(|it| it.expect("records are UTF-8")).collect();
        let output = child.wait_with_output().expect("a child can be waited for");
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{}", judge::said(&output));
        let first = printed(&format!("specs/{SEED}.yaml --count 3 --rate 100000"));
        assert_eq!(lines.join("\n") + "\n", String::from_utf8_lossy(&first.stdout));
    }
}

#[test]
fn a_full_disk_is_told() {
    let full = OpenOptions::new().write(true).open(Path::new("/dev/full")).expect("Linux has a full disk");
    let output = judge::run(produce(&format!("specs/{SEED}.yaml")).stdout(full).stderr(Stdio::piped()));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        said,
        "error: the records could not be written: the disk is full. Those before are written, the last of them perhaps \
         in part.\n"
    );
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn records_at_their_pace_are_the_same() {
    let line = format!("specs/{SEED}.yaml --rate 50000 --count 2000 --malformed 0.1");
    let (at_once, paced) = (printed(&line), printed(&format!("{line} --pace")));
    assert_eq!(at_once.stdout, paced.stdout);
    assert_eq!(at_once.stdout.split(|it| *it == b'\n').count(), 2_001);
}
