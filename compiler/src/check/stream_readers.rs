//! `stream-readers`: a stream that is meant for other accounts, and that they could not read.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Encryption, Model, Stream};
use crate::source::Span;

/// The finding's page.
pub const CODE: Code = Code {
    name: "stream-readers",
    what: "A stream has `readers` and no `name`, or is encrypted with a key of AWS's; or a reader is named twice, or is \
           the account of the stack itself.",
    why: "The policy of the key lets the readers decrypt what this stream holds and nothing else, so it must know what \
          the stream is called. The policy of `alias/aws/kinesis` cannot be changed: it lets no other account decrypt \
          (KMS developer guide, `key-policy-modifying-external-accounts`).",
    example: "streams:\n  readings: { readers: [\"444455556666\"] }\n",
    instead: "streams:\n  readings: { name: readings, readers: [\"444455556666\"] }\n",
};

/// Tells of each such stream.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (stream, (_, written)) in model.streams.iter().zip(&model.spec.streams.items) {
        // Whoever owns an existing stream lets others read it, which has been told.
        let Some(written) = written.as_ref().filter(|it| it.existing.is_none()) else { continue };
        if !stream.readers.is_empty() {
            one(model, stream, written.place_of("readers"), findings);
        }
    }
}

fn one(model: &Model, stream: &Stream, place: Span, findings: &mut Diagnostics) {
    if stream.physical_name.is_none() {
        let message = format!("readers know `{}` by its name in AWS, and it has none", stream.name.value);
        findings.error(&CODE, place, message).help("give it a `name`");
    }
    if model.settings.encryption == Encryption::AwsManaged {
        let message = "no other account can decrypt with the key `alias/aws/kinesis`";
        findings.error(&CODE, place, message).help("write `settings: { encryption: customer_key }`");
    }
    let own = model.environment.as_ref().and_then(|it| it.account.as_ref());
    for (at, reader) in stream.readers.iter().enumerate() {
        if let Some(first) = stream.readers[..at].iter().find(|it| it.value == reader.value) {
            findings
                .error(&CODE, reader.span, "named twice")
                .label(first.span, "first here")
                .help("name it once");
        } else if own.is_some_and(|it| it.value == reader.value) {
            let message = "the stack's own account needs no leave to read";
            findings.error(&CODE, reader.span, message).help("leave it out");
        }
    }
}
