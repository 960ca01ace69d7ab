//! `wrong-arn`: the ARN of another kind of thing.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::source::Spanned;
use crate::spec;
use crate::syntax::Arn;

/// The finding's page.
pub const CODE: Code = Code {
    name: "wrong-arn",
    what: "An ARN is of another kind of thing than the key takes, or of a FIFO topic or queue.",
    why: "AWS would refuse it when the stack is created, or a policy would grant a right to the wrong thing. FIFO topics \
          and queues take only messages with a group, which rows do not have.",
    example: "streams:\n  readings: { existing: \"arn:aws:sqs:eu-west-1:111122223333:readings\" }\n",
    instead: "streams:\n  readings: { existing: \"arn:aws:kinesis:eu-west-1:111122223333:stream/readings\" }\n",
};

/// The services whose things are no part of another.
const WHOLE: &[&str] = &["dynamodb", "kinesis", "kms", "s3", "sns", "sqs"];

/// Tells of each such ARN.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for stream in model.spec.streams.items.iter().filter_map(|(_, it)| it.as_ref()) {
        check(stream.existing.as_ref(), "kinesis", "stream/", "stream", findings);
        check(stream.key.as_ref(), "kms", "key/", "KMS key", findings);
    }
    for settings in model.sinks.iter().filter_map(|it| it.settings.as_ref()) {
        let existing = settings.sink().existing();
        check(existing.arn, settings.key(), existing.form, existing.noun, findings);
        check(existing.key, "kms", "key/", "KMS key", findings);
    }
    let Some(settings) = &model.spec.settings else { return };
    check(settings.permissions_boundary.as_ref(), "iam", "policy/", "managed policy", findings);
    if let Some(spec::Encryption::Key(key)) = &settings.encryption {
        check(key.as_ref(), "kms", "key/", "KMS key", findings);
    }
}

fn check(arn: Option<&Spanned<Arn>>, service: &str, resource: &str, noun: &str, findings: &mut Diagnostics) {
    let Some(arn) = arn else { return };
    let rest = arn.part(5).strip_prefix(resource).unwrap_or_default();
    if arn.part(2) != service || rest.is_empty() || WHOLE.contains(&service) && !is_whole(arn, rest) {
        let message = format!("this is no ARN of a {noun}");
        let between = if service == "s3" { "::" } else { "…:" };
        findings
            .error(&CODE, arn.span, message)
            .help(format!("it looks like `arn:aws:{service}:{between}{resource}…`"));
    } else if rest.ends_with(".fifo") {
        let message = "a FIFO topic or queue wants a group for each message";
        findings.error(&CODE, arn.span, message).help("name a standard one");
    }
}

/// Whether it has its place, and nothing behind its name, which would be an object, an index or a subscription. The ARN
/// of a bucket names neither region nor account.
fn is_whole(arn: &Arn, name: &str) -> bool {
    let is_nowhere = arn.part(2) == "s3";
    let is_placed = [arn.part(3), arn.part(4)].iter().all(|it| it.is_empty() == is_nowhere);
    is_placed && !name.contains(['/', ':'])
}
