//! `stream-limits`: shards and retention that Kinesis does not take.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::spec::SHARDS;
use crate::syntax::Duration;

// Source: Kinesis Data Streams API, `IncreaseStreamRetentionPeriod`.
const LEAST: Duration = Duration::seconds(24 * 3600);
const MOST: Duration = Duration::seconds(365 * 24 * 3600);

/// The finding's page.
pub const CODE: Code = Code {
    name: "stream-limits",
    what: "A stream has no shard or more than 100,000, a load of nothing, or a retention that is not whole hours from 24h to 365d.",
    why: "Kinesis refuses it when the stream is created; its schema would let a retention of 1 hour pass.",
    example: "streams:\n  readings: { retention: 5h }\n",
    instead: "streams:\n  readings: { retention: 24h }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for stream in &model.streams {
        if let Some(shards) = stream.shards.as_ref().filter(|it| !SHARDS.contains(&it.value)) {
            let message = format!("a stream has 1 to 100000 shards, not {}", shards.value);
            findings.error(&CODE, shards.span, message);
        }
        if let Some(load) = stream.load.as_ref().filter(|it| it.bytes() == 0) {
            let message = "a load has at least one record a second, of at least 1B";
            findings.error(&CODE, load.span, message);
        }
        let retention = &stream.retention;
        let hours = retention.millis.is_multiple_of(3_600_000);
        if !(LEAST..=MOST).contains(&retention.value) || !hours {
            let message =
                format!("a stream keeps records for whole hours from 24h to 365d, not {}", retention.value);
            let nearest = Duration::seconds(retention.as_seconds().div_ceil(3600) * 3600).clamp(LEAST, MOST);
            findings
                .error(&CODE, retention.span, message)
                .help(format!("write `{nearest}`"))
                .edit(retention.span, nearest.to_string());
        }
    }
}
