//! The graph of every spec holds each stream, branch and sink once, and each arrow, in all three forms; whatever people
//! write in descriptions stays text.

mod svg;

use pipec::Compiled;
use pipec::emit::{Diagram, Form, Kind};
use pipec::model::{Input, Model};
use pipec::source::Source;
use pipec_tests::place::{self, Spec};
use pipec_tests::{judge, judged, shipped, text};
use std::collections::BTreeSet;
use svg::Drawn;

/// An arrow, by the ids of its ends.
type Arrow = (String, String);

/// What a file becomes; a mistake in it is the test's own.
fn compiled(text: &str) -> Compiled {
    let compiled = pipec::compile(&Source::new("graph.yaml", text));
    assert!(!compiled.diagnostics.has_errors(), "{:?}", compiled.diagnostics);
    compiled
}

fn model(compiled: &Compiled) -> &Model {
    compiled.model.as_ref().expect("a file without errors has a model")
}

fn diagram(compiled: &Compiled, rights: bool) -> Diagram {
    Diagram::new(model(compiled), compiled.plan.as_ref(), rights)
}

fn every_diagram() -> Vec<(String, Diagram)> {
    let both = |it: Spec| {
        let compiled = compiled(&it.text());
        let kinds = if compiled.plan.is_some() { vec![false, true] } else { vec![false] };
        kinds.into_iter().map(|rights| (it.name.clone(), diagram(&compiled, rights))).collect::<Vec<_>>()
    };
    place::every_spec().into_iter().flat_map(both).collect()
}

fn arrows(diagram: &Diagram) -> Vec<Arrow> {
    let id = |at: usize| diagram.nodes[at].id();
    sorted(diagram.edges.iter().map(|it| (id(it.from), id(it.to))).collect())
}

fn ids(diagram: &Diagram) -> Vec<String> {
    sorted(diagram.nodes.iter().map(|it| it.id()).collect())
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list
}

/// What the file itself says, found without a plan: `reads` and `writes` of every branch.
fn written(model: &Model) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for branch in &model.branches {
        let from = match branch.from.as_ref().expect("a right branch reads something").value {
            Input::Stream(id) => format!("stream_{}", model.stream(id).name.value),
            Input::Branch(id) => format!("branch_{}", model.branch(id).name.value),
        };
        found.push((from, format!("branch_{}", branch.name.value)));
        for it in &branch.to {
            let to = match it.value {
                pipec::model::Target::Sink(id) => format!("sink_{}", model.sink(id).name.value),
                pipec::model::Target::Stream(id) => format!("stream_{}", model.stream(id).name.value),
            };
            found.push((format!("branch_{}", branch.name.value), to));
        }
    }
    found
}

#[test]
fn each_stream_branch_and_sink_is_there_once() {
    for spec in place::every_spec() {
        let compiled = compiled(&spec.text());
        let (model, diagram) = (model(&compiled), diagram(&compiled, false));
        let names = |kind: Kind| -> Vec<String> {
            let nodes = diagram.nodes.iter().filter(|it| it.kind == kind);
            nodes.map(|it| it.name.clone()).collect()
        };
        let streams: Vec<String> = model.streams.iter().map(|it| it.name.value.clone()).collect();
        let branches: Vec<String> = model.branches.iter().map(|it| it.name.value.clone()).collect();
        let sinks: Vec<String> = model.sinks.iter().map(|it| it.name.value.clone()).collect();
        assert_eq!(names(Kind::Stream), streams, "{}", spec.name);
        assert_eq!(names(Kind::Branch), branches, "{}", spec.name);
        assert_eq!(names(Kind::Sink), sinks, "{}", spec.name);
        let ids = ids(&diagram);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{}: {ids:?}", spec.name);
    }
}

/// What stands between two things of the file are functions, applications and relays, and nothing more.
#[test]
fn each_arrow_of_the_file_is_there() {
    for spec in place::every_spec() {
        let compiled = compiled(&spec.text());
        let arrows = arrows(&diagram(&compiled, false));
        let has = |from: &str, to: &str| arrows.iter().any(|it| it.0 == from && it.1 == to);
        let helper =
            |it: &str| ["function_", "application_", "relay_"].iter().any(|start| it.starts_with(start));
        let helpers = |from: &str| -> Vec<String> {
            arrows.iter().filter(|it| it.0 == from && helper(&it.1)).map(|it| it.1.clone()).collect()
        };
        let between = |from: &str, to: &str| {
            let near = helpers(from);
            let far = near.iter().flat_map(|it| helpers(it)).collect::<Vec<_>>();
            near.iter().chain(&far).any(|it| has(it, to))
        };
        for (from, to) in written(model(&compiled)) {
            assert!(has(&from, &to) != between(&from, &to), "{}: {from} to {to}: {arrows:?}", spec.name);
        }
    }
}

