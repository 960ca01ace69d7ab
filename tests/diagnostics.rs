//! Every code has a fixture whose expectation stands inside the YAML and lists all findings of the file; every
//! code's page is true.
//!
//! `PIPEC_BLESS=1` writes the findings into the fixtures, and a first fixture for a code that has none, from its
//! page; `pipec_tests::annotation` says how they look.

use pipec::diagnostic::{BASE, Diagnostic, Diagnostics, Severity, terminal};
use pipec::source::{Source, Span};
use pipec_tests::annotation::{annotate, strip};
use pipec_tests::merge::{mended, over_base};
use pipec_tests::{judged, place, text};
use std::env;
use std::fs;
use std::path::PathBuf;

/// Codes that only a large file can have; each fixture gets this many more bytes of comment.
const LARGE: &[(&str, usize)] = &[("file-too-large", 1 << 20)];

/// A fixture: `<code>.yaml`, or `<code>.<case>.yaml` where one is not enough.
struct Fixture {
    code: String,
    path: PathBuf,
    text: String,
}

impl Fixture {
    fn name(&self) -> String {
        format!("{}.yaml", place::stem(&self.path))
    }

    fn padding(&self) -> String {
        let more = LARGE.iter().find(|(code, _)| *code == self.code).map_or(0, |it| it.1);
        if more == 0 { String::new() } else { format!("# {}\n", "x".repeat(more)) }
    }

    fn source(&self) -> Source {
        Source::new(self.name(), strip(&self.text) + &self.padding())
    }
}

fn fixtures() -> Vec<Fixture> {
    let fixture = |path: PathBuf| {
        let code = place::stem(&path).split('.').next().unwrap_or_default().to_owned();
        Fixture { code, text: place::read(&path), path }
    };
    let paths = place::entries(&place::root().join("tests/diagnostics")).into_iter();
    paths.filter(|it| it.extension().is_some_and(|it| it == "yaml")).map(fixture).collect()
}

/// A fixture for each code without one: the example of its page.
fn begin_fixtures() {
    let fixtures = fixtures();
    for code in pipec::codes().into_iter().filter(|code| fixtures.iter().all(|it| it.code != code.name)) {
        let path = place::root().join(format!("tests/diagnostics/{}.yaml", code.name));
        fs::write(path, over_base(code.example, BASE)).expect("fixtures can be written");
    }
}

fn findings(source: &Source) -> Diagnostics {
    pipec::compile(source).diagnostics
}

fn reports(findings: &Diagnostics, code: &str) -> bool {
    findings.sorted().iter().any(|it| it.code.name == code)
}

#[test]
fn every_fixture_lists_all_its_findings() {
    let bless = env::var_os("PIPEC_BLESS").is_some();
    if bless {
        begin_fixtures();
    }
    let fixtures = fixtures();
    let mut complaints = Vec::new();
    for it in &fixtures {
        let source = it.source();
        let mut actual = annotate(&source, &findings(&source));
        if !it.padding().is_empty() {
            actual = actual.replace(&it.padding(), "");
        }
        if bless {
            fs::write(&it.path, actual).expect("fixtures can be written");
        } else if let Some(shown) = text::difference(&it.text, &actual) {
            complaints.push(format!("{} (- expected, + found):\n{shown}", it.name()));
        }
    }
    text::none(&complaints);
    judged("diagnostics", fixtures.len());
}

#[test]
fn every_fixture_reports_the_code_it_is_named_after() {
    let silent = fixtures().into_iter().filter(|it| !reports(&findings(&it.source()), &it.code));
    text::none(&silent.map(|it| format!("{} does not report {}", it.name(), it.code)).collect::<Vec<_>>());
}

/// In `<code>.yaml` stands one mistake, so there is one error; `<code>.<case>.yaml` may hold more.
#[test]
fn one_mistake_one_error() {
    let mut complaints = Vec::new();
    for fixture in fixtures().into_iter().filter(|it| it.name() == format!("{}.yaml", it.code)) {
        let found = findings(&fixture.source());
        let errors: Vec<&str> = found
            .sorted()
            .into_iter()
            .filter(|it| it.severity == Severity::Error)
            .map(|it| it.code.name)
            .collect();
        // A fixture may make its own mistake more than once.
        let mut errors = errors;
        errors.dedup();
        if errors.len() > 1 {
            complaints.push(format!("{} has the errors {}", fixture.name(), errors.join(", ")));
        }
    }
    text::none(&complaints);
}

