//! `retired-engine`: an engine that AWS no longer runs.

use crate::diagnostic::{Code, Diagnostics};
use crate::engines::{self, Abilities};
use crate::model::{BranchId, Hot, Model};
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
    // Where a branch reads nothing known, what runs together with it is unknown, too.
    let are_known = model.hot().all(|(id, _, _)| model.head(id).is_some());
    for (id, branch, hot) in model.hot() {
        let retired = retired::named(hot.engine.abilities().runtime);
        let (Some(span), Some(retired)) = (hot.engine_span, retired) else { continue };
        let message = format!("AWS has retired `{}`: {}", hot.engine.word(), retired.told());
        let finding = findings.warn(&CODE, span, message);
        let Some(head) = model.head(id).filter(|_| are_known) else { continue };
        let group = together(model, head);
        let Some(other) = engines::ALL.iter().find(|it| can(it, &group)) else { continue };
        if !other.built {
            let word = other.name.word();
            finding.help(format!("`{word}` has its windows, with `pipec test` and `pipec run` only so far"));
            continue;
        }
        let other = other.name.word();
        // Without a name it would be the first that can.
        let is_only_name = group.iter().filter(|it| it.engine_span.is_some()).count() == 1;
        if is_only_name {
            finding.help(format!("write `engine: {other}`, or leave `engine` out")).edit(span, other);
        } else {
            let name = &branch.name.value;
            finding.help(format!("write `engine: {other}` in all that runs together with `{name}`"));
        }
    }
}

/// The branches that run together with this one, the first of them, and itself.
fn together(model: &Model, head: BranchId) -> Vec<&Hot> {
    model.hot().filter(|(it, _, _)| model.head(*it) == Some(head)).map(|(_, _, hot)| hot).collect()
}

/// Whether an engine that is not retired can run all of these.
fn can(engine: &Abilities, group: &[&Hot]) -> bool {
    let has = |hot: &&Hot| hot.window.as_ref().is_none_or(|it| engine.windows.has(it.kind));
    retired::named(engine.runtime).is_none() && group.iter().all(has)
}
