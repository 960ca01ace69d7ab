//! Functions that keep the rules pass, whatever goes wrong between them and AWS, and whenever they are killed.

use super::Case;
use pipec_tests::chance::Chance;
use pipec_tests::judged;
use pipec_tests::poller::{Killer, Settings, Shard};
use pipec_tests::proxy::{Fault, Instead, Places, Request, storm};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const SEEDS: u64 = 12;

/// Counts the runs of all tests of this file.
static RUNS: AtomicUsize = AtomicUsize::new(0);

/// A plan that may end all processes while a request is under way.
fn lightning(seed: u64, killer: Killer, plan: impl Fn(&Request) -> Fault) -> impl Fn(&Request) -> Fault {
    let chance = Mutex::new(Chance::new(seed));
    move |request| {
        if chance.lock().expect("chance does not panic").once_in(25) && request.total < 200 {
            killer.kill();
        }
        plan(request)
    }
}

/// The faults of a run in bad weather.
fn faults(manner: &str, seed: u64, kills: bool) -> Vec<String> {
    let name = format!("storm-{manner}-{seed}-{kills}");
    let settings = Settings {
        lanes: 2,
        batch: 4,
        bisects: seed.is_multiple_of(2),
        reports: true,
        ..Settings::default()
    };
    let shards = vec![shard(0, manner), shard(1, manner)];
    let case = Case { name: &name, manner, tries: 2, settings, shards };
    let killer = Killer::default();
    let result = match kills {
        true => case.run_under(lightning(seed, killer.clone(), storm(seed, 3, 60)), &killer),
        false => case.run_under(storm(seed, 3, 60), &killer),
    };
    judged("effects", RUNS.fetch_add(1, Ordering::Relaxed) + 1);
    let broken = result.exchanges.iter().filter(|it| it.fault != Fault::Pass).count();
    assert!(broken > 5, "nothing went wrong in {name}");
    result.faults()
}

/// Records of all kinds: alerts, items, both, bad ones, and some that ask for nothing.
fn shard(number: usize, manner: &str) -> Shard {
    let script = |at: usize| {
        let id = format!("{number}-{at}");
        match at % 6 {
            _ if manner == "batches" => format!("publish {id}"),
            0 | 1 => format!("publish {id}"),
            2 => format!("put {id}; publish {id}"),
            3 => format!("put {id}"),
            4 => format!("dead {id}"),
            _ => String::new(),
        }
    };
    Shard::new(number, (0..40).map(|at| (format!("key {}", at % 7), script(at))))
}

#[test]
fn an_honest_function_passes_in_every_storm() {
    for (seed, manner) in (0..SEEDS).flat_map(|seed| [(seed, ""), (seed, "batches")]) {
        assert_eq!(faults(manner, seed, false), [""; 0], "seed {seed}, {manner}");
    }
}

#[test]
fn an_honest_function_passes_though_it_is_killed() {
    for (seed, manner) in (0..SEEDS).flat_map(|seed| [(seed, ""), (seed, "batches")]) {
        assert_eq!(faults(manner, seed, true), [""; 0], "seed {seed}, {manner}");
    }
}

#[test]
fn a_lost_answer_explains_a_repeat() {
    let case = Case { tries: 2, ..Case::new("lost-answer", "", &["publish a1", "publish b1"]) };
    let result = case.run(|it| if it.total == 0 { Fault::Swallow(Instead::Nothing) } else { Fault::Pass });
    assert_eq!(result.seen.published.len(), 3);
    assert_eq!(result.faults(), [""; 0]);
}

#[test]
fn a_batch_that_is_taken_in_part_explains_a_repeat() {
    let case = Case::new("in-part", "batches", &["publish a1", "publish b1", "publish c1"]);
    let result = case.run(|it| if it.total == 0 { Fault::Entries(Places::from([1])) } else { Fault::Pass });
    let published: Vec<&str> = result.seen.published.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(published, ["a1", "c1", "b1", "c1"]);
    assert_eq!(result.faults(), [""; 0]);
}

#[test]
fn of_two_messages_of_a_record_the_one_may_wait_for_the_other() {
    let case = Case::new("two-messages", "", &["publish a1; publish a2"]);
    let result = case.run(|it| if it.total == 1 { Fault::Cut } else { Fault::Pass });
    assert_eq!(result.seen.published.len(), 3);
    assert_eq!(result.faults(), [""; 0]);
}

#[test]
fn what_the_mapping_gives_up_is_not_lost() {
    let case = Case::new("given-up", "", &["put a1", "error; publish b1", "put c1"]);
    let settings = Settings { bisects: true, retries: Some(0), ..case.settings.clone() };
    let result = Case { settings, ..case }.run(|_| Fault::Pass);
    assert_eq!(result.deliveries.given_up.len(), 1);
    assert_eq!(result.faults(), [""; 0]);
}
