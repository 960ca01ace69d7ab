//! `other-region`: a thing or a key that is there already, in another region than the stack.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::source::{Span, Spanned};
use crate::syntax::Arn;

/// The finding's page.
pub const CODE: Code = Code {
    name: "other-region",
    what: "A stream, sink or key that is there already stands in another region than another one, or than the environment.",
    why: "A stack stands in one region: its mappings read streams there (Lambda developer guide, \
          `services-kinesis-create`), and its functions call the services there. Buckets are the exception. A key \
          seals what stands in its own region (KMS developer guide, `multi-region-keys-overview`).",
    example: "streams:\n  readings: { existing: arn:aws:kinesis:eu-west-1:111122223333:stream/readings }\n\
              sinks:\n  todo: { sqs: { existing: arn:aws:sqs:us-east-1:111122223333:todo } }\n\
              hot:\n  alarm: { to: [alarms, todo] }\n",
    instead: "streams:\n  readings: { existing: arn:aws:kinesis:eu-west-1:111122223333:stream/readings }\n\
              sinks:\n  todo: { sqs: { existing: arn:aws:sqs:eu-west-1:111122223333:todo } }\n\
              hot:\n  alarm: { to: [alarms, todo] }\n",
};

/// Tells of each such thing.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let own = model.environment.as_ref().and_then(|it| it.region.as_ref());
    let own = own.map(|it| (it.value.as_str(), it.span, "the environment"));
    let first = model.placed().next().map(|it| (it.part(3), it.span, "the other"));
    let Some((region, span, whose)) = own.or(first) else { return };
    for arn in model.placed().filter(|it| it.part(3) != region) {
        tell(arn, region, span, whose, findings);
    }
}

fn tell(arn: &Spanned<Arn>, region: &str, span: Span, whose: &str, findings: &mut Diagnostics) {
    let message = format!("this is in {}, and a stack stands in one region: {region}", arn.part(3));
    let finding = findings.error(&CODE, arn.span, message).label(span, whose);
    match arn.part(2) {
        "kms" => finding.help(format!("name a key of {region}")),
        _ => finding.help("bring its rows over by a pipeline in that region"),
    };
}
