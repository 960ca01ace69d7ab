//! An edit that is offered mends: applied alone, its finding is gone from its place, and no error has come.

use pipec::diagnostic::{Diagnostic, Diagnostics, Edit, Severity};
use pipec::source::Source;
use pipec::{syntax, yaml};
use pipec_tests::{annotation, json, judged, mutation, place, text};
use std::collections::BTreeSet;

/// What is wrong with the edits that are offered for a file, and how many there are.
fn check(source: &Source) -> (Vec<String>, usize) {
    check_with(source, |_| {})
}

/// The same, once each edit is changed.
fn check_with(source: &Source, change: impl Fn(&mut Edit)) -> (Vec<String>, usize) {
    let before = findings(source);
    let mut offered = before.sorted().into_iter().cloned().collect::<Vec<_>>();
    offered.retain(|it| it.edit.is_some());
    offered.iter_mut().filter_map(|it| it.edit.as_mut()).for_each(change);
    let complaints = offered.iter().filter_map(|it| complaint(source, &before, it));
    (complaints.collect(), offered.len())
}

/// What stands against writing counts for warnings only: a mistake is mended where the rest can be tested.
fn findings(source: &Source) -> Diagnostics {
    pipec::compile(source).diagnostics
}

fn complaint(source: &Source, before: &Diagnostics, finding: &Diagnostic) -> Option<String> {
    let Edit { span, replacement } = finding.edit.as_ref()?;
    let mut mended = source.text.clone();
    mended.replace_range(span.range(), replacement);
    let mended = pipec::compile(&Source::new("mended.yaml", mended));
    let after = match finding.severity {
        Severity::Error => mended.diagnostics.clone(),
        Severity::Warning | Severity::Note => mended.with_undeployable(),
    };
    let start = moved(finding);
    let stays = after.sorted().into_iter().find(|it| it.code == finding.code && it.span.start == start);
    let is_new = |it: &&Diagnostic| count(&after, it) > count(before, it) && !is_asked_later(finding, it);
    let came = after.sorted().into_iter().filter(|it| it.severity == Severity::Error).find(is_new);
    let what = match (stays, came) {
        (Some(it), _) => format!("leaves {}: {}", it.code.name, it.message),
        (None, Some(it)) => format!("brings {}: {}", it.code.name, it.message),
        (None, None) => return None,
    };
    let (name, old) = (&source.name, source.slice(*span));
    let said = format!("{}: {}", finding.code.name, finding.message);
    Some(format!("{name}: {said}: `{replacement}` in the place of `{old}` {what}"))
}

/// Where a finding begins once its edit is made.
fn moved(finding: &Diagnostic) -> usize {
    let (start, edit) = (finding.span.start, finding.edit.as_ref().expect("it has an edit"));
    match edit.span.end <= start && edit.span.start < start {
        true => start - edit.span.range().len() + edit.replacement.len(),
        false => start,
    }
}

fn count(findings: &Diagnostics, like: &Diagnostic) -> usize {
    findings.sorted().iter().filter(|it| it.code == like.code && it.message == like.message).count()
}

/// What can be asked of a name only when it is one: text that names a column must name one that is there, and what a near
/// name names must fit its use. That it would stand twice is known before.
fn is_asked_later(finding: &Diagnostic, came: &Diagnostic) -> bool {
    let is_read = [yaml::CODES, syntax::CODES].concat().contains(&came.code);
    let near = finding.help.as_ref().is_some_and(|it| it.ends_with("is close")) && !is_read;
    let named = ["unknown-column", "key-not-written", "bad-test-setting"].contains(&came.code.name);
    match finding.code.name {
        "wrong-type" => named,
        "unknown-key" => came.code.name == "not-built-yet",
        _ => near,
    }
}

fn fixtures() -> impl Iterator<Item = Source> {
    let paths = place::entries(&place::root().join("tests/diagnostics")).into_iter();
    let yaml = paths.filter(|it| it.extension().is_some_and(|it| it == "yaml"));
    yaml.map(|it| Source::new(place::stem(&it), annotation::strip(&place::read(&it))))
}

#[test]
fn every_edit_of_a_fixture_mends() {
    let (complaints, edits): (Vec<_>, Vec<_>) = fixtures().map(|it| check(&it)).unzip();
    text::none(&complaints.concat());
    judged("edits", edits.iter().sum());
}

/// The wrongs for which edits are offered; mutants that differ in a name or their place in a list are one.
#[test]
fn every_edit_of_a_mutant_mends() {
    let (mut seen, mut complaints, mut edits) = (BTreeSet::new(), Vec::new(), 0);
    for spec in place::every_spec() {
        for mutant in mutation::mutants(&json::from_yaml(&spec.text())) {
            let (how, section, key) = kind(&mutant.what);
            if !HOW.contains(&how.as_str()) || !seen.insert((how, section, key)) {
                continue;
            }
            let text = serde_json::to_string_pretty(&mutant.value).expect("a value prints");
            let (wrong, offered) = check(&Source::new(format!("{}, {}", spec.name, mutant.what), text));
            complaints.extend(wrong);
            edits += offered;
        }
    }
    text::none(&complaints);
    judged("mutants-edits", edits);
}

const HOW: &[&str] = &["rename", "double", "make a number of", "make true of", "capitalise", "swap"];

/// What is done, in which section, to which key.
fn kind(what: &str) -> (String, String, String) {
    let (how, place) = what.rsplit_once(' ').unwrap_or((what, ""));
    let steps: Vec<&str> = place.split('.').filter(|it| it.parse::<usize>().is_err()).collect();
    let step = |at: Option<&&str>| at.map(|it| (*it).to_owned()).unwrap_or_default();
    (how.to_owned(), step(steps.first()), step(steps.last()))
}

/// The judge sees an edit that writes what is there, one that spoils the file, and one that is another mistake.
#[test]
fn an_edit_that_does_not_mend_is_found() {
    let all: usize = fixtures().map(|it| check(&it).1).sum();
    let found = |spoil: fn(&Source, &mut Edit)| -> usize {
        fixtures().map(|source| check_with(&source, |it| spoil(&source, it)).0.len()).sum()
    };
    let same = found(|source, it| it.replacement = source.slice(it.span).to_owned());
    let spoilt = found(|_, it| it.replacement = "\"".to_owned());
    let misfit = found(|_, it| it.replacement = "{ odd: 5 }".to_owned());
    assert_eq!(same, all, "an edit that changes nothing");
    assert!(spoilt.min(misfit) * 5 > all * 4, "of {all} found {spoilt} and {misfit}");
}