/// The plan's rights between things that are drawn are on arrows; nothing else is.
#[test]
fn rights_are_those_of_the_plan() {
    let mut seen = 0;
    for spec in place::specs() {
        let compiled = compiled(&spec.text());
        let plan = compiled.plan.as_ref().expect("a spec with a golden has a plan");
        let diagram = diagram(&compiled, true);
        let drawn: BTreeSet<&str> = diagram.nodes.iter().map(|it| it.name.as_str()).collect();
        let name = |id| {
            let node = plan.node(id);
            // A mapping acts for its function.
            node.name.strip_suffix("-mapping").map_or(node.name.clone(), |it| format!("{it}-function"))
        };
        let mut given = BTreeSet::new();
        for edge in plan.edges() {
            let (from, to) = (name(edge.from), name(edge.to));
            if drawn.contains(from.as_str()) && drawn.contains(to.as_str()) {
                given.extend(edge.access.iter().flat_map(|it| it.actions).map(|it| (*it).to_owned()));
            }
        }
        let lines = diagram.edges.iter().flat_map(|it| it.label.clone());
        let told: BTreeSet<String> = lines.filter(|it| it.contains(':')).collect();
        assert_eq!(told, given, "{}", spec.name);
        seen += told.len();
    }
    assert!(seen > 0, "no spec has rights");
}

#[test]
fn mermaid_and_dot_hold_the_same_graph() {
    for (name, diagram) in every_diagram() {
        let (mut boxes, mut lines) = (Vec::new(), Vec::new());
        for line in diagram.print(Form::Mermaid).lines().skip(1).filter(|it| !it.starts_with("  acc")) {
            match line.trim().split_once(" -->|\"") {
                Some((from, rest)) => {
                    let (_, to) = rest.split_once("\"| ").expect("an arrow's label ends");
                    lines.push((from.to_owned(), to.to_owned()));
                }
                None => boxes.push(word(line)),
            }
        }
        assert_eq!(sorted(boxes), ids(&diagram), "{name}");
        assert_eq!(sorted(lines), arrows(&diagram), "{name}");
        let (mut boxes, mut lines) = (Vec::new(), Vec::new());
        for line in diagram.print(Form::Dot).lines().filter(|it| it.ends_with("];")) {
            match line.split_once(" -> ") {
                Some((from, to)) => lines.push((word(from), word(to))),
                None if line.contains("[shape=") => boxes.push(word(line)),
                None => {}
            }
        }
        assert_eq!(sorted(boxes), ids(&diagram), "{name}");
        assert_eq!(sorted(lines), arrows(&diagram), "{name}");
    }
}

fn word(text: &str) -> String {
    text.trim().chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '_').collect()
}

#[test]
fn pictures_hold_the_same_graph_and_nothing_overlaps() {
    let mut complaints = Vec::new();
    let mut seen = 0;
    for (name, diagram) in every_diagram() {
        let drawn = Drawn::read(&diagram.print(Form::Svg));
        assert_eq!(sorted(drawn.boxes.iter().map(|it| it.id.clone()).collect()), ids(&diagram), "{name}");
        let lines = drawn.arrows.iter().map(|it| (it.from.clone(), it.to.clone()));
        assert_eq!(sorted(lines.collect()), arrows(&diagram), "{name}");
        complaints.extend(drawn.faults().into_iter().map(|it| format!("{name}: {it}")));
        seen += drawn.boxes.len() + drawn.arrows.len();
    }
    text::none(&complaints);
    judged("graphs", seen);
}

