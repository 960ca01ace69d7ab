//! `threshold-shadowed`: a threshold with a column's name is never seen.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{BOUNDS, Model};

/// The finding's page.
pub const CODE: Code = Code {
    name: "threshold-shadowed",
    what: "A threshold has the name of a column, or of a window's bound.",
    why: "In an expression the name means the column, so the threshold would silently not be used.",
    example: "schemas:\n  reading: { high: integer }\n",
    instead: "schemas:\n  reading: { highest: integer }\n",
};

/// Tells of each such threshold.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for threshold in &model.thresholds {
        let columns = model.schemas.iter().flat_map(|it| &it.columns).map(|it| &it.name);
        let mut added = model.hot().flat_map(|(_, _, hot)| &hot.adds).map(|it| &it.name);
        if BOUNDS.contains(&threshold.name.value.as_str())
            && let Some(window) = model.hot().find_map(|(_, _, hot)| hot.window.as_ref())
        {
            let message = format!("`{}` is also a bound of each window", threshold.name.value);
            findings
                .error(&CODE, threshold.name.span, message)
                .label(window.span, "the window")
                .help("choose another name for the threshold");
            continue;
        }
        let column = columns.clone().chain(&mut added).find(|it| it.value == threshold.name.value);
        if let Some(column) = column {
            let message = format!("`{}` is also a column", threshold.name.value);
            findings
                .error(&CODE, threshold.name.span, message)
                .label(column.span, "the column")
                .help("choose another name for the threshold");
        }
    }
}
