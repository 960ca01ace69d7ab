//! `not-built-yet`: parts of the language that this version refuses.

use crate::diagnostic::Diagnostics;
use crate::model::{Model, Target};
use crate::sinks;
use crate::source::Span;
use crate::spec;
use crate::syntax::NOT_BUILT_YET;

/// Tells of each such part at its place.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let mut parts: Vec<(Span, String)> = Vec::new();
    sections(&model.spec, &mut parts);
    for (_, column) in model.spec.schemas.items.iter().filter_map(|(_, it)| it.as_ref()).flat_map(|it| &it.columns.items)
    {
        if let Some(check) = column.as_ref().and_then(|it| it.block.as_ref()).and_then(|it| it.check.as_ref()) {
            parts.push((check.span, "`check`".to_owned()));
        }
    }
    for stream in model.spec.streams.items.iter().filter_map(|(_, it)| it.as_ref()) {
        of_stream(stream, &mut parts);
    }
    for branch in model.spec.hot.items.iter().filter_map(|(_, it)| it.as_ref()) {
        of_branch(branch, &mut parts);
    }
    for sink in model.sinks.iter().filter_map(|it| it.settings.as_ref()) {
        of_sink(sink, &mut parts);
    }
    cold_targets(model, &mut parts);
    for (span, what) in parts {
        let span = Span::new(span.start, span.end.min(span.start + 60));
        findings.error(&NOT_BUILT_YET, span, format!("{what} is not built yet"));
    }
}

fn sections(spec: &spec::Spec, parts: &mut Vec<(Span, String)>) {
    if let Some((name, _)) = spec.environments.items.first() {
        parts.push((name.span, "`environments`".to_owned()));
    }
    if let Some(block) = &spec.cicd {
        parts.push((block.span, "`cicd`".to_owned()));
    }
    if let Some((name, _)) = spec.overrides.items.first() {
        parts.push((name.span, "`overrides`".to_owned()));
    }
}

fn of_stream(stream: &spec::Stream, parts: &mut Vec<(Span, String)>) {
    if let Some(id) = stream.id.items.first() {
        parts.push((id.span, "`id`".to_owned()));
    }
    if let Some(reader) = stream.readers.items.first() {
        parts.push((reader.span, "`readers`".to_owned()));
    }
    if let Some(watermark) = &stream.watermark {
        parts.push((watermark.span, "`watermark`".to_owned()));
    }
    if let Some(spec::Capacity::Load(load)) = &stream.capacity {
        parts.push((load.span, "`capacity` from a load".to_owned()));
    }
}

fn of_branch(branch: &spec::Hot, parts: &mut Vec<(Span, String)>) {
    if let Some(window) = &branch.window {
        let span = match window {
            spec::Window::Tumbling(block) => block.span,
            spec::Window::Sliding(block) => block.span,
            spec::Window::Session(block) => block.span,
        };
        parts.push((span, format!("a `{}` window", window.key())));
        return;
    }
    if let Some(column) = branch.group_by.items.first() {
        parts.push((column.span, "`group_by`".to_owned()));
    }
    if let Some(having) = &branch.having {
        parts.push((having.span, "`having`".to_owned()));
    }
    if let Some(engine) = branch.engine.as_ref().filter(|it| !it.abilities().built) {
        parts.push((engine.span, format!("the engine `{}`", engine.word())));
    }
}

fn of_sink(sink: &sinks::Settings, parts: &mut Vec<(Span, String)>) {
    match sink {
        sinks::Settings::Dynamodb(table) => {
            if let Some(conflict) = &table.on_conflict {
                parts.push((conflict.span, "`on_conflict`".to_owned()));
            }
            existing(table.existing.as_ref().map(|it| it.span), parts);
        }
        sinks::Settings::Sns(topic) => existing(topic.existing.as_ref().map(|it| it.span), parts),
        sinks::Settings::Sqs(queue) => existing(queue.existing.as_ref().map(|it| it.span), parts),
        sinks::Settings::S3(bucket) => of_bucket(bucket, parts),
        sinks::Settings::Eventbridge(it) => unbuilt(it.span, sink, parts),
        sinks::Settings::Webhook(it) => unbuilt(it.span, sink, parts),
        sinks::Settings::Lambda(it) => unbuilt(it.span, sink, parts),
        sinks::Settings::Redshift(it) => unbuilt(it.span, sink, parts),
        sinks::Settings::Opensearch(it) => unbuilt(it.span, sink, parts),
        sinks::Settings::HttpEndpoint(it) => unbuilt(it.span, sink, parts),
        sinks::Settings::Datadog(it) => unbuilt(it.span, sink, parts),
        sinks::Settings::Splunk(it) => unbuilt(it.span, sink, parts),
    }
}

fn of_bucket(bucket: &sinks::s3::Settings, parts: &mut Vec<(Span, String)>) {
    existing(bucket.existing.as_ref().map(|it| it.span), parts);
    if let Some(format) = bucket.format.as_ref().filter(|it| it.value == sinks::s3::Format::Parquet) {
        parts.push((format.span, "`parquet`".to_owned()));
    }
    if let Some(column) = bucket.partition_by.items.first() {
        parts.push((column.span, "`partition_by`".to_owned()));
    }
}

fn existing(span: Option<Span>, parts: &mut Vec<(Span, String)>) {
    if let Some(span) = span {
        parts.push((span, "`existing` of a sink".to_owned()));
    }
}

fn unbuilt(span: Span, sink: &sinks::Settings, parts: &mut Vec<(Span, String)>) {
    parts.push((span, format!("the sink `{}`", sink.key())));
}

/// A cold branch goes to S3 so far.
fn cold_targets(model: &Model, parts: &mut Vec<(Span, String)>) {
    for branch in model.branches.iter().filter(|it| it.as_hot().is_none()) {
        for target in &branch.to {
            let sink = match target.value {
                Target::Sink(id) => model.sink(id).settings.as_ref(),
                Target::Stream(_) => {
                    parts.push((target.span, "a cold branch to a stream".to_owned()));
                    continue;
                }
            };
            if let Some(
                sink @ (sinks::Settings::Dynamodb(_) | sinks::Settings::Sns(_) | sinks::Settings::Sqs(_)),
            ) = sink
            {
                parts.push((target.span, format!("a cold branch to `{}`", sink.key())));
            }
        }
    }
}
