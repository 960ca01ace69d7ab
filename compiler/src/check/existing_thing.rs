//! `existing-thing`: what a stream or sink that is there already brings along is not for this file to say.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::sinks::Existing;
use crate::source::{Span, Spanned};
use crate::spec;
use crate::syntax::Arn;

/// The finding's page.
pub const CODE: Code = Code {
    name: "existing-thing",
    what: "A stream or sink has `existing` together with a key that is about making one, such as `retention` or \
           `name`, or `key` without `existing`.",
    why: "What is there already has its own name, size, retention, subscribers and key, which only its owner can \
          change. The key of what pipec makes is `settings.encryption`.",
    example: "streams:\n  readings:\n    existing: arn:aws:kinesis:eu-west-1:111122223333:stream/readings\n    \
              retention: 48h\n",
    instead: "streams:\n  readings:\n    existing: arn:aws:kinesis:eu-west-1:111122223333:stream/readings\n",
};

/// The keys of a stream that are about one that is made.
const OF_STREAM: &[&str] = &["capacity", "retention", "name", "readers"];

/// A stream or sink as it is written.
struct Written<'m> {
    noun: &'static str,
    arn: Option<&'m Spanned<Arn>>,
    key: Option<&'m Spanned<Arn>>,
    keys: &'m [Spanned<String>],
    own: &'static [&'static str],
}

/// Tells of each such key.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let streams = model.spec.streams.items.iter().filter_map(|(_, it)| it.as_ref());
    streams.for_each(|it| one(&stream(it), findings));
    for settings in model.sinks.iter().filter_map(|it| it.settings.as_ref()) {
        let sink = settings.sink();
        let Existing { noun, arn, key, own, .. } = sink.existing();
        one(&Written { noun, arn, key, keys: sink.keys(), own }, findings);
    }
}

fn stream(stream: &spec::Stream) -> Written<'_> {
    let (arn, key) = (stream.existing.as_ref(), stream.key.as_ref());
    Written { noun: "stream", arn, key, keys: &stream.keys, own: OF_STREAM }
}

fn one(written: &Written<'_>, findings: &mut Diagnostics) {
    let Written { noun, arn, key, keys, own } = written;
    match (arn, key) {
        (Some(arn), _) => {
            let own = keys.iter().filter(|it| own.contains(&it.value.as_str()));
            own.for_each(|it| has_its_own(noun, it, arn.span, findings));
        }
        (None, Some(key)) => {
            let message = format!("`key` is of an existing {noun}, and this one is made");
            findings.error(&CODE, key.span, message).help("use `settings: { encryption: { key: … } }`");
        }
        (None, None) => {}
    }
}

fn has_its_own(noun: &str, key: &Spanned<String>, existing: Span, findings: &mut Diagnostics) {
    let message = format!("an existing {noun} has its own `{}`", key.value);
    findings.error(&CODE, key.span, message).label(existing, "it is there already").help("leave it out");
}