#[test]
fn a_spoiled_picture_is_found() {
    let spec =
        place::every_spec().into_iter().find(|it| it.name == "high-transactions").expect("it is a spec");
    let svg = diagram(&compiled(&spec.text()), false).print(Form::Svg);
    let spoiled = |change: fn(&mut Drawn)| {
        let mut drawn = Drawn::read(&svg);
        change(&mut drawn);
        drawn.faults().len()
    };
    assert_eq!(spoiled(|_| {}), 0);
    assert!(spoiled(|it| (it.boxes[1].x, it.boxes[1].y) = (it.boxes[0].x + 1, it.boxes[0].y)) > 0);
    assert!(spoiled(|it| it.arrows[0].end.0 += 1) > 0);
    assert!(spoiled(|it| it.arrows[0].start.1 += 60) > 0);
    assert!(spoiled(|it| it.width = 100) > 0);
}

/// Text that means something to each of the forms.
const HOSTILE: &str = r#"a "quoted" 'word' <b>&amp; ]) }} |x| --> y; %%{init: {"theme": "x"}}%% `tick` #35; \N \" 🦀 ü </title><script>x()"#;

fn hostile() -> Compiled {
    let quoted = serde_json::Value::from(HOSTILE).to_string();
    compiled(&format!(
        "version: 1\npipeline: demo\ndescription: {quoted}\nschemas: {{ s: {{ a: string not null }} }}\n\
         streams:\n  end: {{ schema: s, description: {quoted} }}\n\
         hot:\n  subgraph: {{ from: end, to: files, description: {quoted} }}\n\
         sinks:\n  files: {{ description: {quoted}, s3: {{ prefix: {} }} }}\n",
        r#"'a!"<%%{b}&/'"#
    ))
}

#[test]
fn hostile_text_stays_text() {
    let compiled = hostile();
    let diagram = diagram(&compiled, false);
    let drawn = Drawn::read(&diagram.print(Form::Svg));
    assert_eq!(drawn.about, HOSTILE);
    assert_eq!(drawn.boxes.iter().filter(|it| it.about == HOSTILE).count(), 3);
    assert!(drawn.texts.contains(&r#"s3, a!"<%%{b}&/"#.to_owned()), "{:?}", drawn.texts);
    let mermaid = diagram.print(Form::Mermaid);
    for sign in ["%%", "<b>", "`", "\\", "<script", "{init"] {
        assert!(!mermaid.contains(sign), "{sign}: {mermaid}");
    }
    // Each line is one of its own: nothing that was written begins another.
    let lines = 3 + diagram.nodes.len() + diagram.edges.len();
    assert_eq!(mermaid.lines().count(), lines, "{mermaid}");
    let dot = diagram.print(Form::Dot);
    assert_eq!(dot.lines().count(), 7 + diagram.nodes.len() + diagram.edges.len(), "{dot}");
    for line in dot.lines() {
        let bare = line.replace("\\\\", "").replace("\\\"", "");
        assert!(bare.matches('"').count() % 2 == 0, "{line}");
    }
}

/// A pipeline that cannot be deployed is drawn as it is written, and has no rights to tell.
#[test]
fn a_pipeline_with_windows_is_drawn_as_written() {
    let spec = place::root().join("specs/stock-trading.yaml");
    let drawn = judge::run(shipped::pipec(place::root()).arg("graph").arg(&spec));
    assert!(drawn.status.success(), "{}", judge::said(&drawn));
    assert!(judge::said(&drawn).contains("as written"), "{}", judge::said(&drawn));
    let refused = judge::run(shipped::pipec(place::root()).arg("graph").arg(&spec).arg("--rights"));
    assert_eq!(refused.status.code(), Some(1));
    assert!(judge::said(&refused).contains("cannot be deployed yet"), "{}", judge::said(&refused));
}

/// What `compile` leaves beside the template is what `graph` prints, and `--out` writes the same.
#[test]
fn the_door_writes_the_golden() {
    let folder = place::scratch("graph");
    for spec in place::specs() {
        let golden = place::read(&spec.golden().join("graph.mmd"));
        let printed = judge::run(shipped::pipec(&folder).arg("graph").arg(&spec.path));
        assert_eq!(String::from_utf8_lossy(&printed.stdout), golden, "{}", spec.name);
        let mut command = shipped::pipec(&folder);
        let written = judge::run(command.arg("graph").arg(&spec.path).args(["--out", "graph.mmd"]));
        assert!(written.status.success(), "{}", judge::said(&written));
        assert_eq!(place::read(&folder.join("graph.mmd")), golden, "{}", spec.name);
    }
}
