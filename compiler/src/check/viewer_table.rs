//! `viewer-table`: a viewer or alarm that names a sink of another kind.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Model, SinkId, Target, UNKNOWN_COLUMN, UNKNOWN_TARGET};
use crate::sinks;
use crate::source::Spanned;
use crate::syntax::Name;

/// The finding's page.
pub const CODE: Code = Code {
    name: "viewer-table",
    what: "A viewer names a sink that is no table, or `notify` one that is no topic.",
    why: "A viewer shows the items of a DynamoDB table, and alarms speak through SNS.",
    example: "sinks:\n  todo: { sqs: {} }\nhot:\n  alarm: { to: [alarms, todo] }\nviewers:\n  page: { table: todo }\n",
    instead: "viewers:\n  page: { table: alarms }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (_, viewer) in &model.spec.viewers.items {
        let Some(viewer) = viewer else { continue };
        let Some(table) = viewer.table.0.as_ref() else { continue };
        let is_table = |it: &sinks::Settings| matches!(it, sinks::Settings::Dynamodb(_));
        let Some(id) = sink(model, table, "a viewer shows a `dynamodb` sink", is_table, findings) else {
            continue;
        };
        if let Some(column) = &viewer.sort_by {
            sort_column(model, id, column, findings);
        }
    }
    let notify = model.spec.monitoring.iter().flat_map(|it| &it.notify.items);
    for name in notify {
        let is_topic = |it: &sinks::Settings| matches!(it, sinks::Settings::Sns(_));
        sink(model, name, "alarms speak through an `sns` sink", is_topic, findings);
    }
}

fn sink(
    model: &Model,
    name: &Spanned<Name>,
    wanted: &str,
    fits: impl Fn(&sinks::Settings) -> bool,
    findings: &mut Diagnostics,
) -> Option<SinkId> {
    let Some(id) = model.sinks.iter().position(|it| it.name.value == name.text) else {
        let known = model.sinks.iter().map(|it| it.name.value.as_str());
        let message = format!("no sink is called `{}`", name.text);
        findings.error(&UNKNOWN_TARGET, name.span, message).nearest(&name.text, known);
        return None;
    };
    let settings = model.sinks[id].settings.as_ref()?;
    if !fits(settings) {
        let message = format!("`{}` is `{}`: {wanted}", name.text, settings.key());
        findings.error(&CODE, name.span, message);
        return None;
    }
    Some(SinkId(id))
}

/// A column that every branch which writes the table has.
fn sort_column(model: &Model, id: SinkId, column: &Spanned<String>, findings: &mut Diagnostics) {
    let name = column.strip_prefix('-').unwrap_or(&column.value);
    for hot in model.writers(Target::Sink(id)).filter(|it| it.intact).filter_map(|it| it.as_hot()) {
        let columns = hot.outputs.iter().map(|it| it.column.name.value.as_str());
        if !columns.clone().any(|it| it == name) {
            let message = format!("the table's rows have no column `{name}`");
            let finding = findings.error(&UNKNOWN_COLUMN, column.span, message);
            finding.nearest(name, columns);
            // The edit would lose the `-`.
            finding.edit = None;
            return;
        }
    }
}
