//! `contract-misfit`: a branch that writes other columns than the stream's readers expect.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Branch, Column, Model, Stream, StreamId, Target};
use crate::source::Span;
use pipec_runtime::column::Format;
use pipec_runtime::types::Type;

/// The finding's page.
pub const CODE: Code = Code {
    name: "contract-misfit",
    what: "A branch writes rows to a stream that do not fit the stream's columns.",
    why: "The stream's schema, or the first branch that writes it, is what its readers decode by: what does not fit \
          would be a dead letter each time.",
    example: "streams:\n  out: { schema: reading }\nhot:\n  copy: { from: readings, select: [sensor, level], to: out }\n",
    instead: "streams:\n  out: { schema: reading }\nhot:\n  copy: { from: readings, to: out }\n",
};

/// Tells of each branch and stream that do not fit.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, stream) in model.streams.iter().enumerate().filter(|(_, it)| it.intact) {
        for branch in model.writers(Target::Stream(StreamId(id))).filter(|it| it.intact) {
            let target = branch.to.iter().find(|it| it.value == Target::Stream(StreamId(id)));
            let place = target.map_or(branch.name.span, |it| it.span);
            one(branch, stream, place, findings);
        }
    }
}

fn one(branch: &Branch, stream: &Stream, place: Span, findings: &mut Diagnostics) {
    let Some(hot) = branch.as_hot() else { return };
    for column in &stream.columns {
        let output = hot.outputs.iter().map(|it| &it.column).find(|it| it.name.value == column.name.value);
        let Some(why) = misfit(column, output) else { continue };
        let finding =
            findings.error(&CODE, place, format!("`{}` of `{}` {why}", column.name.value, stream.name.value));
        finding.label(column.name.span, "the column");
    }
    let unknown = hot.outputs.iter().map(|it| &it.column.name);
    for name in unknown.filter(|name| !stream.columns.iter().any(|it| it.name.value == name.value)) {
        let message = format!("`{}` has no column `{}`", stream.name.value, name.value);
        findings
            .error(&CODE, place, message)
            .label(name.span, "written here")
            .help("leave it out of `select`");
    }
}

/// Why what a branch writes does not fit a column.
fn misfit(column: &Column, output: Option<&Column>) -> Option<String> {
    let Some(output) = output else {
        return (!column.nullable).then(|| "is `not null`, and the branch does not write it".to_owned());
    };
    if column.path.len() != 1 || column.path[0] != column.name.value || column.format != Format::Plain {
        return Some("is read by `path` or `format`, and rows are written plainly".to_owned());
    }
    if !fits(output.ty, column.ty) {
        return Some(format!("is {}, and the branch writes {}", column.ty, output.ty));
    }
    (output.nullable && !column.nullable).then(|| "is `not null`, and the branch may write null".to_owned())
}

/// Whether every value of the one type is written as a value of the other.
fn fits(from: Type, to: Type) -> bool {
    match (from, to) {
        (from, to) if from == to => true,
        (Type::Varchar(from), Type::Varchar(to)) => from <= to,
        (Type::Varchar(_), Type::String) | (Type::Integer, Type::Bigint) => true,
        (Type::Decimal { precision, scale }, Type::Decimal { precision: to_precision, scale: to_scale }) => {
            scale <= to_scale && precision - scale <= to_precision - to_scale
        }
        _ => false,
    }
}
