//! `id-may-be-null`: a stream whose records are identified by a column that some do not have.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;

/// The finding's page.
pub const CODE: Code = Code {
    name: "id-may-be-null",
    what: "A column that the `id` of a stream names may be null.",
    why: "Records with the same values in these columns are one record: all those without a value would be one, too, \
          and a table would keep the first of them only.",
    example: "streams:\n  readings: { id: [sensor, note] }\n",
    instead: "streams:\n  readings: { id: [sensor, takenAt] }\n",
};

/// Tells of each such column.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for stream in &model.streams {
        for id in &stream.id {
            let column = &stream.columns[id.value];
            if column.nullable {
                let message = format!("`{}` may be null, and it identifies a record", column.name.value);
                findings
                    .error(&CODE, id.span, message)
                    .label(column.name.span, "the column")
                    .help("declare it `not null`, or name another");
            }
        }
    }
}
