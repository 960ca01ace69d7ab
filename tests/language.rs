//! The language of windows: what a row is made of, which engine runs it, and what stands at the gate.

use pipec::model::{Hot, Model};
use pipec::source::Source;
use pipec_runtime::expr::{Expr, Node};
use pipec_tests::place::{self, LOCAL};
use pipec_tests::{judge, judged, shipped, text};
use std::fs;
use std::path::Path;
use std::process::Output;

const HEAD: &str = "version: 1
pipeline: demo
schemas:
  trade:
    at: timestamp not null
    ticker: varchar(8) not null
    price: decimal(10,2)
    size: integer
    note: string
streams:
  trades: { schema: trade, partition_key: ticker, event_time: at }
thresholds: { most: 5 }
sinks:
  files: { s3: {} }
hot:
";

/// What the compiler makes of branches; each reads `trades` and writes `files` where nothing else is said.
fn model(branches: &str) -> Model {
    let source = Source::new("language.yaml", format!("{HEAD}{branches}"));
    let compiled = pipec::compile(&source);
    let errors: Vec<String> = compiled.diagnostics.sorted().iter().map(|it| it.message.clone()).collect();
    assert!(!compiled.diagnostics.has_errors(), "{branches}: {errors:?}");
    compiled.model.expect("a file without errors has a model")
}

fn hot<'m>(model: &'m Model, name: &str) -> &'m Hot {
    let branch = model.branches.iter().find(|it| it.name.value == name);
    branch.and_then(|it| it.as_hot()).unwrap_or_else(|| panic!("there is no hot branch {name}"))
}

/// The indices that a tree reads, left to right.
fn reads(tree: &Expr) -> String {
    let mut found = Vec::new();
    tree.visit(&mut |it: &Expr| match it.node {
        Node::Column(index) => found.push(index.to_string()),
        Node::Threshold(index) => found.push(format!("t{index}")),
        _ => {}
    });
    found.join(" ")
}

/// A branch's row, a line for each index, and what its rows take from it.
fn row(hot: &Hot) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut put = |what: String| lines.push(format!("{} {what}", lines.len()));
    match hot.window {
        Some(_) => {
            hot.group_by.iter().for_each(|it| put(hot.input[it.value].name.value.clone()));
            ["window_start", "window_end"].iter().for_each(|it| put((*it).to_owned()));
        }
        None => hot.input.iter().for_each(|it| put(it.name.value.clone())),
    }
    for added in &hot.adds {
        for call in &added.aggregates {
            let argument = call.argument.as_ref().map_or("*".to_owned(), reads);
            let filter = call.filter.as_ref().map(|it| format!(" where {}", reads(it))).unwrap_or_default();
            let distinct = if call.distinct { "distinct " } else { "" };
            put(format!("{}({distinct}{argument}){filter}", call.aggregate.name));
        }
        let expr = &added.expression.expr;
        let null = if expr.nullable { " or null" } else { "" };
        put(format!("{} of {}: {}{null}", added.name.value, reads(expr), expr.ty));
    }
    let outputs: Vec<String> = hot.outputs.iter().map(|it| it.from.to_string()).collect();
    lines.push(format!("outputs {}", outputs.join(" ")));
    lines.extend(hot.having.iter().map(|it| format!("having {}", reads(&it.expr))));
    lines.join("\n")
}

fn check_row(branch: &str, expected: &str) {
    let model = model(branch);
    let name = branch.trim().split(':').next().expect("a branch has a name");
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    if let Some(shown) = text::difference(&expected.join("\n"), &row(hot(&model, name))) {
        panic!("{branch}\n{shown}");
    }
}

#[test]
fn a_window_s_row_is_its_keys_its_bounds_and_then_each_add_behind_its_aggregates() {
    check_row(
        "  peaks:
    from: trades
    where: size > most
    window: { sliding: { size: 60s, slide: 30s } }
    group_by: [ticker, note]
    add:
      highest: max(price)
      spread: max(size) - min(size)
      trades: count(*)
      doubled: spread * 2 + trades
      ended: window_end
    having: highest > 5 and note is null and spread > most
    to: files
",
        "0 ticker
        1 note
        2 window_start
        3 window_end
        4 max(2)
        5 highest of 4: decimal(10,2) or null
        6 max(3)
        7 min(3)
        8 spread of 6 7: bigint or null
        9 count(*)
        10 trades of 9: bigint
        11 doubled of 8 10: bigint or null
        12 ended of 3: timestamp
        outputs 0 1 2 3 5 8 10 11 12
        having 4 1 5 t0",
    );
}

