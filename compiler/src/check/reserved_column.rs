//! `reserved-column`: names that pipec gives to columns itself.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{BOUNDS, Model, SchemaId, StreamId, Target};
use crate::source::Spanned;

/// The column of pipec's own in the items of tables.
const ID: &str = "pipec_id";

/// The finding's page.
pub const CODE: Code = Code {
    name: "reserved-column",
    what: "A column is called `pipec_id`, `window_start` or `window_end`.",
    why: "Items of a table carry the id of their record as `pipec_id`, and rows of a window its bounds; a column of \
          the same name would be overwritten. The schema of a stream that branches write may have the bounds.",
    example: "schemas:\n  reading: { pipec_id: string }\n",
    instead: "schemas:\n  reading: { id: string }\n",
};

/// Tells of each such column.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (id, schema) in model.schemas.iter().enumerate() {
        let may_have_bounds = is_of_rows(model, SchemaId(id));
        let names = schema.columns.iter().map(|it| &it.name);
        names.for_each(|it| one(it, may_have_bounds, findings));
    }
    let added = model.hot().flat_map(|(_, _, hot)| &hot.adds);
    added.for_each(|it| one(&it.name, false, findings));
}

fn one(name: &Spanned<String>, may_have_bounds: bool, findings: &mut Diagnostics) {
    let is_bound = BOUNDS.contains(&name.value.as_str());
    if name.value == ID || is_bound && !may_have_bounds {
        let message = format!("`{}` is a column of pipec's own", name.value);
        findings.error(&CODE, name.span, message).help("choose another name");
    }
}

/// Whether a schema is a contract with branches, whose rows may be those of windows.
fn is_of_rows(model: &Model, schema: SchemaId) -> bool {
    let is_written = |id| model.writers(Target::Stream(id)).next().is_some();
    let mut streams =
        (0..model.streams.len()).map(StreamId).filter(|it| model.stream(*it).schema == Some(schema));
    streams.any(is_written)
}
