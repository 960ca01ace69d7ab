//! What holds for every text: no panic, exact places, children inside their parents, both renderings.

use proptest::prelude::{ProptestConfig, Strategy, any, prop, proptest};

use super::{Kind, Node, Offsets, comment_after, parse};
use crate::diagnostic::{BASE, json, terminal};
use crate::source::{Source, Span};

/// Reads a text and asks everything of what comes out.
fn holds(text: &str) {
    let source = Source::new("test.yaml", text);
    let (root, findings) = parse(&source);
    inside(&source, root.span, Span::new(0, text.len()));
    every(&source, &root);
    for finding in findings.sorted() {
        let edit = finding.edit.iter().map(|it| it.span);
        for span in finding.labels.iter().map(|it| it.span).chain(edit).chain([finding.span]) {
            inside(&source, span, Span::new(0, text.len()));
        }
        assert!(!finding.message.contains('\n') || text.contains(['\n', '\r']), "{}", finding.message);
    }
    let shown = terminal::render(&findings, &source, false);
    assert!(shown.chars().all(|it| it == '\n' || !it.is_control()), "{shown:?}");
    assert_eq!(json::render(&findings, &source).lines().count(), findings.len());
}

fn every(source: &Source, node: &Node) {
    comment_after(source, node.span);
    match &node.kind {
        Kind::Scalar(scalar) => places(source, node, &scalar.text),
        Kind::List(items) => items.iter().for_each(|it| child(source, it, node.span)),
        Kind::Map(pairs) => pairs.iter().for_each(|(key, value)| {
            inside(source, key.span, node.span);
            child(source, value, node.span);
        }),
        Kind::Broken => {}
    }
}

/// Each character of a scalar is found where it is written, blanks and escapes aside; places go forward.
fn places(source: &Source, node: &Node, text: &str) {
    let offsets = Offsets::new(source, node);
    // The parser takes plain text in brackets to go on behind a comment that a tab begins; then places are near.
    let is_loose = source.slice(node.span).contains("\t#") || source.slice(node.span).contains(" #");
    let mut last = node.span.start;
    for (at, char) in text.char_indices() {
        let span = offsets.span(at, at + char.len_utf8());
        inside(source, span, node.span);
        let written = source.slice(Span::new(span.start, node.span.end));
        let is_there = is_loose || char.is_whitespace() || written.starts_with([char, '\\']);
        assert!(is_there && last <= span.start, "{char:?} of {text:?} at {written:?}");
        last = span.start;
    }
}

fn child(source: &Source, node: &Node, parent: Span) {
    inside(source, node.span, parent);
    every(source, node);
}

fn inside(source: &Source, span: Span, outer: Span) {
    assert!(outer.start <= span.start && span.end <= outer.end, "{span:?} is inside {outer:?}");
    assert!(source.text.get(span.range()).is_some(), "{span:?} is on characters of {:?}", source.text);
}

/// Parts of which files are made, right and wrong.
const TOKENS: &[&str] = &[
    "a",
    "b:",
    "c: ",
    "- ",
    "-",
    ": ",
    ":",
    ", ",
    "[",
    "]",
    "{",
    "}",
    "? ",
    "'",
    "''",
    "\"",
    "\\",
    "\\\"",
    "\\x41",
    "\\ud83d\\ude00",
    "\\",
    "|",
    ">",
    "|+",
    ">-",
    "|2",
    "# c",
    " #",
    "#",
    "&a ",
    "*a",
    "!t ",
    "!!str ",
    "<<: ",
    "%YAML 1.2",
    "---",
    "...",
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "  ",
    "é",
    "日",
    "\u{feff}",
    "\u{85}",
    "\u{1b}",
    "\u{0}",
    "~",
    "null",
    "1",
    "x y",
    "a: 1\n",
    "b: {c: d}\n",
    "@",
    "`",
    "%",
    "=",
];

fn token() -> impl Strategy<Value = &'static str> {
    prop::sample::select(TOKENS)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        holds(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_characters(text in ".{0,60}(\n.{0,60}){0,4}") {
        holds(&text);
    }

    #[test]
    fn any_tokens(tokens in prop::collection::vec(token(), 0..60)) {
        holds(&tokens.concat());
    }

    #[test]
    fn any_mutation_of_a_pipeline(at in 0..BASE.len(), length in 0..6_usize, token in token(), twice in 0..BASE.len()) {
        let mut text = BASE.to_owned();
        text.replace_range(at..(at + length).min(BASE.len()), token);
        holds(&text);
        let twice = text.floor_char_boundary(twice.min(text.len()));
        text.insert_str(twice, token);
        holds(&text);
    }

    #[test]
    fn any_cut_of_a_pipeline(at in 0..BASE.len()) {
        holds(&BASE[..at]);
        holds(&BASE[at..]);
    }
}
