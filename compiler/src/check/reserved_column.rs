//! `reserved-column`: names that pipec gives to columns itself.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;

/// Columns of pipec's own: the id of table items, and the bounds of windows.
const RESERVED: [&str; 3] = ["pipec_id", "window_start", "window_end"];

/// The finding's page.
pub const CODE: Code = Code {
    name: "reserved-column",
    what: "A column is called `pipec_id`, `window_start` or `window_end`.",
    why: "Items of a table carry the id of their record as `pipec_id`, and rows of a window its bounds; a column of \
          the same name would be overwritten.",
    example: "schemas:\n  reading: { pipec_id: string }\n",
    instead: "schemas:\n  reading: { id: string }\n",
};

/// Tells of each such column.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let columns = model.schemas.iter().flat_map(|it| &it.columns).map(|it| &it.name);
    let added = model.hot().flat_map(|(_, _, hot)| &hot.adds).map(|it| &it.name);
    for name in columns.chain(added).filter(|it| RESERVED.contains(&it.value.as_str())) {
        let message = format!("`{}` is a column of pipec's own", name.value);
        findings.error(&CODE, name.span, message).help("choose another name");
    }
}
