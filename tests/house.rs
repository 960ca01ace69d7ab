//! The house stands as `compiler/src/lib.rs` draws it: layers, siblings, sizes, first sentences.

use pipec_tests::place::{self, files, read};
use pipec_tests::{judged, text};
use std::path::Path;

/// Sets whose members never use each other.
const OPEN_SETS: &[&str] = &["sinks", "engines", "check", "emit", "cfn"];
/// What the members of a set share: its own words, which stand first in its `mod.rs`.
const SHARED: &[(&str, &[&str])] = &[("cfn", &["json", "template", "text", "iam"])];
/// Modules that may call what lib.rs itself offers: the corridor as a whole.
const DOORS: &[&str] = &["local", "editor", "deploy", "cli"];
const MOST_LINES: usize = 600;
const MEDIAN_LINES: usize = 200;

/// A source file: its path below `src` and its text.
type File = (String, String);

fn sources(package: &str) -> Vec<File> {
    let folder = place::root().join(package);
    let skip = |it: &str| matches!(it, "target" | "fuzz" | "tools" | "snapshots");
    let found = files(&folder, skip).into_iter().filter(|it| it.ends_with(".rs"));
    found.map(|it| (it.clone(), read(&folder.join(&it)))).collect()
}

/// The files of the compiler itself, without those that are tests from end to end.
fn compiler() -> Vec<File> {
    let below = |(path, text): File| Some((path.strip_prefix("src/")?.to_owned(), text));
    let files: Vec<File> = sources("compiler").into_iter().filter_map(below).collect();
    let tested = files.iter().filter(|(_, text)| text.contains("#[cfg(test)]\nmod tests;"));
    let tests: Vec<String> = tested.map(|(path, _)| format!("{}/tests.rs", module(path).join("/"))).collect();
    files.into_iter().filter(|(path, _)| !tests.contains(path)).collect()
}

/// The modules of `lib.rs`, in their order.
fn layers(lib: &str) -> Vec<String> {
    let module = |line: &str| {
        let line = line.trim().strip_prefix("pub ").unwrap_or(line.trim());
        Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned())
    };
    lib.lines().filter_map(module).collect()
}

/// The text without comments and without what stands from the tests on.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let bare = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    text.lines().map(bare).collect::<Vec<_>>().join("\n")
}

/// The path of a file's module: `sinks/s3.rs` is `sinks`, `s3`.
fn module(path: &str) -> Vec<&str> {
    path.trim_end_matches(".rs").trim_end_matches("/mod").split('/').collect()
}

/// Every path that a file names below `crate`, one for each name in braces: `crate::{a, b::c}` is `a` and `b::c`.
fn uses(path: &str, code: &str) -> Vec<Vec<String>> {
    let own = module(path);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("::") {
        let before: String = code[..at].chars().rev().take_while(|it| is_word(*it)).collect();
        let word: String = before.chars().rev().collect();
        let after = &code[at + 2..];
        let chained = code[..at - word.len()].ends_with("::");
        let (start, rest) = match word.as_str() {
            "crate" => (Vec::new(), after),
            "super" if !chained => {
                let ups = 1 + after.split("::").take_while(|it| *it == "super").count();
                let left = own.len().saturating_sub(ups);
                (own[..left].to_vec(), after.trim_start_matches("super::"))
            }
            _ => continue,
        };
        let start: Vec<String> = start.into_iter().map(str::to_owned).collect();
        found.extend(heads(rest).into_iter().map(|it| [start.clone(), it].concat()));
    }
    found
}

/// The first two names of a path, or of each path in its braces.
fn heads(rest: &str) -> Vec<Vec<String>> {
    let names = |it: &str| -> Vec<String> {
        let names = it.trim().split("::").take(2);
        names
            .map(|it| it.chars().take_while(|it| is_word(*it)).collect())
            .filter(|it: &String| !it.is_empty())
            .collect()
    };
    let Some(inside) = rest.strip_prefix('{') else {
        let end = rest.find(|it| !is_word(it) && it != ':').unwrap_or(rest.len());
        return vec![names(&rest[..end])];
    };
    let mut depth = 0;
    let mut part = String::new();
    let mut parts = Vec::new();
    for letter in inside.chars() {
        match letter {
            '}' if depth == 0 => break,
            ',' if depth == 0 => parts.push(std::mem::take(&mut part)),
            letter => {
                depth += i32::from(letter == '{') - i32::from(letter == '}');
                part.push(letter);
            }
        }
    }
    parts.push(part);
    parts.iter().map(|it| names(it)).filter(|it| !it.is_empty()).collect()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Uses that point up, out of the tree or at a sibling.
fn layer_faults(layers: &[String], files: &[File]) -> Vec<String> {
    let rank = |name: &str| layers.iter().position(|it| it == name);
    let mut faults = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| path != "lib.rs" && path != "main.rs") {
        let own = module(path);
        let Some(mine) = rank(own[0]) else {
            faults.push(format!("{path} is not in lib.rs"));
            continue;
        };
        for used in uses(path, &code(text)) {
            match used.first().and_then(|it| rank(it)) {
                None if DOORS.contains(&own[0]) => {}
                None => faults.push(format!("{path} uses crate::{}, which is no layer", used.join("::"))),
                Some(theirs) if theirs > mine => {
                    faults.push(format!("{path} uses crate::{}, which stands below it", used.join("::")));
                }
                Some(_) => {}
            }
            let sibling = |it: &str| {
                let folder = own[0];
                files.iter().any(|(path, _)| {
                    path == &format!("{folder}/{it}.rs") || path == &format!("{folder}/{it}/mod.rs")
                })
            };
            let [set, member, ..] = used.as_slice() else { continue };
            let is_shared = SHARED.iter().any(|(it, words)| it == set && words.contains(&member.as_str()));
            let is_inside = OPEN_SETS.contains(&set.as_str()) && own.len() > 1 && own[0] == set;
            if is_inside && own[1] != member && !is_shared && sibling(member) {
                faults.push(format!("{path} uses its sibling {set}::{member}"));
            }
        }
    }
    faults
}

