//! `log-retention`: CloudWatch keeps logs for certain numbers of days only.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;

/// Days that a log group can keep its events (the CloudFormation schema of `AWS::Logs::LogGroup`).
const DAYS: [u64; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/// The finding's page.
pub const CODE: Code = Code {
    name: "log-retention",
    what: "`log_retention` is not one of the numbers of days that CloudWatch Logs has.",
    why: "The days are 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, \
          3288 and 3653; anything else fails when the stack is created.",
    example: "settings: { log_retention: 45d }\n",
    instead: "settings: { log_retention: 60d }\n",
};

/// Tells of a value that is none of them.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let Some(written) = model.spec.settings.as_ref().and_then(|it| it.log_retention.as_ref()) else { return };
    let seconds = written.as_seconds();

    if !written.millis.is_multiple_of(86_400_000) || !DAYS.contains(&(seconds / 86_400)) {
        let days = seconds.div_ceil(86_400);
        let nearest = DAYS.iter().copied().find(|it| *it >= days).unwrap_or(3653);
        findings
            .error(&CODE, written.span, format!("logs cannot be kept for {}", written.value))
            .help(format!("write `{nearest}d`"))
            .edit(written.span, format!("{nearest}d"));
    }
}
