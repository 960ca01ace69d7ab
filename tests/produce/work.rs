//! Branches have work: some records are for them, and not all.

use super::{SEED, records, request, streams};
use pipec::local::produce::Request;
use pipec::local::{Engine, Origin, Rejected, See, thresholds};
use pipec::model::{BranchId, Input, Model, StreamId};
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;
use std::collections::BTreeMap;

const COUNT: u64 = 20_000;

/// How many rows each branch has made.
#[derive(Default)]
struct Made(BTreeMap<usize, u64>);

impl See for Made {
    fn made(&mut self, branch: BranchId, _: &Row<'_>, _: Origin<'_>) {
        *self.0.entry(branch.0).or_default() += 1;
    }
    fn kept(&mut self, _: BranchId, _: &[u8]) {}
    fn rejected(&mut self, rejected: Rejected<'_>) {
        panic!("{:?}", rejected.reason);
    }
}

/// The rows that each hot branch makes of a stream's records, by name.
fn rows(model: &Model, stream: StreamId) -> BTreeMap<String, u64> {
    let mut engine = Engine::new(model, thresholds(model));
    let mut made = Made::default();
    for record in records(model, &Request { rate: 50.0, ..request(model, stream, COUNT) }) {
        engine.accept(stream, &record, Timestamp(0), &mut made);
    }
    engine.close(Timestamp(0), &mut made);
    let reads = |id| model.head(id).and_then(|it| model.branch(it).from.as_ref());
    let fed = model.hot().filter(|(id, ..)| reads(*id).is_some_and(|it| it.value == Input::Stream(stream)));
    fed.map(|(id, branch, _)| (branch.name.value.clone(), made.0.get(&id.0).copied().unwrap_or(0))).collect()
}

#[test]
fn every_branch_of_every_spec_has_rows() {
    for (model, stream) in streams() {
        for (branch, rows) in rows(&model, stream) {
            assert!(rows > 0, "`{branch}` of `{}` has none", model.name.value);
        }
    }
}

/// How many of a hundred records a condition lets through.
fn check(condition: &str, expect: std::ops::Range<u64>) {
    let text = format!(
        "version: 1\npipeline: looks\nschemas:\n  look:\n    level: double not null\n    age: integer not null\n    amount: \
         decimal(8,2) not null\n    side: string not null\n    status: varchar(6) not null\n    country: varchar(2) not \
         null\n    code: string not null\n    userId: varchar(20) not null\n    done: boolean not null\nstreams:\n  looks: {{ \
         schema: look }}\nthresholds:\n  most: 90\nhot:\n  view: {{ from: looks, add: {{ sum: amount, high: 'most + 0' }} }}\n  \
         found:\n    from: view\n    where: \"{condition}\"\n    to: finds\nsinks:\n  finds: {{ sqs: {{}} }}\n"
    );
    let rows = rows(&super::model(&text), StreamId(0))["found"];
    assert!(expect.contains(&(rows * 100 / COUNT)), "{rows} of {COUNT} meet {condition}");
}

#[test]
fn a_branch_that_looks_for_few_finds_few() {
    check("level > 90", 2..8);
    check("level >= most + 2", 2..8);
    check("most < level", 2..8);
    check("level < 10.5", 2..8);
    check("coalesce(level, 0e0) > 90", 2..8);
    check("sum > 100000", 2..8);
    check("age > 700", 2..8);
    check("age between 3 and 5", 2..8);
    check("age not between 20 and 80", 2..8);
    check("age = 7", 2..8);
    check("status = 'lost'", 2..8);
    check("status in ('lost', 'broken', 'x')", 11..19);
    check("country <> 'CH'", 5..15);
    check("userId = 'root'", 2..8);
    check("not done", 2..8);
    check("done = true", 2..8);
    check("code like 'AB%'", 99..101);
}

#[test]
fn a_branch_that_takes_what_is_sound_finds_most() {
    check("level >= 0", 92..100);
    check("age < 150", 92..100);
    check("amount > -1", 92..100);
    check("age <> 7", 92..100);
    check("status <> 'test'", 92..100);
    check("status not in ('test', 'x')", 88..98);
    check("userId <> 'root'", 92..100);
    check("level > 90 or level <= 90", 100..101);
}

#[test]
fn a_few_in_a_hundred_are_above_a_threshold() {
    for (spec, branch) in [
        (SEED, "abnormal"),
        ("machine-health", "troubled"),
        ("click-audit", "robots"),
        ("card-payments", "large_payments"),
    ] {
        let model = super::spec(spec);
        let rows = rows(&model, StreamId(0))[branch];
        assert!((COUNT / 100..COUNT / 8).contains(&rows), "`{branch}` has {rows}");
    }
}
