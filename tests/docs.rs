//! What the documents show is what happens: their YAML compiles, their commands print what stands there.

use pipec_tests::place::{self, entries, files, read};
use pipec_tests::{judged, shipped};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// A fenced block: the words behind its fence, and its lines.
struct Block {
    info: String,
    text: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in document.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some(Block { info: info.trim().to_owned(), text: String::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.text.push_str(&format!("{line}\n")),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "every fence is closed");
    blocks
}

/// A folder as a reader of a fresh clone has it: the specs, and the goldens without the runtime's sources.
fn folder() -> PathBuf {
    let folder = place::scratch("docs");
    let goldens = place::root().join("generated");
    for name in files(&goldens, |it| it.ends_with("/lambda/runtime") || it.ends_with("/lambda/target")) {
        let copy = folder.join("generated").join(&name);
        fs::create_dir_all(copy.parent().expect("a file is in a folder"))
            .expect("the scratch folder is ours");
        fs::copy(goldens.join(&name), copy).expect("the scratch folder is ours");
    }
    fs::create_dir_all(folder.join("specs")).expect("the scratch folder is ours");
    for spec in entries(&place::root().join("specs")) {
        let name = spec.file_name().expect("specs have names");
        fs::copy(&spec, folder.join("specs").join(name)).expect("the scratch folder is ours");
    }
    folder
}

/// What commands in a pipe print, both outputs in the order they came; `> FILE` keeps what comes out.
fn printed(folder: &Path, line: &str) -> String {
    let (line, file) = line.split_once(" > ").map_or((line, None), |(line, file)| (line, Some(file)));
    let (mut screen, terminal) = io::pipe().expect("a pipe can be made");
    let mut children = Vec::new();
    let (parts, mut input) = (line.split(" | ").collect::<Vec<_>>(), Stdio::null());
    for (at, part) in parts.iter().enumerate() {
        let words = part.strip_prefix("cargo run --release -- ").or(part.strip_prefix("pipec "));
        let words = words.unwrap_or_else(|| panic!("`{part}` is no command of ours"));
        let clone = || terminal.try_clone().expect("a pipe has two ends");
        let mut command = shipped::pipec(folder);
        command.args(words.split_whitespace()).stdin(input).stderr(clone());
        match (at + 1 == parts.len(), file) {
            (false, _) => command.stdout(Stdio::piped()),
            (true, Some(file)) => {
                command.stdout(fs::File::create(folder.join(file)).expect("the scratch folder is ours"))
            }
            (true, None) => command.stdout(clone()),
        };
        let mut child = command.spawn().expect("pipec can be run");
        input = child.stdout.take().map_or_else(Stdio::null, Stdio::from);
        children.push(child);
    }
    drop((terminal, input));
    let mut text = String::new();
    screen.read_to_string(&mut text).expect("pipec speaks UTF-8");
    for child in &mut children {
        child.wait().expect("pipec ends");
    }
    text
}

/// Whether a text is what is shown, where a line `…` stands for any lines.
fn is_shown(text: &str, shown: &str) -> bool {
    let mut rest: Vec<&str> = text.lines().collect();
    let mut any = false;
    for part in shown.split("…\n").map(|it| it.lines().collect::<Vec<_>>()).collect::<Vec<_>>() {
        let at = (0..=rest.len().saturating_sub(part.len())).find(|at| rest[*at..].starts_with(&part));
        match at {
            Some(at) if any || at == 0 => rest = rest[at + part.len()..].to_vec(),
            _ => return false,
        }
        any = true;
    }
    shown.ends_with("…\n") || rest.is_empty()
}

fn commands(block: &str) -> Vec<(&str, String)> {
    let mut commands: Vec<(&str, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, String::new())),
            (None, Some((_, shown))) => shown.push_str(&format!("{line}\n")),
            (None, None) => panic!("a block of commands begins with `$ `"),
        }
    }
    commands
}

