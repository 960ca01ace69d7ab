//! `not-built-yet`: parts of the language that this version refuses.

use crate::diagnostic::Diagnostics;
use crate::model::{Model, Target};
use crate::sinks::Settings;
use crate::sinks::s3::Format;
use crate::source::{Span, Spanned};
use crate::syntax::NOT_BUILT_YET;

/// Tells of each such part at its place.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let mut parts: Vec<(Span, String)> = Vec::new();
    refused(&model.spec.keys, &["cicd"], "", &mut parts);
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

/// The keys of a block that are refused wherever they are written.
fn refused(keys: &[Spanned<String>], not_yet: &[&str], of: &str, parts: &mut Vec<(Span, String)>) {
    let found = keys.iter().filter(|it| not_yet.contains(&it.value.as_str()));
    parts.extend(found.map(|it| (it.span, format!("`{}`{of}", it.value))));
}

fn of_sink(settings: &Settings, name: Span, parts: &mut Vec<(Span, String)>) {
    let sink = settings.sink();
    if !sink.is_built() {
        parts.push((name, format!("the sink `{}`", settings.key())));
    }
    refused(sink.keys(), sink.not_built_yet(), " of a sink", parts);
    if let Settings::S3(bucket) = settings
        && let Some(format) = bucket.format.as_ref().filter(|it| it.value == Format::Parquet)
    {
        parts.push((format.span, "`parquet`".to_owned()));
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
            if let Some(sink) = sink.filter(|it| it.sink().is_built() && !it.sink().takes_bytes()) {
                parts.push((target.span, format!("a cold branch to `{}`", sink.key())));
            }
        }
    }
}
