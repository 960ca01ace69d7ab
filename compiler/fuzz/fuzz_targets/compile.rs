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
    let (root, findings) = yaml::parse(&source);
    visit(&source, &root);
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
            for at in 0..=scalar.text.len() {
                assert!(source.text.get(offsets.span(at, at + 1).range()).is_some(), "{at}");
            }
        }
        Kind::List(items) => items.iter().for_each(inside),
        Kind::Map(pairs) => pairs.iter().for_each(|(_, value)| inside(value)),
        Kind::Broken => {}
    }
}
