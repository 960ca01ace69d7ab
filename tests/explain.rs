//! `pipec explain`: which engine and why, what a branch becomes, what bounds it, what a pipeline costs.

use pipec::explain::cost::{Estimate, Given, Item, estimate};
use pipec::explain::explain;
use pipec::model::Model;
use pipec::plan::Plan;
use pipec::source::Source;
use pipec_runtime::decimal::Decimal;
use pipec_tests::place::{self, read};
use pipec_tests::{judged, shipped};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn compiled(text: &str) -> (Model, Plan) {
    let compiled = pipec::compile(&Source::new("pipeline.yaml", text));
    let found = format!("{:?}", compiled.diagnostics.sorted());
    (compiled.model.expect("it is a mapping"), compiled.plan.unwrap_or_else(|| panic!("{found}")))
}

fn folder() -> PathBuf {
    let folder = place::scratch("explain");
    for spec in place::entries(&place::root().join("specs")) {
        fs::copy(&spec, folder.join(spec.file_name().expect("specs have names"))).expect("it is ours");
    }
    folder
}

#[test]
fn what_a_person_sees() {
    let folder = folder();
    fs::write(folder.join("engines.yaml"), ENGINES).expect("the scratch folder is ours");
    let lines = [
        "explain card-payments.yaml",
        "explain stock-trading.yaml",
        "explain engines.yaml",
        "explain click-audit.yaml --message-format json",
        "explain --cost machine-health.yaml",
        "explain --cost card-payments.yaml",
        "explain --cost card-payments.yaml --records-per-second 500 --record-size 400B",
        "explain --cost stock-trading.yaml",
        "explain staged-transactions.yaml --env prod",
        "explain staged-transactions.yaml --env nowhere",
        "explain",
        "explain empty-windov",
        "explain --cost card-payments.yaml --record-size 400B",
        "explain --cost card-payments.yaml --record-size 0B --records-per-second 1",
    ];
    let shown: Vec<String> = lines.iter().map(|it| shipped::screen(&folder, it).0).collect();
    insta::assert_snapshot!("explain", shown.join("\n"));
}

const ENGINES: &str = "\
version: 1
pipeline: engines
schemas:
  reading: { sensor: varchar(32) not null, level: integer, takenAt: timestamp not null }
streams:
  readings: { schema: reading, partition_key: sensor, event_time: takenAt }
hot:
  view: { from: readings, where: level > 9 }
  named: { from: readings, engine: flink, to: queue }
  follows: { from: named, to: queue }
  peaks:
    from: view
    window: { session: { gap: 30s } }
    group_by: [sensor]
    add: { highest: max(level) }
    to: queue
sinks:
  queue: { sqs: {} }
";

/// What may be said to be a pipeline's is in its template, and whatever reads a stream is somebody's.
#[test]
fn what_a_branch_becomes_is_in_the_template() {
    let mut things = 0;
    for spec in place::specs() {
        let compiled = pipec::compile(&Source::new("pipeline.yaml", read(&spec.path)));
        let (Some(model), Some(plan), Some(artifacts)) = (compiled.model, compiled.plan, compiled.artifacts)
        else {
            continue;
        };
        let templates = artifacts.iter().filter(|(path, _)| path.ends_with("template.json"));
        let template = templates.map(|(_, bytes)| bytes).next().expect("a pipeline has a template");
        let template: Value = serde_json::from_slice(template).expect("a template is JSON");
        let mut shown = Vec::new();
        for thing in explain(&model, Some(&plan)).into_iter().flat_map(|it| it.becomes) {
            let is_there = thing.id.is_empty() || template["Resources"].get(&thing.id).is_some();
            assert!(is_there, "{}: {} is not in the template", spec.name, thing.id);
            shown.push(thing.id);
            things += 1;
        }
        let actors = ["function", "delivery stream", "event source mapping"];
        for (_, node) in plan.nodes().filter(|(_, it)| actors.contains(&it.part.noun())) {
            assert!(shown.contains(&node.id), "{}: {} is nobody's", spec.name, node.id);
        }
    }
    judged("explained", things);
}

const ARCHIVE: &str = "\
version: 1
pipeline: demo
schemas:
  reading: { sensor: varchar(32) not null }
streams:
  readings: { schema: reading, partition_key: sensor, capacity: CAPACITY }