#[test]
fn select_chooses_among_keys_and_bounds() {
    check_row(
        "  peaks:
    from: trades
    window: { session: { gap: 1h } }
    group_by: ticker
    select: [window_end, ticker]
    add: { highest: max(price) }
    to: files
",
        "0 ticker
        1 window_start
        2 window_end
        3 max(2)
        4 highest of 3: decimal(10,2) or null
        outputs 2 0 4",
    );
}

#[test]
fn aggregates_stand_in_the_order_of_the_text_and_see_the_input() {
    check_row(
        "  peaks:
    from: trades
    window: { tumbling: { size: 60s } }
    add:
      which: |
        case count(distinct note)
          when 1 then min(note) when 2 then max(note) filter (where size > most and at > timestamp '2026-01-01 00:00:00')
          else 'many'
        end
      ratio: coalesce(cast(sum(size) as double) / (count(size) filter (where note like '(%')), avg(size + 1))
    to: files
",
        "0 window_start
        1 window_end
        2 count(distinct 4)
        3 min(4)
        4 max(4) where 3 t0 0
        5 which of 2 3 2 4: string or null
        6 sum(3)
        7 count(3) where 4
        8 avg(3)
        9 ratio of 6 7 8: double or null
        outputs 0 1 5 9",
    );
}

#[test]
fn a_branch_without_a_window_has_its_input_in_its_row() {
    check_row(
        "  copy:
    from: trades
    select: [ticker]
    add: { next: size + 1, after: next + 1 }
    to: files
",
        "0 at
        1 ticker
        2 price
        3 size
        4 note
        5 next of 3: bigint or null
        6 after of 5: bigint or null
        outputs 1 5 6",
    );
}

/// Words of the grammar of aggregates are still names of columns.
#[test]
fn a_column_called_filter_where_or_over_needs_no_quotes() {
    let text = HEAD
        .replace("note: string", "filter: integer\n    where: integer\n    over: integer")
        .replace("thresholds: { most: 5 }\n", "")
        + "  odd:
    from: trades
    where: where > 1 and filter > 2
    window: { tumbling: { size: 60s } }
    add: { many: count(filter) filter (where where > over), most: max(where) }
    to: files
";
    let compiled = pipec::compile(&Source::new("language.yaml", text));
    let found: Vec<String> = compiled.diagnostics.sorted().iter().map(|it| it.message.clone()).collect();
    assert_eq!(found, Vec::<String>::new());
}

/// A stream inherits the types of what branches write: the narrower of two would refuse the other's values.
#[test]
fn a_choice_has_the_type_that_holds_all_it_chooses_from() {
    check_row(
        "  copy:
    from: trades
    select: [ticker]
    add:
      text: case when size > 1 then 'one' else note end
      other: coalesce(ticker, note)
      number: case when size > 1 then 1 else size * 2 end
      least_of: least(size, 3000000000)
    to: files
",
        "0 at
        1 ticker
        2 price
        3 size
        4 note
        5 text of 3 4: string or null
        6 other of 1 4: string
        7 number of 3 3: bigint or null
        8 least_of of 3: bigint or null
        outputs 1 5 6 7 8",
    );
}

fn check_engines(branches: &str, expected: &str) {
    let model = model(branches);
    let found: Vec<String> =
        model.hot().map(|(_, branch, hot)| format!("{} {}", branch.name.value, hot.engine.word())).collect();
    assert_eq!(found.join(", "), expected, "{branches}");
}

#[test]
fn branches_joined_by_name_run_together() {
    let window = "window: { tumbling: { size: 60s } }, group_by: ticker";
    check_engines("  one: { from: trades, to: files }\n", "one lambda");
    check_engines(&format!("  one: {{ from: trades, {window}, to: files }}\n"), "one flink");
    check_engines(
        &format!(
            "  one: {{ from: trades }}\n  two: {{ from: one, {window}, to: files }}\n  three: {{ from: two, to: files }}
  four: {{ from: one, to: files }}\n  five: {{ from: trades, to: files }}\n"
        ),
        "one flink, two flink, three flink, four flink, five lambda",
    );
    check_engines(
        "  one: { from: trades }\n  two: { from: one, engine: flink, to: files }\n",
        "one flink, two flink",
    );
}

