//! `crowded-stream`: more readers than a shard can serve while it is full.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::load::{BYTES_IN, BYTES_OUT, READS};
use crate::model::{Input, Model, Stream, StreamId};

/// The finding's page.
pub const CODE: Code = Code {
    name: "crowded-stream",
    what: "A stream has more than two readers and no declared load, or more than five readers.",
    why: "A shard takes 1 MiB a second, gives 2 MiB a second and answers five reads a second, to all its readers \
          together (Kinesis Data Streams guide, `service-sizes-and-limits`). Readers are the function of its Lambda \
          branches, each delivery stream, each application and each account of `readers`. With a load the shards are worked out for its readers.",
    example: "cold:\n  one: { from: readings, to: first }\n  two: { from: readings, to: second }\n\
              sinks:\n  first: { s3: {} }\n  second: { s3: {} }\n",
    instead: "streams:\n  readings: { capacity: { peak_records_per_second: 1500, mean_record_size: 1KiB } }\n\
              cold:\n  one: { from: readings, to: first }\n  two: { from: readings, to: second }\n\
              sinks:\n  first: { s3: {} }\n  second: { s3: {} }\n",
};

/// Warns of each such stream.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, stream) in model.streams.iter().enumerate().map(|(id, it)| (StreamId(id), it)) {
        let readers = model.reading(id).len();
        let Some(message) = complaint(stream, readers) else { continue };
        let finding = findings.warn(&CODE, stream.name.span, message);
        for branch in model.readers(Input::Stream(id)) {
            finding.label(branch.name.span, "reads it");
        }
        for account in &stream.readers {
            finding.label(account.span, "may read it");
        }
        finding.help(help(stream, readers));
    }
}

fn complaint(stream: &Stream, readers: usize) -> Option<String> {
    let name = &stream.name.value;
    let share = BYTES_OUT / u64::try_from(readers.max(1)).unwrap_or(u64::MAX);
    if readers > READS {
        return Some(format!("`{name}` has {readers} readers, and a shard answers {READS} reads a second"));
    }
    let is_crowded = stream.load.is_none() && share < BYTES_IN;
    is_crowded.then(|| {
        let (share, full) = (share >> 10, BYTES_IN >> 10);
        format!("`{name}` has {readers} readers, which keep up with {share} of the {full} KiB/s that a shard takes")
    })
}

fn help(stream: &Stream, readers: usize) -> &'static str {
    if readers > READS || stream.existing.is_some() {
        "let one branch write to a stream that others read"
    } else {
        "write `capacity: { peak_records_per_second: …, mean_record_size: … }`, and the shards are worked out"
    }
}
