//! `s3-buffer`: buffers that Firehose does not take.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::sinks;
use crate::syntax::{Bytes, Duration};

const MIB: u64 = 1 << 20;
/// Source: the CloudFormation schema of `AWS::KinesisFirehose::DeliveryStream`, 2026-10-20.
const SIZE: (Bytes, Bytes) = (Bytes { bytes: MIB }, Bytes { bytes: 128 * MIB });
const INTERVAL: Duration = Duration::seconds(900);

/// The finding's page.
pub const CODE: Code = Code {
    name: "s3-buffer",
    what: "The buffer of an S3 sink is not whole MiB from 1MiB to 128MiB, or not whole seconds up to 900s.",
    why: "Firehose refuses it when the delivery stream is created.",
    example: "sinks:\n  archive: { s3: { buffer: { size: 256MiB } } }\ncold:\n  raw: { from: readings, to: archive }\n",
    instead: "sinks:\n  archive: { s3: { buffer: { size: 128MiB } } }\ncold:\n  raw: { from: readings, to: archive }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for sink in &model.sinks {
        let Some(sinks::Settings::S3(bucket)) = &sink.settings else { continue };
        let Some(buffer) = &bucket.buffer else { continue };
        if let Some(size) = &buffer.size
            && (!(SIZE.0..=SIZE.1).contains(&size.value) || !size.bytes.is_multiple_of(MIB))
        {
            let nearest = Bytes { bytes: (size.bytes.div_ceil(MIB) * MIB).clamp(SIZE.0.bytes, SIZE.1.bytes) };
            findings
                .error(
                    &CODE,
                    size.span,
                    format!("a buffer holds whole MiB from 1MiB to 128MiB, not {}", size.value),
                )
                .help(format!("write `{nearest}`"))
                .edit(size.span, nearest.to_string());
        }
        if let Some(interval) = &buffer.interval
            && (interval.value > INTERVAL || !interval.millis.is_multiple_of(1000))
        {
            let nearest = Duration::seconds(interval.as_seconds()).min(INTERVAL);
            let message = format!("a buffer waits whole seconds up to 900s, not {}", interval.value);
            findings
                .error(&CODE, interval.span, message)
                .help(format!("write `{nearest}`"))
                .edit(interval.span, nearest.to_string());
        }
    }
}