#[test]
fn the_readme_shows_what_happens() {
    let folder = folder();
    let mut shown = 0;
    for block in blocks(&read(&place::root().join("README.md"))) {
        match block.info.split_once(' ') {
            Some(("yaml", name)) => {
                fs::write(folder.join(name), &block.text).expect("the scratch folder is ours")
            }
            Some(("sql", path)) => {
                let whole = read(&place::root().join(path));
                assert!(whole.contains(&block.text), "{path} does not have\n{}", block.text);
            }
            None if block.info == "yaml" => part_of_the_seed(&block.text),
            None if block.info == "mermaid" => {
                let whole = read(&place::root().join("generated/high-transactions/graph.mmd"));
                assert_eq!(block.text, whole, "README.md shows the graph of the seed");
            }
            None if block.info == "console" => {
                for (command, expected) in commands(&block.text) {
                    let printed = printed(&folder, command);
                    assert!(
                        is_shown(&printed, &expected),
                        "`{command}` prints\n{printed}\nand README.md shows\n{expected}"
                    );
                    shown += 1;
                }
            }
            None if block.info == "sh" => {
                for line in block.text.lines() {
                    assert!(place::root().join(line).is_file(), "`{line}` is a script of the checkout");
                }
            }
            _ => panic!("no test knows what a block of `{}` shows", block.info),
        }
    }
    judged("documents", shown);
}

/// A part of a pipeline that is shown alone compiles with the seed's schemas, thresholds and sinks.
fn part_of_the_seed(part: &str) {
    let seed = read(&place::root().join("specs/high-transactions.yaml"));
    let section = |name: &str| {
        let start = seed.find(&format!("\n{name}:")).expect("the seed has the section") + 1;
        let end = seed[start..].find("\n\n").map_or(seed.len(), |it| start + it);
        &seed[start..end]
    };
    // What the part does not say itself is the seed's.
    let sections = ["schemas", "thresholds", "streams", "hot", "cold", "sinks"];
    let missing =
        sections.into_iter().filter(|it| !part.lines().any(|line| line.starts_with(&format!("{it}:"))));
    let text = missing.fold(part.to_owned(), |text, it| format!("{text}\n{}", section(it)));
    let text = format!("version: 1\npipeline: part\n{text}\n");
    let compiled = pipec::compile(&pipec::source::Source::new("README.md", text));
    assert!(compiled.artifacts.is_some(), "{:?}", compiled.diagnostics.sorted());
}

#[test]
fn a_difference_from_what_is_shown_is_seen() {
    assert!(is_shown("a\nb\nc\n", "a\n…\nc\n"));
    assert!(is_shown("a\nb\nc\n", "a\n…\n"));
    assert!(is_shown("a\nb\nc\n", "…\nc\n"));
    assert!(!is_shown("a\nb\nc\n", "a\nc\n"));
    assert!(!is_shown("a\nb\nc\n", "b\n…\n"));
    assert!(!is_shown("a\nb\nc\n", "a\nb\n"));
}

/// The cells of pipec's column in the README's comparison, by the words in front.
fn compared(row: &str) -> String {
    let readme = read(&place::root().join("README.md"));
    let line = readme.lines().find(|it| it.starts_with(&format!("| {row}"))).expect("the README compares it");
    line.trim_end_matches([' ', '|']).rsplit('|').next().expect("a row has cells").trim().replace(',', "")
}

#[test]
fn the_readme_counts_right() {
    let spec = read(&place::root().join("specs/high-transactions.yaml"));
    let lines = spec.lines().take_while(|it| *it != "tests:").count();
    assert_eq!(compared("lines to write"), lines.to_string());
    assert!(lines <= 60, "the seed's spec is {lines} lines without its tests");

    let template = read(&place::root().join("generated/high-transactions/template.json"));
    assert_eq!(compared("template, bytes"), template.len().to_string());
    assert!(template.len() < 25_000, "the seed's template has {} bytes", template.len());

    let value: serde_json::Value = serde_json::from_str(&template).expect("a template is JSON");
    let resources = value["Resources"].as_object().expect("a template has resources").len();
    assert_eq!(compared("resources"), resources.to_string());

    let compiled = pipec::compile(&pipec::source::Source::new("high-transactions.yaml", spec));
    let rights = pipec::emit::rights(&compiled.plan.expect("the seed compiles"));
    let actions: usize = rights.iter().map(|it| it.actions.len()).sum();
    assert_eq!(compared("actions granted to roles"), actions.to_string());
}

#[test]
fn the_readme_names_every_skipped_check() {
    let readme = read(&place::root().join("README.md"));
    for (id, _) in pipec::emit::SKIPPED_CHECKS {
        assert!(readme.contains(id), "README.md does not say why {id} is skipped");
    }
}
