//! `archive-from-latest`: records that are there already, and an archive that begins behind them.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Model, StreamId};
use crate::spec::StartingPosition;

/// The finding's page.
pub const CODE: Code = Code {
    name: "archive-from-latest",
    what: "A stream that is there already is read from its oldest record, and a delivery stream reads it.",
    why: "Firehose reads a Kinesis stream from its latest record on, and has no setting for it (Firehose developer guide, \
          `create-name`): what is in the stream before the delivery stream stands reaches the hot branches, and not the \
          archive. What was there before can be put into the bucket by hand.",
    example: "streams:\n  events: { schema: reading, existing: 'arn:aws:kinesis:eu-west-1:111122223333:stream/events', starting_position: trim_horizon }\n\
              cold:\n  raw: { from: events, to: archive }\nsinks:\n  archive: { s3: {} }\n",
    instead: "streams:\n  events: { schema: reading, existing: 'arn:aws:kinesis:eu-west-1:111122223333:stream/events', starting_position: latest }\n\
              cold:\n  raw: { from: events, to: archive }\nsinks:\n  archive: { s3: {} }\n",
};

/// Warns of each such stream.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, stream) in model.streams.iter().enumerate() {
        let begins_early = stream.starting_position == StartingPosition::TrimHorizon;
        let Some(existing) = stream.existing.as_ref().filter(|_| begins_early) else { continue };
        if model.is_delivered(StreamId(id)) {
            let written =
                model.spec.streams.items[id].1.as_ref().and_then(|it| it.starting_position.as_ref());
            let message =
                "hot branches begin with the oldest record, archives with the first after the deployment";
            findings.warn(&CODE, written.map_or(existing.span, |it| it.span), message);
        }
    }
}
