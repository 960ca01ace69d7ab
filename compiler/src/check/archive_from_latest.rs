//! `archive-from-latest`: a stream that is to be read from its oldest record, and an archive that cannot.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Model, Reader, StreamId};
use crate::spec::StartingPosition;

/// The finding's page.
pub const CODE: Code = Code {
    name: "archive-from-latest",
    what: "A stream says `starting_position: trim_horizon`, and a delivery stream reads it.",
    why: "Firehose reads a Kinesis stream from its latest record on, and has no setting for it (Firehose developer guide, \
          `create-name`): what is in the stream before the delivery stream stands reaches the hot branches, and not the \
          archive. What was there before can be put into the bucket by hand.",
    example: "streams:\n  readings: { starting_position: trim_horizon }\n\
              cold:\n  raw: { from: readings, to: archive }\nsinks:\n  archive: { s3: {} }\n",
    instead: "streams:\n  readings: {}\n\
              cold:\n  raw: { from: readings, to: archive }\nsinks:\n  archive: { s3: {} }\n",
};

/// Warns of each such stream.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, (_, written)) in model.spec.streams.items.iter().enumerate() {
        let position = written.as_ref().and_then(|it| it.starting_position.as_ref());
        let Some(position) = position.filter(|it| it.value == StartingPosition::TrimHorizon) else {
            continue;
        };
        if model.reading(StreamId(id)).iter().any(|it| matches!(it, Reader::Delivery(_))) {
            let message =
                "hot branches begin with the oldest record, archives with the first after the deployment";
            findings.warn(&CODE, position.span, message);
        }
    }
}
