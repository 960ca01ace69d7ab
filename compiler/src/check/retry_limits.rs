//! `retry-limits`: how long a batch is retried.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Input, Model, Stream, StreamId};
use crate::source::Span;
use crate::syntax::Duration;

/// Source: the Lambda API, `CreateEventSourceMapping`, `MaximumRecordAgeInSeconds`.
const LEAST: Duration = Duration::seconds(60);
const MOST: Duration = Duration::seconds(604_800);

/// The finding's page.
pub const CODE: Code = Code {
    name: "retry-limits",
    what: "`retry` is not whole seconds from 60s to 7d, or is longer than a stream keeps its records.",
    why: "It is the age at which a failing batch is given up and kept as a dead letter. A record that has left the \
          stream before that is lost to the retries.",
    example: "settings: { retry: 30s }\n",
    instead: "settings: { retry: 6h }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let retry = model.settings.retry;
    let written = model.spec.settings.as_ref().and_then(|it| it.retry.as_ref());
    if let Some(written) = written
        && (!(LEAST..=MOST).contains(&retry) || !retry.millis.is_multiple_of(1000))
    {
        let kept = retried(model).map(|it| it.retention.value).min();
        let nearest =
            Duration::seconds(retry.as_seconds()).clamp(LEAST, kept.map_or(MOST, |it| it.clamp(LEAST, MOST)));
        findings
            .error(
                &CODE,
                written.span,
                format!("a batch is retried for whole seconds from 60s to 7d, not {retry}"),
            )
            .help(format!("write `{nearest}`"))
            .edit(written.span, nearest.to_string());
        return;
    }
    let span = written.map_or_else(Span::default, |it| it.span);
    for stream in retried(model).filter(|it| retry > it.retention.value) {
        let message = format!(
            "a batch is retried for {retry}, and `{}` keeps records for {}",
            stream.name.value, stream.retention.value
        );
        findings
            .error(&CODE, span, message)
            .label(stream.retention.span, "kept no longer than this")
            .help(format!("write `retention: {retry}` there, or a shorter `retry`"));
    }
}

/// The streams of the pipeline's own whose batches are retried.
fn retried(model: &Model) -> impl Iterator<Item = &Stream> {
    let is_hot = |id| model.readers(Input::Stream(StreamId(id))).any(|it| it.as_hot().is_some());
    let own = model.streams.iter().enumerate().filter(|(_, it)| it.existing.is_none());
    own.filter(move |(id, _)| is_hot(*id)).map(|(_, it)| it)
}
