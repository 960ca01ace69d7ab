//! Nothing in a file makes the compiler panic or overflow its stack, and what is hostile is refused.

use pipec::diagnostic::BASE;
use pipec::source::Source;
use pipec_tests::{judged, place};
use proptest::prelude::{Strategy, any, prop};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use std::sync::atomic::{AtomicUsize, Ordering};

static SEEN: AtomicUsize = AtomicUsize::new(0);

/// Compiles a file; what comes is either artifacts or errors, and every finding stands in the file.
fn compile(text: &str) -> Result<(), TestCaseError> {
    let source = Source::new("random.yaml", text);
    let compiled = pipec::compile(&source);
    let findings = compiled.with_undeployable();
    let is_refused = findings.has_errors();
    let outside = findings.sorted().into_iter().find(|it| text.get(it.span.range()).is_none());
    judged("robustness", SEEN.fetch_add(1, Ordering::Relaxed) + 1);
    match (is_refused == compiled.artifacts.is_none(), outside) {
        (true, None) => Ok(()),
        (false, _) => Err(TestCaseError::fail("neither written nor refused, or both")),
        (true, Some(it)) => Err(TestCaseError::fail(format!("{} stands nowhere", it.message))),
    }
}

/// Compiles this many files. Chance is the same on every machine, so what fails here fails everywhere.
fn check<T: Strategy>(cases: u32, files: T, text: impl Fn(T::Value) -> String) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let chance = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, chance).run(&files, |it| compile(&text(it)));
    outcome.unwrap_or_else(|it| panic!("{it}"));
}

fn specs() -> Vec<String> {
    place::every_spec().iter().map(place::Spec::text).chain([BASE.to_owned()]).collect()
}

/// Signs that mean something to YAML or SQL, and some that mean nothing to either.
const SIGNS: &str =
    "[a-z0-9 :#,.'\"{}\\[\\]&*!|>%@`~?()<>=+/-]|\\n|\\n  |- |é|🦀|\\t|\\r|\\u{0}|\\u{feff}|\\u{2028}";

#[test]
fn any_text_never_makes_it_panic() {
    check(1_000, prop::collection::vec(any::<u8>(), 0..400), |it| String::from_utf8_lossy(&it).into_owned());
    check(1_500, prop::collection::vec(SIGNS, 0..200), |it| it.concat());
}

#[test]
fn any_expression_never_makes_it_panic() {
    let words = "level|high|note|takenAt|and|or|not|null|is|in|between|like|case|when|then|else|end|cast|try_cast|as\
                 |integer|decimal\\(5,2\\)|count\\(\\*\\)|max|now\\(\\)|upper|\\(|\\)|,|\\+|-|\\*|/|%|=|<|>=|<>|\\|\\|\
                 |'a'|''|1|1\\.5|1e9|99999999999999999999|::|\"|'|;|--|/\\*|🦀|\\\\";
    check(1_500, prop::collection::vec(words, 0..30), |it| {
        let expression = it.join(" ").replace('\\', "\\\\").replace('"', "\\\"");
        BASE.replace("level > high", &format!("\"{expression}\""))
    });
}

#[test]
fn mutated_specs_never_make_it_panic() {
    let specs = specs();
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0..6_usize, SIGNS), 1..6);
    check(1_500, (0..specs.len(), edits), |(spec, edits)| {
        let mut letters: Vec<char> = specs[spec].chars().collect();
        for (at, less, more) in edits {
            let start = at.index(letters.len().max(1)).min(letters.len());
            let end = (start + less).min(letters.len());
            letters.splice(start..end, more.chars());
        }
        letters.into_iter().collect()
    });
}

#[test]
fn swapped_lines_never_make_it_panic() {
    let specs = specs();
    let swaps = prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4);
    check(600, (0..specs.len(), swaps), |(spec, swaps)| {
        let mut lines: Vec<&str> = specs[spec].lines().collect();
        for (left, right) in swaps {
            let (left, right) = (left.index(lines.len()), right.index(lines.len()));
            lines.swap(left, right);
        }
        lines.join("\n")
    });
}

#[test]
fn bombs_are_refused() {
    let laughs = |depth: usize| {
        let level = |it: usize| format!("a{it}: &a{it} [{}]\n", vec![format!("*a{}", it - 1); 9].join(","));
        "a0: &a0 [lol]\n".to_owned() + &(1..depth).map(level).collect::<String>()
    };
    let bombs = [
        laughs(30),
        format!("a: {}\n", "[".repeat(100_000)),
        format!("a: {}\n", "{a: ".repeat(100_000)),
        "- ".repeat(100_000),
        (0..50_000).map(|it| format!("{}a:\n", " ".repeat(it % 500))).collect(),
        (0..60_000).map(|it| format!("k{it}: 1\n")).collect(),
        "a: 1\n".repeat(100_000),
        "#".repeat(1 << 21),
        format!("a: \"{}\"\n", "\\u0041".repeat(100_000)),
        BASE.replace("level > high", &format!("{}level > high{}", "(".repeat(1_900), ")".repeat(1_900))),
        BASE.replace("level > high", &format!("{}true", "not ".repeat(1_000))),
        BASE.replace("level > high", &format!("level{}", " + 1".repeat(1_000))),
        BASE.replace("level > high", &"x".repeat(500_000)),
    ];
    for bomb in bombs {
        let told = bomb.chars().take(60).collect::<String>();
        compile(&bomb).unwrap_or_else(|it| panic!("{told}: {it}"));
        assert!(pipec::compile(&Source::new("bomb.yaml", bomb)).artifacts.is_none(), "{told}: was compiled");
    }
}
