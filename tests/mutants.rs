//! Nothing in a file makes the compiler panic: every mutant of every spec is compiled or refused, and every finding
//! stands in the file.

use pipec::source::Source;
use pipec_tests::{json, judged, mutation, place, text};
use std::panic;

#[test]
fn every_mutant_is_compiled_or_refused() {
    let mut seen = 0;
    let mut complaints = Vec::new();
    for spec in place::every_spec() {
        for mutant in mutation::mutants(&json::from_yaml(&spec.text())) {
            seen += 1;
            let told = || format!("{}, {}", spec.name, mutant.what);
            let source = Source::new("mutant.yaml", mutant.value.to_string());
            let Ok(compiled) = panic::catch_unwind(|| pipec::compile(&source)) else {
                complaints.push(format!("{}: panics", told()));
                continue;
            };
            let findings = compiled.with_undeployable();
            if findings.has_errors() == compiled.artifacts.is_some() {
                complaints.push(format!("{}: neither written nor refused, or both", told()));
            }
            let outside = findings.sorted().into_iter().find(|it| source.text.get(it.span.range()).is_none());
            complaints.extend(outside.map(|it| format!("{}: {} stands nowhere", told(), it.message)));
        }
    }
    text::none(&complaints);
    judged("mutants", seen);
}
