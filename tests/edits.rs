//! An edit that is offered mends: applied alone, its finding is gone from its place, and no error has come.

use pipec::diagnostic::{Diagnostic, Diagnostics, Edit, Severity};
use pipec::source::Source;
use pipec_tests::{annotation, json, judged, mutation, place, text};

/// What is wrong with the edits that are offered for a file, and how many there are.
fn check(source: &Source) -> (Vec<String>, usize) {
    let before = findings(source);
    let offered = before.sorted().into_iter().filter_map(|it| it.edit.as_ref().map(|edit| (it, edit)));
    let offered: Vec<_> = offered.collect();
    let complaints = offered.iter().filter_map(|(it, edit)| complaint(source, &before, it, edit));
    (complaints.collect(), offered.len())
}

fn findings(source: &Source) -> Diagnostics {
    pipec::compile(source).with_undeployable()
}

fn complaint(source: &Source, before: &Diagnostics, finding: &Diagnostic, edit: &Edit) -> Option<String> {
    let mut mended = source.text.clone();
    mended.replace_range(edit.span.range(), &edit.replacement);
    let mended = Source::new("mended.yaml", mended);
    let after = findings(&mended);
    let stays = after.sorted().into_iter().find(|it| {
        let start = moved(finding.span.start, edit);
        it.code == finding.code && it.span.start == start
    });
    let came = after.sorted().into_iter().find(|it| {
        it.severity == Severity::Error && count(&after, it) > count(before, it)
    });
    let what = match (stays, came) {
        (Some(it), _) => format!("does not mend, since then: {}", it.message),
        (None, Some(it)) => format!("brings {}: {}", it.code.name, it.message),
        (None, None) => return None,
    };
    let Edit { span, replacement } = edit;
    let old = source.slice(*span);
    Some(format!("{}: {} ({}): `{old}` to `{replacement}` {what}", source.name, finding.message, finding.code.name))
}

/// Where a place of the file is once the edit is made.
fn moved(place: usize, edit: &Edit) -> usize {
    if place < edit.span.end || edit.span.start == place {
        return place;
    }
    place - edit.span.range().len() + edit.replacement.len()
}

fn count(findings: &Diagnostics, like: &Diagnostic) -> usize {
    findings.sorted().iter().filter(|it| it.code == like.code && it.message == like.message).count()
}

#[test]
fn every_edit_of_a_fixture_mends() {
    let mut complaints = Vec::new();
    let mut edits = 0;
    let paths = place::entries(&place::root().join("tests/diagnostics"));
    for path in paths.iter().filter(|it| it.extension().is_some_and(|it| it == "yaml")) {
        let source = Source::new(place::stem(path), annotation::strip(&place::read(path)));
        let (wrong, offered) = check(&source);
        complaints.extend(wrong);
        edits += offered;
    }
    text::none(&complaints);
    judged("edits", edits);
}

#[test]
fn every_edit_of_a_mutant_mends() {
    let mut complaints = Vec::new();
    let mut edits = 0;
    for spec in place::every_spec() {
        for mutant in mutation::mutants(&json::from_yaml(&spec.text())) {
            let text = serde_json::to_string_pretty(&mutant.value).expect("a value prints");
            let (wrong, offered) = check(&Source::new(format!("{}, {}", spec.name, mutant.what), text));
            complaints.extend(wrong);
            edits += offered;
        }
    }
    text::none(&complaints);
    judged("mutants-edits", edits);
}
