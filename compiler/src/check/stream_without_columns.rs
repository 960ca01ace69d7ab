//! `stream-without-columns`: a stream whose records nobody describes.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Model, StreamId, Target};

/// The finding's page.
pub const CODE: Code = Code {
    name: "stream-without-columns",
    what: "A stream has no `schema`, and no branch writes it.",
    why: "A stream has the columns of its schema, or of the branches that write it; without either nothing of its \
          records can be checked.",
    example: "streams:\n  others: {}\nhot:\n  second: { from: others, to: alarms }\n",
    instead: "streams:\n  others: { schema: reading }\nhot:\n  second: { from: others, to: alarms }\n",
};

/// Tells of each such stream.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, stream) in model.streams.iter().enumerate() {
        let written = model.writers(Target::Stream(StreamId(id))).next().is_some();
        if stream.intact && stream.schema.is_none() && !written {
            let name = &stream.name;
            let finding = findings.error(
                &CODE,
                name.span,
                format!("`{}` has no schema and no branch writes it", name.value),
            );
            match model.schemas.first() {
                Some(schema) => finding.help(format!("add `schema: {}`", schema.name.value)),
                None => finding.help("add a `schema`"),
            };
        }
    }
}
