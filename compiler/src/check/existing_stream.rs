//! `existing-stream`: what a stream that is there already brings along is not for this file to say.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::source::Span;
use crate::spec;

/// The finding's page.
pub const CODE: Code = Code {
    name: "existing-stream",
    what: "A stream has `existing` together with `capacity`, `retention` or `name`, or `key` without `existing`.",
    why: "A stream that is there already has its own shards, retention, name and key. The key of a stream that \
          pipec makes is `settings.encryption`.",
    example: "streams:\n  readings:\n    existing: arn:aws:kinesis:eu-west-1:111122223333:stream/readings\n    \
              retention: 48h\n",
    instead: "streams:\n  readings:\n    existing: arn:aws:kinesis:eu-west-1:111122223333:stream/readings\n",
};

/// Tells of each such key.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for stream in model.spec.streams.items.iter().filter_map(|(_, it)| it.as_ref()) {
        match &stream.existing {
            Some(existing) => {
                for (key, span) in own(stream) {
                    let message = format!("an existing stream has its own {key}");
                    findings.error(&CODE, span, message).label(existing.span, "it is there already");
                }
            }
            None => {
                if let Some(key) = &stream.key {
                    findings
                        .error(&CODE, key.span, "`key` is of an existing stream, and this one is made")
                        .help("use `settings: { encryption: { key: … } }`");
                }
            }
        }
    }
}

fn own(stream: &spec::Stream) -> Vec<(&'static str, Span)> {
    let capacity = stream.capacity.as_ref().and_then(|it| match it {
        spec::Capacity::Shards(block) => Some(block.span),
        spec::Capacity::Load(block) => Some(block.span),
        spec::Capacity::OnDemand => None,
    });
    let retention = stream.retention.as_ref().map(|it| it.span);
    let name = stream.name.as_ref().map(|it| it.span);
    let all = [("capacity", capacity), ("retention", retention), ("name", name)];
    all.into_iter().filter_map(|(key, span)| Some((key, span?))).collect()
}
