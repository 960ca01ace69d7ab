//! The tree before is the tree after: for every file, every mutant, and files as rough as YAML allows.

use super::rough::{FIRST, SECOND, rough};
use super::{complaint, files, formatted, values};
use pipec::source::Source;
use pipec_tests::{json, judge, judged, mutation, place, text};
use proptest::prelude::{any, prop};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::Value;

/// Seeds of each value.
const SEEDS: u64 = 30;
/// Each so-manieth mutant is formatted, on one line as JSON is, and in rough lines.
const EACH: usize = 61;

/// Values as rough files, each with its value.
fn roughened() -> Vec<(Value, String)> {
    let mut found = Vec::new();
    for value in values() {
        let map = value.as_object().expect("a pipeline is a mapping");
        found.extend((0..SEEDS).map(|seed| (value.clone(), rough(map, seed))));
    }
    found
}

#[test]
fn rough_files_are_formatted_to_what_they_say() {
    let mut complaints = Vec::new();
    for (value, text) in roughened() {
        assert!(json::from_yaml(&text) == value, "the rough file says something else:\n{text}");
        complaints.extend(complaint(&text));
        let comments = |it: &str| [FIRST, SECOND].map(|comment| it.matches(comment).count());
        let after = formatted(&text).map(|it| comments(&it));
        complaints.extend((after != Some(comments(&text))).then(|| format!("loses comments:\n{text}")));
    }
    complaints.truncate(3);
    text::none(&complaints);
}

#[test]
fn every_file_and_every_mutant_keeps_its_tree() {
    let mut seen = 0;
    let mut complaints = Vec::new();
    for text in files() {
        seen += usize::from(formatted(&text).is_some());
        complaints.extend(complaint(&text));
    }
    assert!(seen > 100, "{seen} files could be read");
    for spec in place::every_spec() {
        let mutants = mutation::mutants(&json::from_yaml(&spec.text()));
        for (nth, mutant) in mutants.into_iter().enumerate().step_by(EACH) {
            let told = |it| format!("{}, {}: {it}", spec.name, mutant.what);
            let map = mutant.value.as_object().filter(|it| !it.is_empty());
            let texts = [Some(mutant.value.to_string()), map.map(|it| rough(it, nth as u64))];
            for text in texts.into_iter().flatten() {
                seen += 1;
                complaints.extend(complaint(&text).map(told));
            }
        }
    }
    complaints.truncate(3);
    text::none(&complaints);
    judged("formatted", seen);
}

#[test]
fn files_changed_by_chance_keep_their_trees_or_are_refused() {
    let signs = "[a-c :#,'\"{}\\[\\]|>?-]|: |- |\\n|\\n  |\\n    |\\n\\n|\\r|\\t|é| #|\\|\\+\\n|>2\\n|\\\\";
    let texts: Vec<String> = values()
        .iter()
        .filter_map(|it| Some(rough(it.as_object()?, 2).lines().take(60).collect::<Vec<_>>().join("\n")))
        .chain(files())
        .filter(|it| formatted(it).is_some())
        .collect();
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0..3_usize, signs), 1..4);
    let config = Config { cases: 3_000, failure_persistence: None, ..Config::default() };
    let chance = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, chance).run(&(0..texts.len(), edits), |(nth, edits)| {
        let mut letters: Vec<char> = texts[nth].chars().collect();
        for (at, less, more) in edits {
            let start = at.index(letters.len().max(1)).min(letters.len());
            letters.splice(start..(start + less).min(letters.len()), more.chars());
        }
        let text: String = letters.into_iter().collect();
        complaint(&text).map_or(Ok(()), |it| Err(TestCaseError::fail(it)))
    });
    outcome.unwrap_or_else(|it| panic!("{it}"));
}

/// The findings of a file tell of its meaning: more of them, fewer or others, and it means something else.
#[test]
fn a_formatted_file_has_the_findings_that_it_had() {
    let told = |text: &str| {
        let findings = pipec::compile(&Source::new("test.yaml", text)).with_undeployable();
        findings.sorted().iter().map(|it| format!("{} {}", it.code.name, it.message)).collect::<Vec<_>>()
    };
    let mut seen = 0;
    for text in files() {
        let Some(formatted) = formatted(&text) else { continue };
        assert_eq!(told(&formatted), told(&text), "{text}");
        seen += usize::from(formatted != text);
    }
    let pipelines = values().into_iter().filter(|it| it.get("version").is_some());
    for (value, seed) in pipelines.zip(1..) {
        let text = rough(value.as_object().expect("a pipeline is a mapping"), seed);
        let formatted = formatted(&text).unwrap_or_else(|| panic!("refused:\n{text}"));
        assert_eq!(told(&formatted), told(&text), "{text}");
        seen += 1;
    }
    assert!(seen > 5, "{seen} files changed");
}

/// PyYAML's word on pairs of texts.
fn pyyaml(pairs: &[(String, String)]) -> Vec<String> {
    let mut python = judge::python("lint");
    python.arg(place::root().join("tests/tools/yaml_trees.py"));
    let input = serde_json::to_vec(pairs).expect("texts are JSON");
    let words = judge::json(&judge::fed(&mut python, &input));
    serde_json::from_value(words).expect("it prints a list of words")
}

#[test]
fn for_yaml_1_1_a_formatted_file_is_what_it_was() {
    let texts = files().into_iter().chain(roughened().into_iter().map(|(_, it)| it));
    let pairs: Vec<_> = texts.filter_map(|it| Some((it.clone(), formatted(&it)?))).collect();
    let words = pyyaml(&pairs);
    let differs = pairs.iter().zip(&words).filter(|(_, it)| *it == "differs");
    text::none(
        &differs.take(3).map(|((before, after), _)| format!("{before}\n────\n{after}")).collect::<Vec<_>>(),
    );
    judged("pyyaml", words.iter().filter(|it| *it == "same").count());
}

#[test]
fn pyyaml_finds_what_differs() {
    let pair = |before: &str, after: &str| (before.to_owned(), after.to_owned());
    let pairs = [
        pair("a: \"on\"\n", "a: on\n"),
        pair("a: [b]\n", "a: [b, c]\n"),
        pair("a: |\n  b\n", "a: |-\n  b\n"),
        pair("a: 'b'\n", "a:   \"b\"\n"),
        pair("a: [\n", "a: []\n"),
    ];
    assert_eq!(pyyaml(&pairs), ["differs", "differs", "differs", "same", "refused"]);
}
