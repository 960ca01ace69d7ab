//! What bounds a branch: batches, tries, shards, sizes of rows, windows.

use super::{Subject, becomes};
use crate::engines::{self, lambda};
use crate::model::load::{BYTES_OUT, Load, READS};
use crate::model::{Hot, Stream, size};
use crate::syntax::Duration;
use pipec_runtime::window::Window;

/// The bytes of records that one invocation carries, which come in base64
/// (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>).
const PAYLOAD: u64 = 6 << 20;

/// A sentence for each bound.
pub fn of(of: Subject) -> Vec<String> {
    let stream = of.model.stream(of.stream);
    let mut limits = vec![shards(stream, of), readers(of)];
    match of.branch.as_hot() {
        None => limits.push("Firehose takes records of at most 1000KiB".to_owned()),
        Some(hot) => {
            if hot.engine == engines::Name::Lambda {
                limits.extend(batches(stream.load.as_ref(), of));
            }
            limits.extend(hot.window.as_ref().map(|it| window(it.kind, stream)));
            limits.push(rows(hot));
        }
    }
    limits.extend(overridden(of));
    limits
}

/// What is not as pipec makes it.
fn overridden(of: Subject) -> Vec<String> {
    let Some(plan) = of.plan else { return Vec::new() };
    let things = becomes::of(of);
    let laid = plan.overrides.iter().filter(|it| things.iter().any(|thing| thing.path == it.path));
    laid.flat_map(|it| {
        it.leaves.iter().map(move |leaf| format!("`{leaf}` of the {} of {} is overridden", it.kind, it.path))
    })
    .collect()
}

fn shards(stream: &Stream, of: Subject) -> String {
    let name = &stream.name.value;
    if stream.existing.is_some() {
        return format!("`{name}` is there already, with shards of its own");
    }
    match (&stream.shards, &stream.load) {
        (Some(shards), Some(load)) => {
            let needs = load.needs(of.model.reading(of.stream).len());
            format!(
                "`{name}` has {} for {} records a second of {}: its records need {}, its bytes {}, its readers {}",
                count(shards.value.into(), "shard"),
                load.records.value,
                load.size.value,
                needs.records,
                needs.bytes,
                needs.readers,
            )
        }
        (Some(shards), None) => {
            let shards = u64::from(shards.value);
            let (word, records) = (count(shards, "shard"), shards * 1_000);
            format!("`{name}` has {word}: {records} records and {shards} MiB a second")
        }
        (None, _) => {
            format!("`{name}` is on demand: 4 MB a second at first, and twice its last peak after that")
        }
    }
}

fn readers(of: Subject) -> String {
    let readers = u64::try_from(of.model.reading(of.stream).len()).unwrap_or(u64::MAX).max(1);
    let share = (BYTES_OUT / readers) >> 10;
    match readers {
        1 => format!("its reader has {share} KiB/s of a shard, and {READS} reads a second"),
        _ => format!(
            "each of its {readers} readers has {share} KiB/s of a shard, and all have {READS} reads a second"
        ),
    }
}

fn batches(load: Option<&Load>, of: Subject) -> Vec<String> {
    let carried = load.map(|it| PAYLOAD / (it.size.bytes.max(1) * 4).div_ceil(3));
    let most = carried.map_or(lambda::BATCH, |it| it.clamp(1, lambda::BATCH));
    let (wait, timeout) = (lambda::BATCH_WAITS, lambda::TIMEOUT);
    vec![
        format!(
            "a batch has at most {most} records of one shard, waits at most {wait}s, and is done in {timeout}s"
        ),
        format!(
            "a batch that fails is tried for {}, and then kept among the dead letters",
            of.model.settings.retry
        ),
    ]
}

fn window(window: Window, stream: &Stream) -> String {
    let length = |millis: i64| Duration { millis: millis.unsigned_abs() };
    let delay = stream.watermark.delay.value;
    let kind = match window {
        Window::Tumbling { size } => format!("a window is {} long", length(size)),
        Window::Sliding { size, slide } => {
            format!("a window is {} long, and one begins every {}", length(size), length(slide))
        }
        Window::Session { gap } => format!("a window ends after {} without a record", length(gap)),
    };
    format!("{kind}; it closes when a record {delay} beyond its end has come")
}

fn rows(hot: &Hot) -> String {
    let unbounded = hot.outputs.iter().map(|it| &it.column).find(|it| size::value(it).is_none());
    match (size::json(hot.outputs.iter().map(|it| &it.column)), unbounded) {
        (Some(bytes), _) => format!("a row has at most {bytes} bytes as JSON"),
        (None, Some(column)) => format!("a row has no bound, because of the string `{}`", column.name.value),
        (None, None) => "a row has no bound".to_owned(),
    }
}

/// `1 shard`, `2 shards`.
fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
