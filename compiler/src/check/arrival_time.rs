//! `arrival-time`, `long-window`: windows of an engine whose clock is its own.

use crate::diagnostic::{Code, Diagnostics};
use crate::engines::Name;
use crate::model::{Branch, Model, Window};
use crate::syntax::Duration;
use pipec_runtime::window;

/// The pages of both.
pub const CODES: &[&Code] = &[&ARRIVAL, &LONG];

/// The longest window that the guide advises (page `best-practices`).
const ADVISED: Duration = Duration::seconds(3600);

const ARRIVAL: Code = Code {
    name: "arrival-time",
    what: "A branch with a window runs on `kinesis_analytics_sql`.",
    why: "That engine's windows close by the time at which the application reads records, `ROWTIME`, and not by the \
          stream's event time (SQL guide, `timestamps-rowtime-concepts`): a record that comes late counts in a later \
          window, what has piled up counts in the present one, and nothing is a dead letter for it. `pipec test` and `pipec \
          run` work windows out by event time, so they tell what should be and not what that engine does.",
    example: "hot:\n  peaks:\n    from: readings\n    engine: kinesis_analytics_sql\n    \
              window: { tumbling: { size: 60s } }\n    add: { highest: max(level) }\n    to: files\n\
              sinks:\n  files: { s3: {} }\n",
    instead: "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n    \
              add: { highest: max(level) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
};

const LONG: Code = Code {
    name: "long-window",
    what: "A window on `kinesis_analytics_sql` is longer than an hour.",
    why: "When an application restarts, it reads all records of its windows again before it gives a row, and until then \
          it keeps what they have seen. AWS advises an hour at most (Kinesis Data Analytics for SQL guide, \
          `best-practices`).",
    example: "hot:\n  peaks:\n    from: readings\n    engine: kinesis_analytics_sql\n    \
              window: { tumbling: { size: 2h } }\n    add: { highest: max(level) }\n    to: files\n\
              sinks:\n  files: { s3: {} }\n",
    instead: "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 2h } }\n    \
              add: { highest: max(level) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
};

/// Warns of each such window, and notes those that are long.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for (_, branch, hot) in model.hot().filter(|(_, _, hot)| hot.engine == Name::KinesisAnalyticsSql) {
        let abilities = hot.engine.abilities();
        if let Some(window) = hot.window.as_ref().filter(|it| abilities.windows.has(it.kind)) {
            arrival(model, branch, window, findings);
            long(window, findings);
        }
    }
}

fn arrival(model: &Model, branch: &Branch, window: &Window, findings: &mut Diagnostics) {
    let stream = model.root(branch).map(|it| model.stream(it));
    let time = stream.and_then(|it| Some(&it.columns[it.event_time.as_ref()?.value].name.value));
    let message = match time {
        Some(time) => format!("this window closes by the time at which records are read, not by `{time}`"),
        None => "this window closes by the time at which records are read".to_owned(),
    };
    findings.warn(&ARRIVAL, window.span, message);
}

fn long(window: &Window, findings: &mut Diagnostics) {
    let length = match window.kind {
        window::Window::Tumbling { size } | window::Window::Sliding { size, .. } => size,
        window::Window::Session { gap } => gap,
    };
    let length = Duration { millis: length.unsigned_abs() };
    if length > ADVISED {
        let message = format!("AWS advises {ADVISED} at most on this engine, not {length}");
        findings.note(&LONG, window.span, message);
    }
}
