//! `application-limits`: what an application of Kinesis Analytics cannot have.

use crate::diagnostic::{Code, Diagnostics};
use crate::engines::Name;
use crate::model::{Branch, BranchId, Column, Hot, Model, Stream, StreamId};
use pipec_runtime::types::Type;

/// Outputs of an application (page `limits` of the guide).
const OUTPUTS: usize = 3;
/// Characters of the name of an output (API, `Output`).
const NAME: usize = 32;
/// Digits of a decimal (page `sql-reference-numeric-types-precision` of the SQL reference).
const DIGITS: u8 = 18;
/// Characters of a text that has a length (page `sql-reference-data-types`: less than 65,535).
const CHARACTERS: u32 = 65_534;

/// The finding's page.
pub const CODE: Code = Code {
    name: "application-limits",
    what: "Branches on `kinesis_analytics_sql` read one stream, and more than three of them write something, or one with a \
           name of more than 32 characters; or a column there is a decimal of more than 18 digits, or a `varchar` of more \
           than 65,534 characters, or has a name with a hyphen, a blank, `<`, `>` or `&`, or a path that is no row of \
           plain words.",
    why: "All branches of one stream are one application, and each that writes something is an output of it; an \
          application has three (Kinesis Data Analytics for SQL guide, `limits`), whose names have 32 characters (its \
          API, `Output`). Its decimals have 18 digits and its texts 65,534 characters (SQL reference, \
          `sql-reference-numeric-types-precision`, `sql-reference-data-types`). Names of columns are bounded by its API \
          (`RecordColumn`), and its paths have no way to quote a key (guide, `about-json-path`).",
    example: "schemas:\n  reading: { price: \"decimal(20,2)\" }\nhot:\n  alarm: { engine: kinesis_analytics_sql }\n",
    instead: "schemas:\n  reading: { price: \"decimal(18,2)\" }\nhot:\n  alarm: { engine: kinesis_analytics_sql }\n",
};

/// Tells of each such output and column.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, stream) in model.streams.iter().enumerate() {
        let branches: Vec<(&Branch, &Hot)> =
            model.fed(StreamId(id)).into_iter().filter_map(|it| on_it(model, it)).collect();
        let Some((first, _)) = branches.first() else { continue };
        source(stream, first, findings);
        branches.iter().for_each(|(branch, hot)| columns(branch, hot, findings));
        outputs(stream, &branches, findings);
    }
}

fn on_it(model: &Model, id: BranchId) -> Option<(&Branch, &Hot)> {
    let branch = model.branch(id);
    branch.as_hot().filter(|it| it.engine == Name::KinesisAnalyticsSql).map(|hot| (branch, hot))
}

/// The columns that it reads.
fn source(stream: &Stream, reader: &Branch, findings: &mut Diagnostics) {
    for column in &stream.columns {
        if let Some(beyond) = beyond(column.ty) {
            let name = &column.name.value;
            let message = format!("`{name}` is {beyond}, and `{}` reads it", reader.name.value);
            findings.error(&CODE, column.name.span, message);
        }
        let what = match column.path.iter().find(|it| !is_plain(it)) {
            Some(key) => format!("the key `{key}` cannot stand in a path of the engine that reads it"),
            None if is_name(&column.name.value) => continue,
            None => "a column of the engine that reads it cannot be called so".to_owned(),
        };
        findings.error(&CODE, column.name.span, what).label(reader.name.span, "the reader");
    }
}

/// The columns that a branch makes; those that it lets through have been told.
fn columns(branch: &Branch, hot: &Hot, findings: &mut Diagnostics) {
    for added in &hot.adds {
        let made = hot.outputs.iter().map(|it| &it.column).find(|it| it.name.value == added.name.value);
        let beyond = made.and_then(|it: &Column| beyond(it.ty));
        if let Some(beyond) = beyond {
            let message = format!("`{}` of `{}` is {beyond}", added.name.value, branch.name.value);
            let finding = findings.error(&CODE, added.name.span, message);
            finding.help("cast it to a type that the engine has, as `cast(… as double)`");
        }
    }
}

fn outputs(stream: &Stream, branches: &[(&Branch, &Hot)], findings: &mut Diagnostics) {
    let mut writers = branches.iter().filter(|(branch, _)| !branch.to.is_empty());
    for (branch, _) in writers.clone().filter(|(branch, _)| branch.name.value.chars().count() > NAME) {
        let message = format!("the name of an output of that engine has at most {NAME} characters");
        findings.error(&CODE, branch.name.span, message).help("give the branch a shorter name");
    }
    let Some((branch, _)) = writers.nth(OUTPUTS) else { return };
    let place = branch.to.first().map_or(branch.name.span, |it| it.span);
    let name = &stream.name.value;
    let message =
        format!("an application has {OUTPUTS} outputs, and this is one more of those that read `{name}`");
    let finding = findings.error(&CODE, place, message);
    finding.help("run the branch on `lambda`, or write what several branches need from one of them");
}

/// What a type is that the engine does not have.
fn beyond(ty: Type) -> Option<String> {
    match ty {
        Type::Decimal { precision, .. } if precision > DIGITS => {
            Some(format!("a decimal of {precision} digits, where the engine has {DIGITS}"))
        }
        Type::Varchar(length) if length > CHARACTERS => {
            Some(format!("a text of {length} characters, where the engine has {CHARACTERS}"))
        }
        Type::Decimal { .. }
        | Type::Varchar(_)
        | Type::String
        | Type::Integer
        | Type::Bigint
        | Type::Double
        | Type::Boolean
        | Type::Timestamp => None,
    }
}

/// Whether a key can stand in a path as it is.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|it| it.is_alphanumeric() || it == '_')
}

/// Whether a column can be called so.
fn is_name(name: &str) -> bool {
    !name.contains(|it: char| it.is_whitespace() || "-<>&".contains(it))
}
