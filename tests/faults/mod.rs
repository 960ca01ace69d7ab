//! The real function under the poller, with AWS's stand-in behind a proxy where things go wrong: whatever is throttled,
//! fails, breaks off or is killed, nothing is lost, nothing is in a table twice, and messages repeat only for a reason.

mod world;

use pipec_tests::chance::Chance;
use pipec_tests::effects::{Mark, Run, Wanted};
use pipec_tests::judged;
use pipec_tests::poller::{Deliveries, End, Killer, Poller, Settings, Shard};
use pipec_tests::proxy::{Error, Exchange, Fault, Proxy, Request, Service, storm};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use world::{TEMPLATE, World, abroad, payments};

/// What a wave of messages holds where one goes to SNS or SQS.
const WAVE: usize = 10;

/// Records of all tests here.
static RECORDS: AtomicUsize = AtomicUsize::new(0);

/// One of the pipeline's functions.
#[derive(Debug, Clone, Copy)]
enum Job {
    /// Tables, topics, queues and streams.
    Payments,
    /// A delivery stream.
    Abroad,
}

impl Job {
    fn function(self) -> &'static str {
        match self {
            Job::Payments => "PaymentsFunction",
            Job::Abroad => "PaymentsAbroadFunction",
        }
    }

    fn settings(self) -> Settings {
        Settings::of(
            &TEMPLATE,
            match self {
                Job::Payments => "PaymentsMapping",
                Job::Abroad => "PaymentsAbroadMapping",
            },
        )
    }

    fn wanted(self, world: &World, shards: &[Shard]) -> Vec<Wanted> {
        shards
            .iter()
            .flat_map(|it| match self {
                Job::Payments => world.payments(it),
                Job::Abroad => world.abroad(it),
            })
            .collect()
    }
}

/// What a run did, beside what it must not do.
struct Story {
    deliveries: Deliveries,
    exchanges: Vec<Exchange>,
    repeats: usize,
}

/// Runs a job over shards; the judge must find nothing, and the mapping must give nothing up.
fn run(
    name: &str,
    job: Job,
    shards: &[Shard],
    settings: Settings,
    killer: &Killer,
    plan: impl Fn(&Request) -> Fault + Send + Sync + 'static,
) -> Story {
    let story = judge(name, job, shards, settings, killer, plan);
    assert!(story.deliveries.given_up.is_empty(), "{name}: {:?}", story.deliveries.given_up);
    story
}

/// Runs a job over shards; the judge must find nothing.
fn judge(
    name: &str,
    job: Job,
    shards: &[Shard],
    settings: Settings,
    killer: &Killer,
    plan: impl Fn(&Request) -> Fault + Send + Sync + 'static,
) -> Story {
    let world = World::new(name);
    let proxy = Proxy::start(world.address(), plan);
    let function = world.function(job.function()).behind(&proxy);
    let deliveries = Poller::new(function, settings).killed_by(killer).run(shards);
    let (exchanges, wanted, seen) = (proxy.finish(), job.wanted(&world, shards), world.seen());
    let judge =
        Run { wanted: &wanted, deliveries: &deliveries, exchanges: &exchanges, seen: &seen, wave: WAVE };
    let faults = judge.faults();
    assert!(faults.is_empty(), "{name}: {} faults\n{}\n{}", faults.len(), first(&faults), said(&deliveries));
    // What records hold is in no log: neither ids and keys nor what was no JSON.
    let secrets = ["p0-", "p1-", "a0-", "card1", "not json"];
    let told = secrets.iter().find(|it| deliveries.output.contains(**it));
    assert!(told.is_none() && deliveries.output.contains("RecordsIn"), "{name}: the log tells {told:?}");
    let count: usize = shards.iter().map(|it| it.records.len()).sum();
    judged("function", RECORDS.fetch_add(count, Ordering::Relaxed) + count);
    let distinct: BTreeSet<&Mark> = seen.published.iter().collect();
    let repeats = seen.published.len() - distinct.len();
    Story { deliveries, exchanges, repeats }
}

fn first(faults: &[String]) -> String {
    faults.iter().take(20).cloned().collect::<Vec<_>>().join("\n")
}

