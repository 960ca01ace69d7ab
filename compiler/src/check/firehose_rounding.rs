//! `firehose-rounding`: small records, of which Firehose counts many times what comes.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Model, StreamId};

/// What Firehose rounds the size of each record up to.
pub const UNIT: u64 = 5 << 10;

/// The finding's page.
pub const CODE: Code = Code {
    name: "firehose-rounding",
    what: "A stream's `mean_record_size` is at most half of 5 KiB, and a delivery stream reads it.",
    why: "Firehose counts each record as a multiple of 5 KiB (Firehose developer guide, `limits`), so an archive of small \
          records costs many times what its bytes would. Producers that put several rows into one record pay less; so \
          do fewer archives.",
    example: "streams:\n  readings: { capacity: { peak_records_per_second: 500, mean_record_size: 300B } }\n\
              cold:\n  raw: { from: readings, to: archive }\nsinks:\n  archive: { s3: {} }\n",
    instead: "streams:\n  readings: { capacity: { peak_records_per_second: 500, mean_record_size: 4KiB } }\n\
              cold:\n  raw: { from: readings, to: archive }\nsinks:\n  archive: { s3: {} }\n",
};

/// Notes each such stream.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, stream) in model.streams.iter().enumerate() {
        let Some(load) = stream.load.as_ref().filter(|it| (1..=UNIT / 2).contains(&it.size.bytes)) else {
            continue;
        };
        if model.is_delivered(StreamId(id)) {
            let tenths = (UNIT * 10 + load.size.bytes / 2) / load.size.bytes;
            let (whole, tenth) = (tenths / 10, tenths % 10);
            let message =
                format!("Firehose counts each record as 5KiB, {whole}.{tenth} times its {}", load.size.value);
            findings
                .note(&CODE, load.size.span, message)
                .help("`pipec explain --cost` tells what that comes to in a month");
        }
    }
}