/// The codes of what stands against a deployment of these branches, each with the text at its place.
fn gate(branches: &str) -> Vec<String> {
    let source = Source::new("language.yaml", format!("{HEAD}{branches}"));
    let compiled = pipec::compile(&source);
    assert!(!compiled.diagnostics.has_errors(), "{branches}");
    assert_eq!(compiled.plan.is_none(), compiled.undeployable.has_errors(), "{branches}");
    let told = compiled.undeployable.sorted().into_iter();
    told.map(|it| format!("{} {}", it.code.name, &source.text[it.span.range()])).collect()
}

#[test]
fn the_gate_tells_of_each_window_and_of_nothing_that_runs_with_it() {
    let window = "window: { tumbling: { size: 60s } }, group_by: ticker";
    assert_eq!(gate("  one: { from: trades, to: files }\n"), [""; 0]);
    assert_eq!(gate(&format!("  one: {{ from: trades, {window}, to: files }}\n")), ["not-built-yet window"]);
    assert_eq!(
        gate(&format!(
            "  one: {{ from: trades }}\n  two: {{ from: one, engine: flink, {window} }}
  three: {{ from: two, engine: flink, to: files }}\n"
        )),
        ["not-built-yet window"]
    );
    assert_eq!(gate("  one: { from: trades, engine: flink, to: files }\n"), ["not-built-yet flink"]);
}

/// A spec leaves the tests that need a golden only by being named in `LOCAL`, and only for its windows.
#[test]
fn exactly_the_local_specs_cannot_be_deployed_yet() {
    let specs = place::every_spec();
    let mut undeployable = Vec::new();
    for spec in &specs {
        let compiled = pipec::compile(&Source::new(&spec.name, spec.text()));
        assert!(!compiled.diagnostics.has_errors(), "{} has errors", spec.name);
        assert_eq!(compiled.artifacts.is_none(), compiled.undeployable.has_errors(), "{}", spec.name);
        let codes = compiled.undeployable.sorted().into_iter().map(|it| it.code.name);
        assert!(codes.clone().all(|it| it == "not-built-yet"), "{}", spec.name);
        if codes.count() > 0 {
            undeployable.push(spec.name.as_str());
        }
    }
    assert_eq!(undeployable, LOCAL);
    judged("language", specs.len());
}

fn said(folder: &Path, line: &str) -> Output {
    judge::run(shipped::pipec(folder).args(line.split(' ')))
}

#[test]
fn a_window_is_checked_and_shown_but_neither_compiled_nor_built() {
    let folder = place::scratch("language");
    fs::copy(place::root().join("specs/stock-trading.yaml"), folder.join("pipeline.yaml"))
        .expect("the scratch folder is ours");
    for line in ["check", "show node", "show spec", "show model"] {
        assert_eq!(said(&folder, line).status.code(), Some(0), "{line}");
    }
    for line in ["compile", "compile --check", "build", "show plan", "show rights"] {
        let output = said(&folder, line);
        assert_eq!(output.status.code(), Some(1), "{line}");
        assert!(judge::said(&output).contains("error[not-built-yet]"), "{line}: {}", judge::said(&output));
    }
    assert!(
        judge::said(&said(&folder, "check"))
            .contains("note[not-built-yet]: this window runs with `pipec test`")
    );
    assert!(!folder.join("generated").exists());
}

/// What `show spec` prints of each spec has the same model, but for its tests.
#[test]
fn a_filled_spec_means_the_same() {
    let folder = place::scratch("language-filled");
    for spec in place::every_spec() {
        let shown = |file: &Path, stage: &str| {
            let output = judge::run(shipped::pipec(&folder).args(["show", stage]).arg(file));
            assert!(output.status.success(), "{} {stage}: {}", spec.name, judge::said(&output));
            String::from_utf8(output.stdout).expect("pipec speaks UTF-8")
        };
        let filled = folder.join("filled.yaml");
        fs::write(&filled, shown(&spec.path, "spec")).expect("the scratch folder is ours");
        assert_eq!(shown(&spec.path, "model"), shown(&filled, "model"), "{}", spec.name);
        assert_eq!(shown(&spec.path, "spec"), shown(&filled, "spec"), "{}", spec.name);
    }
}
