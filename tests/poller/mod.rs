//! The poller does with a function's answers and deaths what AWS's pages say of a Kinesis mapping.

mod answers;
mod batches;
mod deaths;
mod destination;
mod events;
mod lanes;

use pipec_tests::place;
use pipec_tests::poller::{Deliveries, End, Function, Invocation, Poller, Settings, Shard};
use std::path::PathBuf;

/// A function that does what its records say.
pub fn scripted() -> Function {
    Function::new(env!("CARGO_BIN_EXE_scripted-function"))
}

/// The same, with a folder of this name in which it counts.
pub fn counting(name: &str) -> Function {
    let state: PathBuf = place::scratch(&format!("scripted/{name}"));
    scripted().variable("STATE", state.to_str().expect("our folders have names"))
}

/// A shard of records that say this, all with one key.
pub fn shard(scripts: &[&str]) -> Shard {
    Shard::new(0, scripts.iter().map(|it| ("key", *it)))
}

/// Settings that report failures of records.
fn reporting() -> Settings {
    Settings { reports: true, most: 60, ..Settings::default() }
}

/// Runs one lane, and compares the invocations with what is expected: one line each, the records by their letters and
/// how it ended. `given up` lines follow.
fn check(function: Function, settings: Settings, scripts: &[&str], expected: &[&str]) -> Deliveries {
    let shard = shard(scripts);
    let deliveries = Poller::new(function, settings).run(std::slice::from_ref(&shard));
    assert_eq!(story(&shard, &deliveries), expected, "{}", deliveries.output);
    deliveries
}

/// What happened to the records of a shard, which are called `a`, `b`, `c` and so on.
fn story(shard: &Shard, deliveries: &Deliveries) -> Vec<String> {
    let letter = |name: &String| {
        let at = (0..shard.records.len()).position(|it| shard.name(it) == *name);
        char::from(b'a' + u8::try_from(at.expect("the record is of this shard")).expect("there are few"))
    };
    let letters = |names: &[String]| names.iter().map(letter).collect::<String>();
    let invocations =
        deliveries.invocations.iter().map(|it| format!("{} {}", letters(&it.records), ended(it)));
    let given_up =
        deliveries.given_up.iter().map(|it| format!("given up {} {:?}", letters(&it.records), it.reason));
    let stuck = deliveries.stuck.iter().map(|_| "stuck".to_owned());
    invocations.chain(given_up).chain(stuck).collect()
}

fn ended(invocation: &Invocation) -> String {
    match &invocation.end {
        End::Response(_) => format!("{:?}", invocation.outcome),
        End::Error(_) => "Error".to_owned(),
        End::Died(status) => format!("Died by {status}"),
        End::TimedOut => "TimedOut".to_owned(),
        End::NeverStarted(_) => "NeverStarted".to_owned(),
    }
}
