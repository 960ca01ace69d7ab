//! Shards and lanes run side by side, each in its own order, each with one process at a time.

use super::{counting, reporting, scripted};
use pipec_tests::moment::Moment;
use pipec_tests::poller::{Deliveries, Poller, Settings, Shard};
use std::collections::{BTreeMap, BTreeSet};

fn records(shard: usize, count: usize) -> Shard {
    Shard::new(shard, (0..count).map(|at| (format!("key {}", at % 40), "")))
}

/// The names of the records that each lane had, in the order in which they came.
fn by_lane(deliveries: &Deliveries) -> Vec<Vec<String>> {
    let lanes: BTreeSet<&str> = deliveries.invocations.iter().map(|it| it.lane.as_str()).collect();
    let of = |lane: &&str| {
        let mine = deliveries.invocations.iter().filter(|it| it.lane == **lane);
        mine.flat_map(|it| it.records.clone()).collect()
    };
    lanes.iter().map(of).collect()
}

#[test]
fn a_key_stays_in_one_lane_and_a_lane_in_order() {
    let shards = [records(0, 300), records(1, 100)];
    let settings = Settings { lanes: 4, batch: 7, ..reporting() };
    let lanes = by_lane(&Poller::new(scripted(), settings).run(&shards));
    assert_eq!(lanes.len(), 8);
    assert_eq!(lanes.iter().map(Vec::len).sum::<usize>(), 400);
    let mut held: BTreeSet<String> = BTreeSet::new();
    for lane in lanes {
        assert!(lane.is_sorted() && lane.len() > 5, "{lane:?}");
        let shard = shards.iter().find(|it| lane[0].starts_with(&it.id)).expect("a lane is of a shard");
        let places = (0..shard.records.len()).filter(|it| lane.contains(&shard.name(*it)));
        let keys: BTreeSet<String> =
            places.map(|it| format!("{} {}", shard.id, shard.records[it].key)).collect();
        assert!(held.is_disjoint(&keys), "two lanes share a key");
        held.extend(keys);
    }
}

#[test]
fn one_stuck_lane_leaves_the_others_alone() {
    let shards = [Shard::new(0, [("key", "fail"), ("key", "")]), Shard::new(1, [("key", ""), ("key", "")])];
    let deliveries = Poller::new(scripted(), Settings { most: 5, ..reporting() }).run(&shards);
    assert_eq!(deliveries.stuck, ["shardId-000000000000 lane 0"]);
    assert_eq!(deliveries.containing(&shards[0].name(0)).count(), 5);
    assert_eq!(deliveries.containing(&shards[1].name(1)).count(), 1);
}

#[test]
fn a_lane_has_one_process_at_a_time() {
    let lanes = Settings { lanes: 4, batch: 5, ..reporting() };
    let scripts = (0..60).map(|at| (format!("key {at}"), if at % 20 == 0 { "die 1" } else { "" }));
    let deliveries = Poller::new(counting("lanes"), lanes).run(&[Shard::new(0, scripts)]);
    let deaths = deliveries.invocations.iter().filter(|it| !it.is_answered()).count();
    assert_eq!(deaths, 3);
    assert_eq!(deliveries.output.lines().count(), 4 + deaths);
    let mut ended: BTreeMap<&str, Moment> = BTreeMap::new();
    for invocation in &deliveries.invocations {
        let before = ended.insert(&invocation.lane, invocation.ended);
        assert!(before.is_none_or(|it| it < invocation.began), "{invocation:?}");
    }
}

#[test]
#[should_panic(expected = "out of order")]
fn a_shard_out_of_order_is_refused() {
    let mut shard = records(0, 2);
    shard.records.swap(0, 1);
    Poller::new(scripted(), reporting()).run(&[shard]);
}
