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
    for (_, column) in
        model.spec.schemas.items.iter().filter_map(|(_, it)| it.as_ref()).flat_map(|it| &it.columns.items)
    {
        let block = column.as_ref().and_then(|it| it.block.as_ref());
        if let Some(check) = block.filter(|it| it.check.is_some()).map(|it| it.place_of("check")) {
            parts.push((check, "`check`".to_owned()));
        }
    }
    for stream in model.spec.streams.items.iter().filter_map(|(_, it)| it.as_ref()) {
        of_stream(stream, &mut parts);
    }
    for branch in model.spec.hot.items.iter().filter_map(|(_, it)| it.as_ref()) {
        of_branch(branch, &mut parts);
    }
    for sink in &model.sinks {
        if let Some(settings) = &sink.settings {
            of_sink(settings, sink.name.span, &mut parts);
        }
    }
    cold_targets(model, &mut parts);
    for (span, what) in parts {
        findings.error(&NOT_BUILT_YET, span, format!("{what} is not built yet"));
    }
}

fn sections(spec: &spec::Spec, parts: &mut Vec<(Span, String)>) {
    for key in ["environments", "cicd", "overrides"] {
        if spec.keys.iter().any(|it| it.value == key) {
            parts.push((spec.place_of(key), format!("`{key}`")));
        }
    }
}

fn of_stream(stream: &spec::Stream, parts: &mut Vec<(Span, String)>) {
    for key in ["id", "readers", "watermark"] {
        if stream.keys.iter().any(|it| it.value == key) {
            parts.push((stream.place_of(key), format!("`{key}`")));
        }
    }
    if let Some(spec::Capacity::Load(_)) = &stream.capacity {
        parts.push((stream.place_of("capacity"), "`capacity` from a load".to_owned()));
    }
}

fn of_branch(branch: &spec::Hot, parts: &mut Vec<(Span, String)>) {
    if let Some(window) = &branch.window {
        parts.push((branch.place_of("window"), format!("a `{}` window", window.key())));
        return;
    }
    for key in ["group_by", "having"] {
        if branch.keys.iter().any(|it| it.value == key) {
            parts.push((branch.place_of(key), format!("`{key}`")));
        }
    }
    if let Some(engine) = branch.engine.as_ref().filter(|it| !it.abilities().built) {
        parts.push((engine.span, format!("the engine `{}`", engine.word())));
    }
}

fn of_sink(sink: &sinks::Settings, name: Span, parts: &mut Vec<(Span, String)>) {
    match sink {
        sinks::Settings::Dynamodb(table) => {
            if table.on_conflict.is_some() {
                parts.push((table.place_of("on_conflict"), "`on_conflict`".to_owned()));
            }
            existing(table.existing.as_ref().map(|_| table.place_of("existing")), parts);
        }
        sinks::Settings::Sns(topic) => {
            existing(topic.existing.as_ref().map(|_| topic.place_of("existing")), parts)
        }
        sinks::Settings::Sqs(queue) => {
            existing(queue.existing.as_ref().map(|_| queue.place_of("existing")), parts)
        }
        sinks::Settings::S3(bucket) => of_bucket(bucket, parts),
        sinks::Settings::Eventbridge(_)
        | sinks::Settings::Webhook(_)
        | sinks::Settings::Lambda(_)
        | sinks::Settings::Redshift(_)
        | sinks::Settings::Opensearch(_)
        | sinks::Settings::HttpEndpoint(_)
        | sinks::Settings::Datadog(_)
        | sinks::Settings::Splunk(_) => parts.push((name, format!("the sink `{}`", sink.key()))),
    }
}

fn of_bucket(bucket: &sinks::s3::Settings, parts: &mut Vec<(Span, String)>) {
    existing(bucket.existing.as_ref().map(|_| bucket.place_of("existing")), parts);
    if let Some(format) = bucket.format.as_ref().filter(|it| it.value == sinks::s3::Format::Parquet) {
        parts.push((format.span, "`parquet`".to_owned()));
    }
    if !bucket.partition_by.items.is_empty() {
        parts.push((bucket.place_of("partition_by"), "`partition_by`".to_owned()));
    }
}

fn existing(span: Option<Span>, parts: &mut Vec<(Span, String)>) {
    if let Some(span) = span {
        parts.push((span, "`existing` of a sink".to_owned()));
    }
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
