//! `wrong-arn`: the ARN of another kind of thing.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::source::Spanned;
use crate::spec;
use crate::syntax::Arn;

/// The finding's page.
pub const CODE: Code = Code {
    name: "wrong-arn",
    what: "An ARN is of another kind of thing than the key takes.",
    why: "AWS would refuse it when the stack is created, or a policy would grant a right to the wrong thing.",
    example: "streams:\n  readings: { existing: \"arn:aws:sqs:eu-west-1:111122223333:readings\" }\n",
    instead: "streams:\n  readings: { existing: \"arn:aws:kinesis:eu-west-1:111122223333:stream/readings\" }\n",
};

/// Tells of each such ARN.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for stream in model.spec.streams.items.iter().filter_map(|(_, it)| it.as_ref()) {
        check(stream.existing.as_ref(), "kinesis", "stream/", "stream", findings);
        check(stream.key.as_ref(), "kms", "key/", "KMS key", findings);
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
    if arn.part(2) != service || rest.is_empty() {
        let message = format!("this is no ARN of a {noun}");
        findings
            .error(&CODE, arn.span, message)
            .help(format!("it looks like `arn:aws:{service}:…:{resource}…`"));
    }
}
