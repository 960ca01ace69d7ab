//! The judge of effects lets a function through that keeps the rules, whatever breaks, and catches each that does not.

mod caught;
mod forged;
mod storms;

use crate::ledger::Ledger;
use crate::poller::scripted;
use pipec_tests::effects::{Mark, Run, Seen, Wanted};
use pipec_tests::place;
use pipec_tests::poller::{Deliveries, Killer, Poller, Settings, Shard};
use pipec_tests::proxy::{Exchange, Fault, Proxy, Request};

/// A function at work between the poller and a ledger, behind a proxy.
struct Case<'a> {
    /// What its counters are called.
    name: &'a str,
    /// How it works.
    manner: &'a str,
    /// How often it tries to write.
    tries: usize,
    settings: Settings,
    shards: Vec<Shard>,
}

/// What came of it.
struct Result {
    wanted: Vec<Wanted>,
    deliveries: Deliveries,
    exchanges: Vec<Exchange>,
    seen: Seen,
}

impl Case<'_> {
    /// A case of one lane with records that say this.
    fn new<'a>(name: &'a str, manner: &'a str, scripts: &[&str]) -> Case<'a> {
        let settings = Settings { reports: true, most: 40, ..Settings::default() };
        Case {
            name,
            manner,
            tries: 1,
            settings,
            shards: vec![Shard::new(0, scripts.iter().map(|it| ("key", *it)))],
        }
    }

    fn run(self, plan: impl Fn(&Request) -> Fault + Send + Sync + 'static) -> Result {
        self.run_under(plan, &Killer::default())
    }

    fn run_under(self, plan: impl Fn(&Request) -> Fault + Send + Sync + 'static, killer: &Killer) -> Result {
        let ledger = Ledger::start();
        let proxy = Proxy::start(ledger.address(), plan);
        let state = place::scratch(&format!("scripted/{}", self.name));
        let function = scripted()
            .behind(&proxy)
            .variable("STATE", state.to_str().expect("our folders have names"))
            .variable("MANNER", self.manner)
            .variable("TRIES", self.tries.to_string());
        let deliveries = Poller::new(function, self.settings).killed_by(killer).run(&self.shards);
        let wanted = self.shards.iter().flat_map(wanted).collect();
        Result { wanted, deliveries, exchanges: proxy.finish(), seen: ledger.seen() }
    }
}

impl Result {
    fn faults(&self) -> Vec<String> {
        let Result { wanted, deliveries, exchanges, seen } = self;
        Run { wanted, deliveries, exchanges, seen, wave: 1 }.faults()
    }
}

/// What the records of a shard ask for, by their scripts.
fn wanted(shard: &Shard) -> Vec<Wanted> {
    let wanted = |at: usize| {
        let script = String::from_utf8_lossy(&shard.records[at].data).into_owned();
        let marks = |word: &str, resource: &str| -> Vec<Mark> {
            let steps = script.split(';').filter_map(|it| it.trim().strip_prefix(word));
            steps.map(|it| Mark::new(resource, it.trim())).collect()
        };
        Wanted {
            record: shard.name(at),
            published: marks("publish ", "alerts"),
            stored: marks("put ", "events"),
            dead: marks("dead ", "dead-letters"),
        }
    };
    (0..shard.records.len()).map(wanted).collect()
}
