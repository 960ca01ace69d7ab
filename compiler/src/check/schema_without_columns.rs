//! `schema-without-columns`: a schema that describes nothing.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;

/// The finding's page.
pub const CODE: Code = Code {
    name: "schema-without-columns",
    what: "A schema has no columns.",
    why: "Nothing of a record could be looked at, and no row would have anything in it. A cold branch, too, reads a \
          stream that says what its records are.",
    example: "schemas:\n  empty: {}\nstreams:\n  others: { schema: empty }\nhot:\n  copy: { from: others, to: alarms }\n",
    instead: "schemas:\n  empty: { sensor: string not null, takenAt: timestamp not null }\n\
              streams:\n  others: { schema: empty }\nhot:\n  copy: { from: others, to: alarms }\n",
};

/// Tells of each such schema.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for schema in model.schemas.iter().filter(|it| it.intact && it.columns.is_empty()) {
        let message = format!("`{}` has no columns", schema.name.value);
        findings.error(&CODE, schema.name.span, message).help("add a column, such as `id: string not null`");
    }
}
