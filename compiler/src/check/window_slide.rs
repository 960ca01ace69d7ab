//! `window-slide`, `window-overlap`: sliding windows that do not meet, and far too many at once.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::source::Spanned;
use crate::spec::{Sliding, Window};
use crate::syntax::Duration;

/// The pages of both.
pub const CODES: &[&Code] = &[&SLIDE, &OVERLAP];

/// Most windows that a record is in.
const MOST: u64 = 10_000;

const SLIDE: Code = Code {
    name: "window-slide",
    what: "The `size` of a sliding window is no multiple of its `slide`, or less than it.",
    why: "Windows are made of stretches as long as `slide`, and every engine cuts them at the same places. A slide \
          beyond the size would leave out the records between two windows.",
    example: "hot:\n  peaks:\n    from: readings\n    window: { sliding: { size: 60s, slide: 25s } }\n    \
              add: { highest: max(level) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
    instead: "hot:\n  peaks:\n    from: readings\n    window: { sliding: { size: 75s, slide: 25s } }\n    \
              add: { highest: max(level) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
};

const OVERLAP: Code = Code {
    name: "window-overlap",
    what: "A sliding window has more than 10,000 slides in its size.",
    why: "Each record is in so many windows, and each of them gives a row for each key.",
    example: "hot:\n  peaks:\n    from: readings\n    window: { sliding: { size: 1d, slide: 1s } }\n    \
              add: { highest: max(level) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
    instead: "hot:\n  peaks:\n    from: readings\n    window: { sliding: { size: 1d, slide: 60s } }\n    \
              add: { highest: max(level) }\n    to: files\nsinks:\n  files: { s3: {} }\n",
};

/// Tells of each such window.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for branch in model.spec.hot.items.iter().filter_map(|(_, it)| it.as_ref()) {
        if let Some(Window::Sliding(Sliding { size, slide, .. })) = &branch.window
            && let (Some(size), Some(slide)) = (&size.0, &slide.0)
            && size.millis > 0
            && slide.millis > 0
        {
            one(size, slide, findings);
        }
    }
}

fn one(size: &Spanned<Duration>, slide: &Spanned<Duration>, findings: &mut Diagnostics) {
    let slides = size.millis / slide.millis;
    if slide.value > size.value {
        let message = format!("records between two windows of {} would be in none", size.value);
        findings
            .error(&SLIDE, slide.span, message)
            .label(size.span, "less than the slide")
            .help(format!("write `tumbling: {{ size: {} }}`, or a shorter slide", size.value));
    } else if !size.millis.is_multiple_of(slide.millis) {
        let message = format!("{} is no multiple of {}", size.value, slide.value);
        let multiple = |count: u64| Duration { millis: slide.millis * count };
        findings.error(&SLIDE, size.span, message).label(slide.span, "the slide").help(format!(
            "write `size: {}` or `size: {}`",
            multiple(slides),
            multiple(slides + 1)
        ));
    } else if slides > MOST {
        let message = format!("each record would be in {slides} windows, more than {MOST}");
        let least = Duration::seconds(size.as_seconds().div_ceil(MOST));
        findings
            .error(&OVERLAP, slide.span, message)
            .label(size.span, "the size")
            .help(format!("slide by {least} or more"));
    }
}
