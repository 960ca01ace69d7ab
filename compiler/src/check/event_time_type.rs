//! `event-time-type`: an event time that may be absent, or is no time.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use pipec_runtime::types::Type;

/// The finding's page.
pub const CODE: Code = Code {
    name: "event-time-type",
    what: "The column that `event_time` names is not a `timestamp not null`.",
    why: "A record without an event time belongs to no window; in Flink a null one stops the job, and its restarts \
          loop.",
    example: "streams:\n  readings: { event_time: note }\n",
    instead: "streams:\n  readings: { event_time: takenAt }\n",
};

/// Tells of each such stream.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for stream in &model.streams {
        let Some(event_time) = &stream.event_time else { continue };
        let column = &stream.columns[event_time.value];
        if column.ty != Type::Timestamp || column.nullable {
            let found = format!("{}{}", column.ty, if column.nullable { "" } else { " not null" });
            let message =
                format!("`{}` is `{found}`, and an event time is `timestamp not null`", column.name.value);
            findings.error(&CODE, event_time.span, message).label(column.name.span, "the column");
        }
    }
}
