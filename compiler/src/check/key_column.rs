//! `key-not-written`, `key-may-be-null`, `key-type`, `key-too-long`: keys of tables that items could not have.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Branch, Model, SinkId, Target};
use crate::sinks;
use crate::source::Spanned;
use pipec_runtime::types::Type;

/// The pages of all four.
pub const CODES: &[&Code] = &[&NOT_WRITTEN, &MAY_BE_NULL, &TYPE, &TOO_LONG];

/// Most bytes of a partition key and of a sort key (DynamoDB developer guide, `ServiceQuotas`).
const PARTITION_KEY_BYTES: u32 = 2048;
const SORT_KEY_BYTES: u32 = 1024;

const NOT_WRITTEN: Code = Code {
    name: "key-not-written",
    what: "A branch does not write the column that is a key of the table.",
    why: "An item without its key cannot be put: every row would be a dead letter.",
    example: "hot:\n  alarm: { select: [sensor, level] }\n",
    instead: "hot:\n  alarm: { select: [sensor, level, takenAt] }\n",
};

const MAY_BE_NULL: Code = Code {
    name: "key-may-be-null",
    what: "The column that is a key of the table may be null.",
    why: "A key is never absent in DynamoDB: a row where it is null would be a dead letter.",
    example: "sinks:\n  alarms: { dynamodb: { partition_key: note } }\n",
    instead: "sinks:\n  alarms: { dynamodb: { partition_key: sensor } }\n",
};

const TYPE: Code = Code {
    name: "key-type",
    what: "The column that is a key of the table has a type that no key can have.",
    why: "A key is text, a number or bytes (DynamoDB developer guide, `HowItWorks.CoreComponents`). A double is no \
          good one: two that print alike may differ.",
    example: "hot:\n  alarm: { add: { isHigh: takenAt is not null } }\n\
              sinks:\n  alarms: { dynamodb: { partition_key: isHigh } }\n",
    instead: "sinks:\n  alarms: { dynamodb: { partition_key: sensor } }\n",
};

const TOO_LONG: Code = Code {
    name: "key-too-long",
    what: "The column that is a key of the table may be longer than a key can be.",
    why: "A partition key has at most 2048 bytes and a sort key 1024 (DynamoDB developer guide, `ServiceQuotas`), \
          and a character up to four: longer ones would be dead letters.",
    example: "schemas:\n  reading: { sensor: varchar(600) not null }\n",
    instead: "schemas:\n  reading: { sensor: varchar(512) not null }\n",
};

/// Tells of each key of each branch that writes a table.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, sink) in model.sinks.iter().enumerate() {
        let Some(sinks::Settings::Dynamodb(table)) = &sink.settings else { continue };
        for branch in model.writers(Target::Sink(SinkId(id))).filter(|it| it.intact) {
            if let Some(key) = table.partition_key.0.as_ref() {
                one(branch, key, PARTITION_KEY_BYTES, findings);
            }
            if let Some(key) = &table.sort_key {
                one(branch, key, SORT_KEY_BYTES, findings);
            }
        }
        let writers: Vec<&Branch> = model.writers(Target::Sink(SinkId(id))).filter(|it| it.intact).collect();
        table.partition_key.0.iter().chain(&table.sort_key).for_each(|key| agree(&writers, key, findings));
    }
}

/// A key has one type, whichever branch writes it.
fn agree(writers: &[&Branch], key: &Spanned<String>, findings: &mut Diagnostics) {
    let outputs = writers.iter().filter_map(|it| it.as_hot()).flat_map(|it| &it.outputs);
    let mut columns = outputs.map(|it| &it.column).filter(|it| it.name.value == key.value);
    let Some(first) = columns.next() else { return };
    if let Some(other) = columns.find(|it| it.ty.is_number() != first.ty.is_number()) {
        let message =
            format!("`{}` is {} from one branch and {} from another", key.value, first.ty, other.ty);
        findings
            .error(&TYPE, key.span, message)
            .label(first.name.span, "one")
            .label(other.name.span, "the other")
            .help("cast one of them, or write to two tables");
    }
}

fn one(branch: &Branch, key: &Spanned<String>, bytes: u32, findings: &mut Diagnostics) {
    let Some(hot) = branch.as_hot() else { return };
    let Some(output) = hot.outputs.iter().find(|it| it.column.name.value == key.value) else {
        let message = format!("`{}` does not write the key `{}`", branch.name.value, key.value);
        let finding = findings.error(&NOT_WRITTEN, key.span, message);
        finding.label(branch.name.span, "this branch");
        let in_input = hot.input.iter().any(|it| it.name.value == key.value);
        if in_input && hot.window.is_some() {
            finding.help(format!("add `{}` to its `group_by`", key.value));
        } else if in_input {
            finding.help(format!("add `{}` to its `select`", key.value));
        } else {
            finding.nearest(&key.value, hot.outputs.iter().map(|it| it.column.name.value.as_str()));
        }
        return;
    };
    let column = &output.column;
    match column.ty {
        Type::Boolean | Type::Double => {
            let message = format!("a key is text or an exact number, and `{}` is {}", key.value, column.ty);
            findings.error(&TYPE, key.span, message).label(column.name.span, "the column");
        }
        Type::Varchar(length) if length > bytes / 4 => {
            let message =
                format!("`{}` may have {} bytes, and this key at most {bytes}", key.value, length * 4);
            findings
                .warn(&TOO_LONG, key.span, message)
                .label(column.name.span, "the column")
                .help(format!("`varchar({})` always fits", bytes / 4));
        }
        _ => {}
    }
    if column.nullable {
        let message = format!("the key `{}` may be null", key.value);
        let finding = findings.error(&MAY_BE_NULL, key.span, message);
        finding
            .label(column.name.span, "the column")
            .help("declare it `not null`, or add a column with `coalesce`");
    }
}
