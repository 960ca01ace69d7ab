//! `pipec fmt`: what it writes means what was written, stays as it is when it is formatted again, and reads for others
//! as it did.

mod door;
mod rough;
mod trees;

use pipec::diagnostic::BASE;
use pipec::editor;
use pipec::source::Source;
use pipec::yaml;
use pipec_tests::place;
use serde_json::Value;

/// What is formatted, or nothing where the text cannot be read.
fn formatted(text: &str) -> Option<String> {
    editor::format(&Source::new("test.yaml", text)).ok()
}

/// What is wrong with how a text is formatted.
fn complaint(text: &str) -> Option<String> {
    let once = formatted(text)?;
    Some(format!("{}:\n{text}\n────\n{once}", fault(text, &once)?))
}

/// What is wrong with a formatted text.
fn fault(text: &str, once: &str) -> Option<&'static str> {
    let (before, _) = yaml::parse(&Source::new("before.yaml", text));
    let (after, findings) = yaml::parse(&Source::new("after.yaml", once));
    let is_map = before.as_map().is_some();
    if findings.has_errors() {
        Some("cannot be read")
    } else if !editor::same(&before, &after) {
        Some("means something else")
    } else if formatted(once).as_deref() != Some(once) {
        Some("changes when it is formatted again")
    } else if is_map && (once.contains('\r') || !once.ends_with('\n') || once.starts_with('\n')) {
        Some("does not end its lines")
    } else {
        None
    }
}

#[test]
fn a_spoiled_file_is_found() {
    assert_eq!(fault("a: 1\n", "a: [\n"), Some("cannot be read"));
    for spoiled in ["a: 2\n", "b: 1\n", "a: \"1\"\n", "a: 1\nb: 1\n", "a: [1]\n"] {
        assert_eq!(fault("a: 1\n", spoiled), Some("means something else"), "{spoiled}");
    }
    assert_eq!(fault("a: 1\nb: 2\n", "b: 2\na: 1\n"), Some("means something else"));
    assert_eq!(fault("a: 1\n", "a:  1\n"), Some("changes when it is formatted again"));
    assert_eq!(fault("a:  1\n", "a: 1\n"), None);
}

/// Every file of YAML in the checkout's specs and fixtures, and the pipeline that others are laid over.
fn files() -> Vec<String> {
    let folders = ["specs", "tests/diagnostics", "tests/test_command"].into_iter();
    let paths = folders.flat_map(|it| place::entries(&place::root().join(it)));
    let yaml = paths.filter(|it| it.extension().is_some_and(|it| it == "yaml"));
    yaml.map(|it| place::read(&it)).chain([BASE.to_owned()]).collect()
}

/// Mappings to write in rough ways: what the specs say, and what no spec has.
fn values() -> Vec<Value> {
    let specs = place::every_spec().into_iter().map(|it| pipec_tests::json::from_yaml(&it.text()));
    specs.chain([odd()]).collect()
}

/// Texts that need care.
fn odd() -> Value {
    let texts = [
        "",
        " ",
        "on",
        "Null",
        "4711",
        "0x1F",
        "12:30",
        "- a",
        "a: b",
        "a #b",
        "it's",
        "\"it\"",
        "'high'",
        "back\\slash",
        "one two three four",
        "one\ntwo\n",
        "one\n\n two\nthree",
        " led by a blank\nand more\n\n\n",
        "\n\nlate",
        "tab\tand\u{a0}more",
        "ends in blanks  ",
        "ünïcödé 🦀",
        "\u{1}",
        "[a, b]",
        "{",
        "# no comment",
        "|",
        ">",
        "? a",
        "---",
        "...",
    ];
    let keys: serde_json::Map<String, Value> =
        texts.iter().skip(1).map(|it| ((*it).to_owned(), Value::from(texts.len()))).collect();
    serde_json::json!({
        "texts": texts,
        "keys": keys,
        "deep": [[["a", [null, {}]], { "b": [], "c": { "d": [1.5, true] } }], [[[[]]]]],
    })
}
