//! What means nothing does not compile: the compiler refuses each such expression, and says why.

use super::cases::{Refusal, STREAMS, Stream};
use super::pipeline;
use pipec::diagnostic::Severity;
use pipec::source::Source;
use pipec_tests::{judged, text};
use std::collections::BTreeSet;

#[test]
fn what_means_nothing_is_refused() {
    let rows: Vec<(&Stream, &Refusal)> =
        STREAMS.iter().flat_map(|it| it.refusals.iter().map(move |row| (it, row))).collect();
    let complaints: Vec<String> = rows.iter().filter_map(|(stream, row)| complaint(stream, row)).collect();
    text::none(&complaints);
    judged("refusals", rows.len());
}

fn complaint(stream: &Stream, row: &Refusal) -> Option<String> {
    let found = errors(stream, &row.expression);
    let expected = [row.code.as_str()];
    (!found.iter().copied().eq(expected))
        .then(|| format!("{} (rule {}): {} is refused as {found:?}", row.place, row.rule, row.expression))
}

/// The codes of the errors that an expression over a section's columns makes.
fn errors(stream: &Stream, expression: &str) -> BTreeSet<&'static str> {
    let text = pipeline::alone(stream, expression);
    let compiled = pipec::compile(&Source::new("refused.yaml", &text));
    let findings = compiled.diagnostics.sorted();
    findings.into_iter().filter(|it| it.severity == Severity::Error).map(|it| it.code.name).collect()
}

#[test]
fn what_means_something_is_not_refused() {
    let stream = STREAMS.iter().find(|it| !it.refusals.is_empty()).expect("there are such rows");
    assert!(errors(stream, "1 = 1").is_empty());
    assert!(errors(stream, "1 = '1'").contains("type-misfit"));
}
