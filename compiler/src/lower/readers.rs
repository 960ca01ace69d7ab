//! What reads streams: delivery streams for cold branches, and for hot ones what each engine needs.

mod function;
mod kinesis_analytics_sql;
mod lambda;

use super::job;
use super::outlets::{Outlets, place};
use crate::engines;
use crate::model::{Branch, Input, Model, StreamId, Target};
use crate::plan::NodeId;
use crate::sinks::{Base, Place, Settings, s3};

/// What engines stand on, beside the plan.
struct Ground<'m> {
    model: &'m Model,
    outlets: &'m Outlets,
    /// The bucket of dead letters.
    dead_letters: NodeId,
}

/// Adds everything that reads a stream.
pub fn add(model: &Model, outlets: &Outlets, base: &mut Base) {
    for branch in model.branches.iter().filter(|it| it.as_hot().is_none()) {
        archive(model, branch, outlets, base);
    }
    if model.hot().next().is_none() {
        return;
    }
    let bucket =
        s3::Bucket { physical: None, key: base.data_key, access_logs: base.access_logs, in_parts: false };
    let dead_letters = base.add(super::place(model, "dead_letters", "dead_letters"), "Bucket", bucket);
    let ground = Ground { model, outlets, dead_letters };
    for stream in (0..model.streams.len()).map(StreamId) {
        engines::ALL.iter().for_each(|it| run(&ground, stream, it.name, base));
    }
}

/// What an engine needs for the branches that it runs of a stream.
fn run(ground: &Ground, stream: StreamId, engine: engines::Name, base: &mut Base) {
    let branches = job::branches(ground.model, stream, engine);
    if branches.is_empty() {
        return;
    }
    match engine {
        engines::Name::Lambda => lambda::add(ground, stream, &branches, base),
        engines::Name::KinesisAnalyticsSql => kinesis_analytics_sql::add(ground, stream, &branches, base),
        // The gate refuses them: it is not built yet. A plan that is made without the gate lacks what would run them.
        engines::Name::Flink => {}
    }
}

/// The delivery streams of a cold branch.
fn archive(model: &Model, branch: &Branch, outlets: &Outlets, base: &mut Base) {
    let source = match branch.from.as_ref().map(|it| it.value) {
        Some(Input::Stream(id)) => outlets.streams[id.0],
        Some(Input::Branch(_)) | None => unreachable!("the gate refuses cold branches that read no stream"),
    };
    let from = Place { name: branch.name.value.clone(), path: branch.path(), span: branch.name.span };
    for it in &branch.to {
        let sink = match it.value {
            Target::Sink(id) => model.sink(id),
            Target::Stream(_) => unreachable!("the gate refuses cold branches into streams"),
        };
        let Some(Settings::S3(settings)) = &sink.settings else {
            unreachable!("the gate refuses cold branches into anything but buckets");
        };
        s3::archive(settings, source, &from, &place("sinks", &sink.name), base);
    }
}
