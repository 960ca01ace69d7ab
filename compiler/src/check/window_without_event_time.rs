//! `window-without-event-time`: a window over records of which nobody knows when they happened.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Input, Model, Stream, StreamId};
use pipec_runtime::types::Type;
use std::collections::BTreeSet;

/// The finding's page.
pub const CODE: Code = Code {
    name: "window-without-event-time",
    what: "A branch has a window, and the stream that its records come from names no `event_time`.",
    why: "A window is a stretch of the time at which things happened, so that a record counts where it belongs \
          however late it comes. A stream that branches write names a column of theirs.",
    example: include_str!("window_without_event_time.yaml"),
    instead: "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n    \
              add: { highest: max(level) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
};

/// Tells of each such stream once, at the first window.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let mut told: BTreeSet<StreamId> = BTreeSet::new();
    for (id, _, hot) in model.hot() {
        let (Some(window), Some(head)) = (&hot.window, model.head(id)) else { continue };
        let Some(Input::Stream(stream)) = model.branch(head).from.as_ref().map(|it| it.value) else {
            continue;
        };
        if has_event_time(model, stream) || !told.insert(stream) {
            continue;
        }
        let stream = model.stream(stream);
        let name = &stream.name.value;
        findings
            .error(&CODE, window.span, format!("a window needs the event time of `{name}`, which has none"))
            .label(stream.name.span, "the stream")
            .help(help(stream));
    }
}

/// Whether it names one, a wrong one too: that has been told, and so has a watermark without one.
fn has_event_time(model: &Model, id: StreamId) -> bool {
    let written = model.spec.streams.items[id.0].1.as_ref();
    written.is_none_or(|it| it.broken || it.event_time.is_some() || it.watermark.is_some())
        || !model.stream(id).intact
}

fn help(stream: &Stream) -> String {
    let fits = stream.columns.iter().filter(|it| it.ty == Type::Timestamp && !it.nullable);
    let names: Vec<String> = fits.map(|it| format!("`event_time: {}`", it.name.value)).collect();
    let name = &stream.name.value;
    match names.as_slice() {
        [] => format!("give `{name}` a column that is `timestamp not null`, and name it as `event_time`"),
        names => format!("add {} to `{name}`", names.join(" or ")),
    }
}
