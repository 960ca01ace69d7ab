//! `retired-engine`: an engine that AWS no longer runs.

use crate::diagnostic::{Code, Diagnostics};
use crate::engines::{self, Abilities};
use crate::model::{Hot, Model};
use crate::retired;

/// The finding's page.
pub const CODE: Code = Code {
    name: "retired-engine",
    what: "A branch names an engine whose runtime AWS has retired.",
    why: "What is written is complete and is checked, so it can be read, compared and moved to another engine; but AWS \
          refuses to make it. Kinesis Data Analytics for SQL got no fixes from 2025-09-01, took no new applications from \
          2025-10-15, and its applications were deleted from 2026-01-27 \
          (docs.aws.amazon.com/kinesisanalytics/latest/dev/discontinuation.html).",
    example: "hot:\n  alarm: { engine: kinesis_analytics_sql }\n",
    instead: "hot:\n  alarm: { engine: lambda }\n",
};

/// Warns of each engine that is named and retired.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, branch, hot) in model.hot() {
        let (Some(span), Some(retired)) = (hot.engine_span, retired::named(hot.engine.abilities().runtime))
        else {
            continue;
        };
        let message = format!("AWS has retired `{}`: {}", hot.engine.word(), retired.told());
        let finding = findings.warn(&CODE, span, message);
        let head = model.head(id);
        let group = || {
            model
                .hot()
                .filter(move |(other, _, _)| *other == id || head.is_some() && model.head(*other) == head)
        };
        let Some(other) = engines::ALL.iter().find(|it| can(it, group().map(|(_, _, hot)| hot))) else {
            continue;
        };
        let other = other.name.word();
        let is_default = group().count() == 1;
        finding.help(match is_default {
            true => format!("write `engine: {other}`, or leave `engine` out"),
            false => {
                format!("write `engine: {other}` here and in what runs together with `{}`", branch.name.value)
            }
        });
        finding.edit(span, other);
    }
}

/// Whether an engine that is not retired can run all of these.
fn can<'m>(engine: &Abilities, mut group: impl Iterator<Item = &'m Hot>) -> bool {
    retired::named(engine.runtime).is_none()
        && group.all(|hot| hot.window.as_ref().is_none_or(|it| engine.windows.has(it.kind)))
}
