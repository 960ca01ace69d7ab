//! Any text goes through the compiler without a panic, and all that it finds can be shown.
//!
//! `cargo +nightly fuzz run compile -- -dict=compiler/fuzz/yaml.dict -max_total_time=180`, from the root.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pipec::diagnostic::{json, terminal};
use pipec::source::Source;
use pipec::yaml::{self, Kind, Node, Offsets};

fuzz_target!(|text: &str| {
    let source = Source::new("fuzz.yaml", text);
    let (root, _) = yaml::parse(&source);
    visit(&source, &root);
    let findings = pipec::compile(&source).diagnostics;
    terminal::render(&findings, &source, true);
    json::render(&findings, &source);
});

/// Every place is in the text, on characters, and inside its parent.
fn visit(source: &Source, node: &Node) {
    assert!(source.text.get(node.span.range()).is_some(), "{:?}", node.span);
    let inside = |child: &Node| {
        assert!(node.span.start <= child.span.start && child.span.end <= node.span.end, "{:?}", child.span);
        visit(source, child);
    };
    match &node.kind {
        Kind::Scalar(scalar) => {
            let offsets = Offsets::new(source, node);
            // The parser takes plain text to go on behind some comments; then places are only near.
            let is_loose = source.slice(node.span).contains('#');
            for (at, char) in scalar.text.char_indices() {
                let written = &source.text[offsets.at(at)..];
                assert!(
                    is_loose || char.is_whitespace() || written.starts_with([char, '\\']),
                    "{char:?} at {at}"
                );
            }
        }
        Kind::List(items) => items.iter().for_each(inside),
        Kind::Map(pairs) => pairs.iter().for_each(|(_, value)| inside(value)),
        Kind::Broken => {}
    }
}
