//! `window-length`: windows of no length, and of more than a year.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::source::Spanned;
use crate::spec::Window;
use crate::syntax::Duration;

/// The longest window: that of the longest retention of a stream.
const MOST: Duration = Duration::seconds(365 * 24 * 3600);

/// The one length that is not a window's.
const IDLE: &str = "idle";

/// The finding's page.
pub const CODE: Code = Code {
    name: "window-length",
    what: "The `size`, `slide` or `gap` of a window, or the `idle` of a watermark, is zero or more than 365 days.",
    why: "A window of no length holds no record. One that is longer than any stream keeps its records could never be \
          worked out again.",
    example: "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 0s } }\n    \
              add: { highest: max(level) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
    instead: "hot:\n  peaks:\n    from: readings\n    window: { tumbling: { size: 60s } }\n    \
              add: { highest: max(level) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
};

/// Tells of each such length.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for branch in model.spec.hot.items.iter().filter_map(|(_, it)| it.as_ref()) {
        match &branch.window {
            Some(Window::Tumbling(it)) => one("size", it.size.0.as_ref(), Mend::Alone, findings),
            Some(Window::Sliding(it)) => {
                one("size", it.size.0.as_ref(), Mend::Together, findings);
                one("slide", it.slide.0.as_ref(), Mend::Together, findings);
            }
            Some(Window::Session(it)) => one("gap", it.gap.0.as_ref(), Mend::Alone, findings),
            None => {}
        }
    }
    for stream in model.spec.streams.items.iter().filter_map(|(_, it)| it.as_ref()) {
        one(IDLE, stream.watermark.as_ref().and_then(|it| it.idle.as_ref()), Mend::Alone, findings);
    }
}

/// How a length is mended.
enum Mend {
    /// By itself.
    Alone,
    /// With another: a slide divides its size, and windows overlap only so much.
    Together,
}

fn one(key: &str, length: Option<&Spanned<Duration>>, mend: Mend, findings: &mut Diagnostics) {
    let Some(length) = length.filter(|it| it.millis == 0 || it.value > MOST) else { return };
    if length.value > MOST {
        let message = format!("`{key}` is at most {MOST}, not {}", length.value);
        let finding = findings.error(&CODE, length.span, message);
        match mend {
            Mend::Alone => finding.help(format!("write `{MOST}`")).edit(length.span, MOST.to_string()),
            Mend::Together => finding.help(format!("write `{MOST}` or less")),
        };
    } else {
        let message = match key {
            IDLE => "with no `idle` at all every input is silent at once".to_owned(),
            key => format!("a `{key}` of nothing holds no record"),
        };
        findings.error(&CODE, length.span, message).help(format!("write a length, as `{key}: 60s`"));
    }
}
