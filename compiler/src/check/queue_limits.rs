//! `queue-limits`: times that SQS does not take.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::sinks;
use crate::source::Spanned;
use crate::syntax::Duration;

/// Source: the CloudFormation schema of `AWS::SQS::Queue`, 2026-10-20.
const RETENTION: (Duration, Duration) = (Duration::seconds(60), Duration::seconds(1_209_600));
const VISIBILITY: (Duration, Duration) = (Duration::seconds(0), Duration::seconds(43_200));

/// The finding's page.
pub const CODE: Code = Code {
    name: "queue-limits",
    what: "A queue's `retention` is not whole seconds from 60s to 14d, or its `visibility` not up to 12h.",
    why: "SQS refuses it when the queue is created.",
    example: "sinks:\n  todo: { sqs: { retention: 30d } }\nhot:\n  alarm: { to: [alarms, todo] }\n",
    instead: "sinks:\n  todo: { sqs: { retention: 14d } }\nhot:\n  alarm: { to: [alarms, todo] }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for sink in &model.sinks {
        let Some(sinks::Settings::Sqs(queue)) = &sink.settings else { continue };
        check("keeps messages", queue.retention.as_ref(), RETENTION, findings);
        check("hides a message", queue.visibility.as_ref(), VISIBILITY, findings);
    }
}

fn check(
    does: &str,
    time: Option<&Spanned<Duration>>,
    (least, most): (Duration, Duration),
    findings: &mut Diagnostics,
) {
    let Some(time) = time else { return };
    if !(least..=most).contains(&time.value) || !time.millis.is_multiple_of(1000) {
        let nearest = Duration::seconds(time.as_seconds()).clamp(least, most);
        let message = format!("a queue {does} for whole seconds from {least} to {most}, not {}", time.value);
        findings
            .error(&CODE, time.span, message)
            .help(format!("write `{nearest}`"))
            .edit(time.span, nearest.to_string());
    }
}
