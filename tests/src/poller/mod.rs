//! An event source mapping of Kinesis, as AWS documents it, over the Lambda Runtime API and real processes.
//!
//! `Poller::new(function, settings).run(&shards)` sends all records and says what happened. Each lane of each shard has
//! a process of its own, one at a time. Nothing waits: records grow old by a clock that the test moves.

mod answer;
mod api;
mod application;
mod clock;
mod deliveries;
mod discard;
mod event;
mod function;
mod lane;
mod sandbox;
mod settings;
mod shard;

pub use answer::Outcome;
pub use application::{Application, Delivered};
pub use clock::Clock;
pub use deliveries::{Deliveries, Invocation};
pub use discard::{GivenUp, Reason};
pub use function::Function;
pub use sandbox::{End, Killer};
pub use settings::Settings;
pub use shard::{Record, START, Shard};

use event::Queued;
use lane::{Lane, Shared};
use std::sync::atomic::AtomicU64;
use std::thread;

/// A mapping between a stream and a function.
pub struct Poller {
    function: Function,
    settings: Settings,
    clock: Clock,
    killer: Killer,
    stream: String,
}

impl Poller {
    /// A mapping with these settings.
    pub fn new(function: Function, settings: Settings) -> Poller {
        settings.check();
        let stream = function.stream();
        Poller { function, settings, clock: Clock::default(), killer: Killer::default(), stream }
    }

    /// The same mapping on a stream of this ARN.
    pub fn on(mut self, stream: &str) -> Poller {
        stream.clone_into(&mut self.stream);
        self
    }

    /// The same mapping, whose records grow old by this clock.
    pub fn timed_by(mut self, clock: &Clock) -> Poller {
        self.clock = clock.clone();
        self
    }

    /// The same mapping, whose processes this can end.
    pub fn killed_by(mut self, killer: &Killer) -> Poller {
        self.killer = killer.clone();
        self
    }

    /// Sends all records of these shards, all lanes at once.
    pub fn run(&self, shards: &[Shard]) -> Deliveries {
        let shared = Shared {
            function: &self.function,
            settings: &self.settings,
            clock: &self.clock,
            killer: &self.killer,
            stream: &self.stream,
            numbers: &AtomicU64::new(1),
        };
        let mut deliveries = Deliveries::default();
        thread::scope(|scope| {
            let lanes = shards.iter().flat_map(|it| self.lanes(&shared, it));
            let threads: Vec<_> = lanes.map(|it| scope.spawn(|| it.run())).collect();
            for thread in threads {
                deliveries.add(thread.join().expect("a lane of this test has panicked"));
            }
        });
        deliveries
    }

    /// The lanes of a shard: "Lambda still ensures in-order processing at the partition-key level" (page
    /// `with-kinesis`, on `ParallelizationFactor`).
    fn lanes<'a>(&self, shared: &'a Shared<'a>, shard: &'a Shard) -> Vec<Lane<'a>> {
        let lane = |(number, places): (usize, Vec<usize>)| {
            let queued = |at: usize| Queued::new(shard, at, shared.stream, shared.function);
            Lane::new(shared, &shard.id, number, places.into_iter().map(queued).collect())
        };
        shard.lanes(self.settings.lanes).into_iter().enumerate().map(lane).collect()
    }
}
