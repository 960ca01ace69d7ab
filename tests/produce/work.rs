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