#[test]
fn a_module_uses_only_those_above_it_and_no_sibling() {
    let files = compiler();
    let layers = layers(&read(&place::root().join("compiler/src/lib.rs")));
    text::none(&layer_faults(&layers, &files));
    judged("layers", files.len());
}

#[test]
fn a_broken_order_is_found() {
    let order = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let check = |path: &str, text: &str, fault: &str| {
        let files = [
            (path.to_owned(), text.to_owned()),
            ("sinks/sns.rs".to_owned(), String::new()),
            ("source.rs".to_owned(), String::new()),
        ];
        let said = layer_faults(&order("source sinks emit"), &files);
        match fault {
            "" => assert!(said.is_empty(), "{said:?}"),
            fault => assert!(said.len() == 1 && said[0].contains(fault), "{text}: {said:?}"),
        }
    };
    check("sinks/s3.rs", "use crate::source::Span;", "");
    check("sinks/s3.rs", "use super::Sink;\nuse crate::sinks::Sink;", "");
    check("sinks/mod.rs", "use sns::Sns;\nuse crate::sinks::sns::Sns;", "");
    check("sinks/s3.rs", "// crate::emit\n#[cfg(test)]\nmod tests { use crate::emit::all; }", "");
    check("sinks/s3.rs", "use crate::emit::all;", "stands below");
    check("sinks/s3.rs", "use crate::{source::Span, emit::{all, iam}};", "stands below");
    check("sinks/s3.rs", "fn f() { super::super::emit::all() }", "stands below");
    check("sinks/mod.rs", "use super::emit::all;", "stands below");
    check("sinks/s3.rs", "use super::sns::Sns;", "its sibling");
    check("sinks/s3.rs", "use crate::sinks::sns::Sns;", "its sibling");
    check("sinks/s3/writer.rs", "use super::super::sns::Sns;", "its sibling");
    check("sinks/s3.rs", "use crate::compile;", "no layer");
    check("emit/all.rs", "use crate::sinks;\nuse std::path::Path;", "");
    check("other.rs", "", "not in lib.rs");
}

#[test]
fn the_order_of_lib_rs_matters() {
    let files = compiler();
    let mut layers = layers(&read(&place::root().join("compiler/src/lib.rs")));
    layers.reverse();
    assert!(layer_faults(&layers, &files).len() > 20, "the reversed house stands, so nothing was tested");
}

fn all_sources() -> Vec<File> {
    let mut all = Vec::new();
    for package in ["compiler", "runtime", "tests"] {
        all.extend(sources(package).into_iter().map(|(path, text)| (format!("{package}/{path}"), text)));
    }
    all
}

#[test]
fn files_are_small() {
    let mut sizes: Vec<(usize, String)> = Vec::new();
    for (path, text) in all_sources() {
        sizes.push((text.lines().count(), path));
    }
    sizes.sort();
    let median = sizes[sizes.len() / 2].0;
    let (longest, path) = sizes.last().expect("there are files");
    assert!(*longest <= MOST_LINES, "{path} has {longest} lines");
    assert!(median <= MEDIAN_LINES, "the median file has {median} lines");
    judged("sizes", sizes.len());
}

#[test]
fn every_file_begins_with_a_sentence() {
    let faulty = |(path, text): File| {
        let paragraph = text.lines().take_while(|it| it.len() > 3 && it.starts_with("//!")).last();
        let sentence = paragraph.is_some_and(|it| it.ends_with(['.', '…']) && text.starts_with("//! "));
        let sentence = sentence || text.starts_with("#![doc = include_str!(");
        (!sentence).then(|| format!("{path} does not begin with a `//!` sentence"))
    };
    text::none(&all_sources().into_iter().filter_map(faulty).collect::<Vec<_>>());
}

#[test]
fn nothing_is_unwrapped_or_left_undone() {
    let forbidden = ["use super::*", ".unwrap()", "todo!(", "unimplemented!("];
    let mut faults = Vec::new();
    let shipped = |it: &File| it.0.starts_with("compiler/src/") || it.0.starts_with("runtime/src/");
    for (path, text) in all_sources().into_iter().filter(shipped) {
        let code = code(&text);
        faults
            .extend(forbidden.iter().filter(|it| code.contains(**it)).map(|it| format!("{path} has `{it}`")));
        if text.contains("use super::*") {
            faults.push(format!("the tests of {path} have `use super::*`"));
        }
    }
    text::none(&faults);
}

/// It is copied into every generated crate, where there is nothing to inherit from.
#[test]
fn the_runtime_inherits_nothing() {
    let manifest = read(&place::root().join("runtime/Cargo.toml"));
    assert!(!manifest.contains("workspace = true") && !manifest.contains("path ="), "{manifest}");
}

#[test]
fn every_spec_has_a_golden_and_every_golden_a_spec() {
    let specs: Vec<String> = place::specs().into_iter().map(|it| it.name).collect();
    let goldens = place::entries(&place::root().join("generated"));
    let goldens: Vec<String> = goldens.iter().filter(|it| it.is_dir()).map(|it| folder_name(it)).collect();
    assert_eq!(specs, goldens);
}

fn folder_name(path: &Path) -> String {
    path.file_name().and_then(|it| it.to_str()).expect("our folders have names").to_owned()
}
