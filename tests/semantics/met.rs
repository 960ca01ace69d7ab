//! The interpreter and the program give each record what its row says.

use super::cases::{Case, Stream};
use super::{corpus, jobs};
use crate::rules::{self, NOW, reference};
use pipec::plan::Job;
use pipec_runtime::lines;
use pipec_tests::{judged, text};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;

#[test]
fn every_row_is_met() {
    rules::build();
    let mut complaints = Vec::new();
    let mut count = 0;
    for (stream, job) in jobs() {
        let written = outcomes(stream, job);
        complaints.extend(stream.cases.iter().filter_map(|it| complaint(stream, it, &written[&it.record])));
        count += stream.cases.len();
    }
    text::none(&complaints);
    judged("semantics", count);
}

/// What the interpreter writes of each record of a section, which is what the program writes.
fn outcomes<'s>(stream: &'s Stream, job: &Job) -> BTreeMap<&'s Vec<u8>, Vec<String>> {
    let records: BTreeSet<&Vec<u8>> = stream.cases.iter().map(|it| &it.record).collect();
    let records: Vec<&Vec<u8>> = records.into_iter().collect();
    let now = stream.section.now.as_deref().unwrap_or(NOW);
    let written = reference::lines(job, &records, &rules::context(&corpus().thresholds, now));
    let said = rules::run(corpus(), job, &records, &[(lines::NOW, OsStr::new(now))]);
    if let Some(difference) = rules::difference(job, &records, &written, &said.stdout) {
        panic!("the program writes {difference}");
    }
    records.into_iter().zip(written).collect()
}

/// How the lines of a record differ from what its row says.
fn complaint(stream: &Stream, case: &Case, written: &[String]) -> Option<String> {
    let asked = stream.asked(case);
    let is_asked = |it: &&String| branch(it).is_none_or(|it| asked.contains(&it));
    let found: Vec<&String> = written.iter().filter(is_asked).collect();
    let expected = stream.expected(case);
    if expected.iter().eq(found.iter().copied()) {
        return None;
    }
    let record = String::from_utf8_lossy(&case.record);
    let what = match case.asked {
        super::cases::Asked::Value(index) => stream.expressions[index].as_str(),
        super::cases::Asked::Decoded | super::cases::Asked::Outcome => "the record",
    };
    Some(format!(
        "{} (rule {}): {what}\nof {record}\nis {found:?}\nand not {expected:?}",
        case.place, case.rule
    ))
}

/// The branch that a line is about; none where it is the stream.
fn branch(line: &str) -> Option<String> {
    let line: serde_json::Value = serde_json::from_str(line).expect("lines are JSON");
    line["branch"].as_str().map(str::to_owned)
}

#[test]
fn a_row_that_is_not_met_is_told() {
    let (stream, job) = jobs().find(|it| !it.0.cases.is_empty()).expect("there are rows");
    let case = &stream.cases[0];
    let records = [&case.record];
    let written = reference::lines(job, &records, &rules::context(&corpus().thresholds, NOW));
    assert_eq!(complaint(stream, case, &written[0]), None);
    let wrong = Case {
        expect: "\"something else\"".to_owned(),
        place: String::new(),
        record: case.record.clone(),
        ..*case
    };
    assert!(complaint(stream, &wrong, &written[0]).is_some());
    let (mut output, mut other) = (written[0].join("\n"), written.clone());
    assert_eq!(rules::difference(job, &records, &written, output.as_bytes()), None);
    output.push_str("\nmore");
    assert!(rules::difference(job, &records, &written, output.as_bytes()).is_some());
    other[0][0].push(' ');
    assert!(rules::difference(job, &records, &other, written[0].join("\n").as_bytes()).is_some());
}
