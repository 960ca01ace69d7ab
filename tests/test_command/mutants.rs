//! A test that should fail fails: every small wrong of an expectation that passes makes it fail, or is told.

use super::demo;
use pipec::local::test::{Files, Runner};
use pipec::source::{Source, Spanned};
use pipec::yaml::{Kind, Node, Plain, Scalar, Style};
use pipec_tests::{judged, place, text};

/// What was done to a test, and the test.
type Mutant = (String, Node);
/// The pairs of a mapping.
type Pairs = Vec<(Spanned<String>, Node)>;

/// A node on one line.
fn flow(node: &Node) -> String {
    let quoted = |it: &str| serde_json::to_string(it).expect("a text is JSON");
    match &node.kind {
        Kind::Scalar(it) if it.plain() == Plain::Text => quoted(&it.text),
        Kind::Scalar(it) if it.text.is_empty() => "null".to_owned(),
        Kind::Scalar(it) => it.text.clone(),
        Kind::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Kind::Map(pairs) => {
            let pairs = pairs.iter().map(|(key, it)| format!("{}: {}", quoted(&key.value), flow(it)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        Kind::Broken => panic!("a spec has nothing broken"),
    }
}

fn with(pairs: &Pairs, at: usize, key: Option<String>, value: Option<Node>, node: &Node) -> Node {
    let mut pairs = pairs.clone();
    if let Some(key) = key {
        pairs[at].0.value = key;
    }
    if let Some(value) = value {
        pairs[at].1 = value;
    }
    Node { kind: Kind::Map(pairs), ..node.clone() }
}

fn pairs(node: &Node) -> &Pairs {
    match &node.kind {
        Kind::Map(pairs) => pairs,
        _ => panic!("it is a mapping"),
    }
}

/// Each mutant of one value of a mapping, put back into it.
fn below(node: &Node, at: usize, mutants: Vec<Mutant>) -> Vec<Mutant> {
    let all = pairs(node);
    let name = &all[at].0.value;
    mutants
        .into_iter()
        .map(|(what, it)| (format!("{name}: {what}"), with(all, at, None, Some(it), node)))
        .collect()
}

fn misspelt(node: &Node) -> Vec<Mutant> {
    let all = pairs(node);
    let one = |at: usize| {
        let key = format!("{}x", all[at].0.value);
        (format!("misspell {}", all[at].0.value), with(all, at, Some(key), None, node))
    };
    (0..all.len()).map(one).collect()
}

/// Another value of the same kind.
fn changed(node: &Node) -> Node {
    let scalar =
        |text: String, style: Style| Node { kind: Kind::Scalar(Scalar { text, style }), ..node.clone() };
    match &node.kind {
        Kind::Scalar(it) => match it.plain() {
            Plain::Null => scalar("7".to_owned(), Style::Plain),
            Plain::Boolean => scalar((it.text != "true").to_string(), Style::Plain),
            Plain::Integer | Plain::Float => {
                let first = it.text.find(|it: char| it.is_ascii_digit()).expect("a number has digits");
                let digit = (it.text.as_bytes()[first] - b'0') % 9 + 1;
                let text = format!("{}{digit}{}", &it.text[..first], &it.text[first + 1..]);
                scalar(text, Style::Plain)
            }
            Plain::Text if it.text.starts_with("2026-") => {
                scalar(it.text.replacen("2026-", "2025-", 1), Style::DoubleQuoted)
            }
            Plain::Text => scalar(format!("{}x", it.text), Style::DoubleQuoted),
        },
        Kind::List(items) => {
            let mut items = items.clone();
            items[0] = changed(&items[0]);
            Node { kind: Kind::List(items), ..node.clone() }
        }
        Kind::Map(all) => with(all, 0, None, Some(changed(&all[0].1)), node),
        Kind::Broken => panic!("a spec has nothing broken"),
    }
}

/// The mutants of a list of rows; rows among others may be fewer, or the same twice.
fn of_rows(node: &Node, is_whole: bool) -> Vec<Mutant> {
    let Kind::List(rows) = &node.kind else { panic!("rows are a list") };
    let list = |rows: Vec<Node>| Node { kind: Kind::List(rows), ..node.clone() };
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let put = |it: Node| {
            let mut rows = rows.clone();
            rows[at] = it;
            list(rows)
        };
        if is_whole {
            let others = rows.iter().enumerate().filter(|(it, _)| *it != at).map(|(_, it)| it.clone());
            found.push((format!("drop row {at}"), list(others.collect())));
            let mut doubled = rows.clone();
            doubled.insert(at, row.clone());
            found.push((format!("double row {at}"), list(doubled)));
        }
        match &row.kind {
            Kind::Map(cells) => {
                found.extend(misspelt(row).into_iter().map(|(what, it)| (what, put(it))));
                for (index, (key, value)) in cells.iter().enumerate() {
                    let other = with(cells, index, None, Some(changed(value)), row);
                    found.push((format!("change {} of row {at}", key.value), put(other)));
                }
            }
            _ => found.push((format!("change row {at}"), put(changed(row)))),
        }
    }
    found
}

fn of_expectation(node: &Node) -> Vec<Mutant> {
    let Kind::Map(rich) = &node.kind else { return of_rows(node, true) };
    let mut found = misspelt(node);
    for (at, (key, value)) in rich.iter().enumerate() {
        let mutants = match key.value.as_str() {
            "count" => vec![("change".to_owned(), changed(value))],
            "has" => of_rows(value, false),
            _ => of_rows(value, true),
        };
        found.extend(below(node, at, mutants));
    }
    found
}

fn of_given(node: &Node) -> Vec<Mutant> {
    let Kind::List(records) = &node.kind else { return Vec::new() };
    let mut found = Vec::new();
    for (at, record) in records.iter().enumerate().filter(|(_, it)| matches!(it.kind, Kind::Map(_))) {
        for (what, mutant) in misspelt(record) {
            let mut records = records.clone();
            records[at] = mutant;
            found.push((what, Node { kind: Kind::List(records), ..node.clone() }));
        }
    }
    found
}

/// All mutants of a test.
fn mutants(test: &Node) -> Vec<Mutant> {
    let mut found = Vec::new();
    for (at, (key, section)) in pairs(test).iter().enumerate() {
        let of = match key.value.as_str() {
            "expect" => of_expectation as fn(&Node) -> Vec<Mutant>,
            "given" => of_given,
            _ => continue,
        };
        let mut inside = misspelt(section);
        for (index, (_, value)) in pairs(section).iter().enumerate() {
            inside.extend(below(section, index, of(value)));
        }
        found.extend(below(test, at, inside));
    }
    found
}

/// Whether the only test of a pipeline passes.
fn passes(pipeline: &Node, name: &Spanned<String>, test: &Node) -> bool {
    let tests = Kind::Map(vec![(name.clone(), test.clone())]);
    let mut all: Pairs = pairs(pipeline).iter().filter(|(key, _)| key.value != "tests").cloned().collect();
    all.push((Spanned::new("tests".to_owned(), name.span), Node { kind: tests, ..test.clone() }));
    let text = flow(&Node { kind: Kind::Map(all), ..pipeline.clone() });
    let compiled = pipec::compile(&Source::new("mutant.yaml", text));
    if compiled.diagnostics.has_errors() {
        return false;
    }
    let model = compiled.models().find(|it| !it.tests.is_empty()).expect("somewhere its test is run");
    let lines =
        super::records().lines().filter(|it| !it.is_empty()).map(|it| it.as_bytes().to_vec()).collect();
    let files = Files::from([("records.jsonl".to_owned(), Ok(lines))]);
    Runner::new(model, &files).run(&model.tests[0], None).is_empty()
}

#[test]
fn a_test_that_should_fail_fails() {
    let mut texts: Vec<String> = place::every_spec().iter().map(|it| it.text()).collect();
    texts.push(demo("passing"));
    let (mut complaints, mut count) = (Vec::new(), 0);
    for text in texts {
        let (node, _) = pipec::yaml::parse(&Source::new("spec.yaml", text));
        for (name, test) in pairs(node.get("tests").expect("every spec tests itself")) {
            assert!(passes(&node, name, test), "{} fails as it is", name.value);
            for (what, mutant) in mutants(test) {
                count += 1;
                if passes(&node, name, &mutant) {
                    complaints.push(format!("{}: {what} passes", name.value));
                }
            }
        }
    }
    text::none(&complaints);
    judged("test-mutants", count);
}