#[test]
fn every_code_has_a_fixture() {
    let fixtures = fixtures();
    let without = pipec::codes().into_iter().filter(|code| fixtures.iter().all(|it| it.code != code.name));
    text::none(&without.map(|it| format!("{} has no fixture", it.name)).collect::<Vec<_>>());
}

#[test]
fn no_two_codes_have_one_name() {
    let mut names: Vec<&str> = pipec::codes().into_iter().map(|it| it.name).collect();
    names.sort_unstable();
    let twice = names.windows(2).filter(|it| it[0] == it[1]);
    text::none(&twice.map(|it| it[0].to_owned()).collect::<Vec<_>>());
}

#[test]
fn the_base_of_all_examples_has_no_findings() {
    let source = Source::new("base.yaml", BASE);
    let findings = findings(&source);
    assert!(findings.is_empty(), "{}", terminal::render(&findings, &source, false));
}

#[test]
fn every_page_shows_its_mistake_and_mends_it() {
    let mut complaints = Vec::new();
    let codes = pipec::codes();
    for code in &codes {
        let more = LARGE.iter().find(|(name, _)| *name == code.name).map_or(0, |it| it.1);
        let padding = "# x\n".repeat(more / 4);
        let example = Source::new("example.yaml", over_base(code.example, BASE) + &padding);
        let said = findings(&example);
        if !reports(&said, code.name) {
            let shown = terminal::render(&said, &example, false);
            complaints
                .push(format!("the example of {} does not show it:\n{}\n{shown}", code.name, code.example));
        }
        let instead = Source::new("instead.yaml", mended(code.instead, BASE));
        let said = findings(&instead);
        let is_broken = |it: &&&Diagnostic| it.severity == Severity::Error && it.code.name != "not-built-yet";
        if reports(&said, code.name) || said.sorted().iter().any(|it| is_broken(&it)) {
            let shown = terminal::render(&said, &instead, false);
            complaints.push(format!("the mend of {} has errors:\n{}\n{shown}", code.name, code.instead));
        }
    }
    text::none(&complaints);
    judged("pages", codes.len());
}

/// Places stand inside the file and between characters, whatever is wrong with it.
#[test]
fn every_place_is_in_the_file() {
    for fixture in fixtures() {
        let source = fixture.source();
        for it in findings(&source).sorted() {
            let inside = |at: Span| at.start <= at.end && source.text.get(at.range()).is_some();
            assert!(inside(it.span), "{}: {} at {:?}", fixture.name(), it.message, it.span);
            assert!(it.labels.iter().all(|it| inside(it.span)), "{}: {}", fixture.name(), it.message);
        }
    }
}

/// Style: one line, lower case, no full stop, no "you", no "please".
#[test]
fn messages_keep_their_voice() {
    let mut complaints = Vec::new();
    for fixture in fixtures() {
        let found = findings(&fixture.source());
        for it in found.sorted() {
            for said in [Some(&it.message), it.label.as_ref(), it.help.as_ref()].into_iter().flatten() {
                let words: Vec<String> = said.split(' ').map(str::to_lowercase).collect();
                let rude = words.iter().any(|it| ["you", "your", "please"].contains(&it.as_str()));
                if rude || said.contains('\n') || said.ends_with('.') {
                    complaints.push(format!("{}: {said}", fixture.name()));
                }
            }
        }
    }
    text::none(&complaints);
}

/// How each fixture's findings look at a terminal, all in one gallery.
#[test]
fn rendering() {
    let mut gallery = String::new();
    for fixture in fixtures() {
        let source = fixture.source();
        let shown = terminal::render(&findings(&source), &source, false);
        let lines = shown.lines().map(|it| if it.len() > 400 { "(a very long line)" } else { it });
        gallery.push_str(&format!("──── {}\n{}\n\n", fixture.name(), lines.collect::<Vec<_>>().join("\n")));
    }
    insta::assert_snapshot!("gallery", gallery);
}