/// The end of what the function's processes printed.
fn said(deliveries: &Deliveries) -> String {
    let lines: Vec<&str> = deliveries.output.lines().filter(|it| !it.contains("_aws")).collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

#[test]
fn in_good_weather_nothing_repeats() {
    for (name, job, shards) in [
        ("calm", Job::Payments, vec![payments(0, 400), payments(1, 300)]),
        ("calm-abroad", Job::Abroad, vec![abroad(0, 600)]),
    ] {
        let story = run(name, job, &shards, job.settings(), &Killer::default(), |_| Fault::Pass);
        assert_eq!(story.repeats, 0);
        assert!(story.deliveries.invocations.iter().all(|it| matches!(it.end, End::Response(_))));
    }
}

#[test]
fn a_storm_loses_nothing() {
    let (mut faults, mut services) = (0, BTreeSet::new());
    for seed in 0..4 {
        let shards = [payments(0, 300), payments(1, 200)];
        let settings = Settings { lanes: 2, batch: 60, ..Job::Payments.settings() };
        let name = format!("storm-{seed}");
        let story = run(&name, Job::Payments, &shards, settings, &Killer::default(), storm(seed, 4, 150));
        let failed = story.exchanges.iter().filter(|it| it.fault != Fault::Pass);
        services.extend(failed.clone().map(|it| it.service));
        faults += failed.count();
    }
    let shards = [abroad(0, 500)];
    let settings = Settings { batch: 30, ..Job::Abroad.settings() };
    let story = run("storm-abroad", Job::Abroad, &shards, settings, &Killer::default(), storm(9, 2, 60));
    let failed = story.exchanges.iter().filter(|it| it.fault != Fault::Pass);
    services.extend(failed.clone().map(|it| it.service));
    assert!(faults > 200, "only {faults} requests went wrong");
    let all =
        [Service::DynamoDb, Service::Sns, Service::Sqs, Service::Kinesis, Service::Firehose, Service::S3];
    assert_eq!(services, all.into(), "not every service failed");
}

#[test]
fn kills_at_any_moment_lose_nothing() {
    let mut unanswered = 0;
    for seed in 0..3 {
        let killer = Killer::default();
        let (chance, cause) = (Mutex::new(Chance::new(seed)), killer.clone());
        let weather = storm(seed, 12, 60);
        let plan = move |request: &Request| {
            if chance.lock().expect("chance does not panic").once_in(20) && request.total < 300 {
                cause.kill();
            }
            weather(request)
        };
        let settings = Settings { lanes: 2, batch: 50, ..Job::Payments.settings() };
        let shards = [payments(0, 200), payments(1, 200)];
        let story = run(&format!("kills-{seed}"), Job::Payments, &shards, settings, &killer, plan);
        unanswered += story.deliveries.invocations.iter().filter(|it| !it.is_answered()).count();
    }
    assert!(unanswered > 10, "only {unanswered} invocations were killed");
}

/// The process ends when its first request comes, when its second comes, and so on to its last: before the service sees
/// the request or, as the kill and the request race, behind it.
#[test]
fn a_kill_at_every_point_of_a_batch_loses_nothing() {
    let shards = [payments(0, 24)];
    let settings = || Settings { batch: 24, ..Job::Payments.settings() };
    let whole = run("point", Job::Payments, &shards, settings(), &Killer::default(), |_| Fault::Pass);
    let requests = whole.exchanges.len();
    assert!(requests > 15, "a batch of {requests} requests has few points");
    for point in 0..requests {
        let killer = Killer::default();
        let cause = killer.clone();
        let plan = move |request: &Request| {
            if request.total == point {
                cause.kill();
            }
            if request.total == point && point.is_multiple_of(2) { Fault::Cut } else { Fault::Pass }
        };
        let story = run(&format!("point-{point}"), Job::Payments, &shards, settings(), &killer, plan);
        let unanswered = story.deliveries.invocations.iter().filter(|it| !it.is_answered()).count();
        assert_eq!(unanswered, 1, "point {point}");
    }
}

/// A service that answers later than the function may live: the function says in time how far it came.
#[test]
fn a_slow_service_ends_no_invocation_without_an_answer() {
    let shards = [payments(0, 30)];
    let settings = Settings { timeout: Duration::from_secs(2), batch: 15, ..Job::Payments.settings() };
    let plan = |request: &Request| match request.kind().as_str() {
        "SNS PublishBatch" if request.count < 2 => Fault::Delay(Duration::from_secs(3)),
        "DynamoDB PutItem" if request.count == 4 => Fault::Delay(Duration::from_secs(3)),
        _ => Fault::Pass,
    };
    let story = run("slow", Job::Payments, &shards, settings, &Killer::default(), plan);
    assert!(story.deliveries.invocations.iter().all(|it| matches!(it.end, End::Response(_))));
    assert!(story.deliveries.invocations.len() > 2, "nothing had to come again");
}

/// A table that nobody may write: no shard waits for it longer than `settings.retry`, here 12 hours of the mapping's time.
#[test]
fn a_sink_that_refuses_for_good_holds_no_shard() {
    let shards = [payments(0, 60)];
    let settings = Settings { batch: 20, pause: Duration::from_secs(3600), ..Job::Payments.settings() };
    let denied = Error { code: "AccessDeniedException", status: 400, message: "not authorized" };
    let plan = move |request: &Request| match request.service {
        Service::DynamoDb => Fault::Error(denied),
        _ => Fault::Pass,
    };
    let story = judge("refused", Job::Payments, &shards, settings, &Killer::default(), plan);
    let given_up: BTreeSet<&String> = story.deliveries.given_up.iter().flat_map(|it| &it.records).collect();
    assert!(!given_up.is_empty() && story.deliveries.stuck.is_empty());
    assert!(given_up.iter().all(|it| story.deliveries.containing(it).count() <= 24), "tried too often");
    assert!(story.deliveries.invocations.iter().all(|it| matches!(it.end, End::Response(_))));
}