hot:
  alarm: { from: readings, to: queue }
cold:
  raw: { from: readings, to: archive }
sinks:
  queue: { sqs: {} }
  archive: { s3: {} }
";

fn cost(capacity: &str, given: Option<Given>) -> Estimate {
    let (model, plan) = compiled(&ARCHIVE.replace("CAPACITY", capacity));
    estimate(&model, &plan, given)
}

fn item<'e>(estimate: &'e Estimate, name: &str) -> &'e Item {
    estimate.items.iter().find(|it| it.name == name).expect("the node costs something")
}

/// Worked by hand from the prices, in whole USD: a stream with as many shards, the same on demand, and its archive.
#[test]
fn streams_and_deliveries_cost_what_they_cost_by_hand() {
    let check = |records, bytes, shards, expect: [u32; 3]| {
        let given = Some(Given { records, bytes });
        let provisioned = cost(&format!("{{ shards: {shards} }}"), given);
        let on_demand = cost("on_demand", given);
        let whole = |estimate: &Estimate, name: &str| {
            let sum = item(estimate, name).sum().expect("all of it is known");
            sum.rescale(0).map(|it| it.to_string())
        };
        let found = [
            whole(&provisioned, "readings"),
            whole(&on_demand, "readings"),
            whole(&provisioned, "readings-to-archive"),
        ];
        assert_eq!(found, expect.map(|it| Some(it.to_string())), "{records}/s of {bytes} B");
    };
    check(100, 300, 2, [26, 69, 36]);
    check(1_000, 300, 2, [59, 430, 363]);
    check(1_000, 1_024, 3, [70, 430, 363]);
    check(5_000, 500, 8, [272, 2_034, 1_817]);
    check(20_000, 1_024, 31, [1_075, 8_049, 7_268]);
}

#[test]
fn the_other_way_costs_what_it_costs_where_it_is_chosen() {
    let given = Some(Given { records: 2_000, bytes: 300 });
    let (provisioned, on_demand) = (cost("{ shards: 2 }", given), cost("on_demand", given));
    let otherwise = |estimate: &Estimate| item(estimate, "readings").otherwise.join("");
    let costs = |estimate: &Estimate| item(estimate, "readings").sum().map(|it| it.to_string());
    let ends = |text: String, sum: Option<String>| {
        let sum = sum.expect("it is known");
        assert!(text.ends_with(&format!("it would cost {sum}")), "{text}: {sum}");
    };
    ends(otherwise(&provisioned), costs(&on_demand));
    ends(otherwise(&on_demand), costs(&provisioned));
}

#[test]
fn a_load_that_nobody_tells_is_unknown() {
    let estimate = cost("{ shards: 2 }", None);
    assert!(estimate.unknown);
    assert_eq!(item(&estimate, "readings").sum().map(|it| it.to_string()), Some("21.90".to_owned()));
    assert!(item(&estimate, "readings-to-archive").is_unknown());
    assert!(item(&estimate, "readings").otherwise.is_empty());
}

#[test]
fn a_declared_load_is_that_of_the_estimate() {
    let declared = cost("{ peak_records_per_second: 700, mean_record_size: 2KiB }", None);
    let given = cost(
        "{ peak_records_per_second: 700, mean_record_size: 2KiB }",
        Some(Given { records: 700, bytes: 2_048 }),
    );
    assert_eq!(declared.total, given.total);
}

/// No load, however large, ends the reckoning, and every sum is that of its lines.
#[test]
fn sums_are_sums() {
    let loads = [(1, 1), (999, 299), (u32::MAX, 1 << 20), (u32::MAX, u64::MAX)];
    let mut lines = 0;
    for (records, bytes) in loads {
        let estimate = cost("on_demand", Some(Given { records, bytes }));
        let known = estimate.items.iter().flat_map(|it| &it.lines).filter_map(|it| it.usd.as_ref());
        let known: Vec<Decimal> = known.map(|it| Decimal::parse(it).expect("costs are decimals")).collect();
        lines += known.len();
        let sum = known.into_iter().reduce(|sum, it| sum.checked_add(it).expect("sums have room"));
        assert_eq!(sum.map(|it| it.to_string()), Some(estimate.total), "{records}/s of {bytes} B");
    }
    judged("costs", lines);
}
