//! `other-region`: what stands in another region than the environment that reads it.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Environment, Model};
use crate::source::{Span, Spanned};
use crate::spec;
use crate::syntax::Arn;

/// The finding's page.
pub const CODE: Code = Code {
    name: "other-region",
    what: "An existing stream, or a key, stands in another region than the environment is deployed to.",
    why: "A function reads streams of its own region only \
          (<https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html>), and a resource is encrypted with a key of its \
          own region only (<https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html>).",
    example: "environments:\n  dev:\n    region: eu-central-1\n    streams:\n      readings: { existing: \
              \"arn:aws:kinesis:eu-west-1:111122223333:stream/readings\" }\n",
    instead: "environments:\n  dev:\n    region: eu-west-1\n    streams:\n      readings: { existing: \
              \"arn:aws:kinesis:eu-west-1:111122223333:stream/readings\" }\n",
};

/// Tells of each such ARN.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let Some(Environment { name, region: Some(region), .. }) = &model.environment else { return };
    for (arn, span) in arns(model) {
        let other = arn.part(3);
        if !other.is_empty() && other != region.value {
            let message =
                format!("this is in {other}, and the environment `{}` in {}", name.value, region.value);
            findings.error(&CODE, span, message).label(region.span, "here");
        }
    }
}

/// What a stack uses in its own region.
fn arns(model: &Model) -> Vec<(&Arn, Span)> {
    let streams = model.streams.iter().flat_map(|it| [it.existing.as_ref(), it.key.as_ref()]);
    let key = match model.spec.settings.as_ref().and_then(|it| it.encryption.as_ref()) {
        Some(spec::Encryption::Key(key)) => key.as_ref(),
        Some(spec::Encryption::CustomerKey(_) | spec::Encryption::AwsManaged(_)) | None => None,
    };
    streams.chain([key]).flatten().map(|it: &Spanned<Arn>| (&it.value, it.span)).collect()
}
