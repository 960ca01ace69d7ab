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
        let Some(Misfit { why, help }) = misfit(column, output) else { continue };
        let message = format!("`{}` of `{}` {why}", column.name.value, stream.name.value);
        findings.error(&CODE, place, message).label(column.name.span, "the column").help(help);
    }
    let unknown = hot.outputs.iter().map(|it| &it.column.name);
    for name in unknown.filter(|name| !stream.columns.iter().any(|it| it.name.value == name.value)) {
        let message = format!("`{}` has no column `{}`", stream.name.value, name.value);
        findings
            .error(&CODE, place, message)
            .label(name.span, "written here")
            .help("leave it out of the branch's rows");
    }
}

/// Why what a branch writes does not fit a column, and what mends it.
struct Misfit {
    why: String,
    help: String,
}

fn misfit(column: &Column, output: Option<&Column>) -> Option<Misfit> {
    let name = &column.name.value;
    let told = |why: &str, help: String| Some(Misfit { why: why.to_owned(), help });
    // Rows are written with the names of their columns as keys: such a column could never be read from one.
    if column.path.len() != 1 || column.path[0] != *name || column.format != Format::Plain {
        let help = "give the stream a schema without `path` and `format`".to_owned();
        return told("is read by `path` or `format`, and rows are written plainly", help);
    }
    let Some(output) = output else {
        let help = format!("add `{name}` to the branch's rows");
        return (!column.nullable)
            .then(|| told("is `not null`, and the branch does not write it", help))
            .flatten();
    };
    if !fits(output.ty, column.ty) {
        let why = format!("is {}, and the branch writes {}", column.ty, output.ty);
        return told(&why, format!("`cast({name} as {})` in its `add` writes that", column.ty));
    }
    let help = format!("`coalesce({name}, …)` in its `add` rules that out");
    (output.nullable && !column.nullable)
        .then(|| told("is `not null`, and the branch may write null", help))
        .flatten()
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
