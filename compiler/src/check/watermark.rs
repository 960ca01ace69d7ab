//! `watermark-without-event-time`, `delay-beyond-retention`, `no-delay`: watermarks that cannot do what they are for.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Model, Stream};
use crate::spec;
use crate::syntax::Duration;

/// The longest retention (Kinesis Data Streams API, `IncreaseStreamRetentionPeriod`).
const LONGEST: Duration = Duration::seconds(365 * 24 * 3600);

/// The pages of all three.
pub const CODES: &[&Code] = &[&WITHOUT_TIME, &BEYOND, &NONE];

const WITHOUT_TIME: Code = Code {
    name: "watermark-without-event-time",
    what: "A stream has a `watermark` and no `event_time`.",
    why: "A watermark is the highest event time seen, less a delay; without event times it never moves.",
    example: "schemas:\n  other: { id: string not null }\nstreams:\n  others: { schema: other, watermark: { delay: 5s } }\n\
              hot:\n  second: { from: others, to: files }\nsinks:\n  files: { s3: {} }\n",
    instead: "streams:\n  readings: { watermark: { delay: 5s } }\n",
};

const BEYOND: Code = Code {
    name: "delay-beyond-retention",
    what: "The `delay` of a stream's watermark is longer than the stream keeps its records.",
    why: "The windows would wait for records that the stream no longer has.",
    example: "streams:\n  readings: { watermark: { delay: 2d } }\n",
    instead: "streams:\n  readings: { watermark: { delay: 2d }, retention: 48h }\n",
};

const NONE: Code = Code {
    name: "no-delay",
    what: "The `delay` of a stream's watermark is zero.",
    why: "Windows then close with the first record beyond their end. A record that comes after it and is a \
          millisecond older is late: it is in no window, but among the dead letters.",
    example: "streams:\n  readings: { watermark: { delay: 0s } }\n",
    instead: "streams:\n  readings: { watermark: { delay: 5s } }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (stream, (_, written)) in model.streams.iter().zip(&model.spec.streams.items) {
        if let Some(written) = written
            && let Some(watermark) = &written.watermark
        {
            one(stream, written, watermark, findings);
        }
    }
}

fn one(stream: &Stream, written: &spec::Stream, watermark: &spec::Watermark, findings: &mut Diagnostics) {
    if written.event_time.is_none() && !written.broken {
        let message = format!("`{}` has no event time for its watermark to follow", stream.name.value);
        findings
            .error(&WITHOUT_TIME, written.place_of("watermark"), message)
            .help("add `event_time` with a column that is `timestamp not null`, or leave `watermark` out");
    }
    let Some(delay) = &watermark.delay else { return };
    if delay.millis == 0 {
        findings
            .warn(&NONE, delay.span, "a record that comes a millisecond out of order is late")
            .help("write how far records may be out of order, as `delay: 5s`");
    }
    // How long somebody else's stream keeps its records is not known.
    if stream.existing.is_none() && delay.value > stream.retention.value {
        let message = format!(
            "the watermark waits {} for records that are kept {}",
            delay.value, stream.retention.value
        );
        let finding = findings.error(&BEYOND, delay.span, message);
        if stream.retention.span != stream.name.span {
            finding.label(stream.retention.span, "kept no longer than this");
        }
        let hours = Duration::seconds(delay.millis.div_ceil(3_600_000) * 3600);
        if hours > LONGEST {
            finding.help("write a shorter delay");
        } else {
            finding.help(format!("write a shorter delay, or `retention: {hours}`"));
        }
    }
}
