//! What reads streams: delivery streams for cold branches, functions for hot ones.

use super::job;
use super::outlets::{Outlets, place};
use crate::engines::lambda::{self, Function, Mapping, Variable};
use crate::model::{Branch, Input, Model, Stream, StreamId, Target};
use crate::plan::{NodeId, Target as Address};
use crate::sinks::{Base, Place, Reach, Settings, s3};
use crate::spec::StartingPosition;
use pipec_runtime::dead_letter::{BUCKET_VARIABLE, PREFIX};
use pipec_runtime::job::STREAM_VARIABLE;

/// Adds everything that reads a stream.
pub fn add(model: &Model, outlets: &Outlets, base: &mut Base) {
    for branch in model.branches.iter().filter(|it| it.as_hot().is_none()) {
        archive(model, branch, outlets, base);
    }
    if base.plan.jobs.is_empty() {
        return;
    }
    let bucket =
        s3::Bucket { physical: None, key: base.data_key, access_logs: base.access_logs, in_parts: false };
    let dead_letters = base.add(super::place(model, "dead_letters", "dead_letters"), "Bucket", bucket);
    for index in 0..model.streams.len() {
        function(model, StreamId(index), outlets, dead_letters, base);
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

/// The function of a stream, if Lambda branches read it, and what feeds it.
fn function(model: &Model, id: StreamId, outlets: &Outlets, dead_letters: NodeId, base: &mut Base) {
    let stream = model.stream(id);
    let Some(index) = base.plan.jobs.iter().position(|it| it.stream == stream.name.value) else { return };
    let reaches = targets(model, id, outlets);
    base.plan.jobs[index].targets = reaches.iter().map(|(name, reach)| address(name, reach)).collect();
    let part = |suffix: &str| part(model, id, stream, suffix);
    let logs = base.logs(&part("-function"));
    let function = Function {
        description: format!("Runs the branches of {} that read {}.", model.name.value, stream.name.value),
        architecture: model.settings.architecture,
        variables: variables(base, stream, &reaches, dead_letters),
        logs,
        key: base.key,
    };
    let function = base.add(part("-function"), "", function);
    for (_, reach) in reaches {
        base.plan.connect(function, reach.node, reach.rights);
    }
    let prefix = format!("{PREFIX}{}/", stream.name.value);
    base.plan.connect(function, dead_letters, [lambda::write_dead_letters(&prefix)]);
    base.plan.connect(function, logs, [lambda::LOG]);
    let mapping = Mapping {
        stream: outlets.streams[id.0],
        function,
        dead_letters,
        starting_position: starting_position(stream),
        retry: model.settings.retry,
    };
    let mapping = base.add(part("-mapping"), "", mapping);
    base.plan.connect(mapping, outlets.streams[id.0], [lambda::READ]);
    base.plan.connect(mapping, dead_letters, [lambda::LIST_GIVEN_UP, lambda::WRITE_GIVEN_UP]);
}

/// The place of a function or mapping: the only branch it is there for, else the stream of all of them.
fn part(model: &Model, id: StreamId, stream: &Stream, suffix: &str) -> Place {
    let place = place("streams", &stream.name);
    let name = format!("{}{suffix}", stream.name.value);
    match job::branches(model, id).as_slice() {
        [only] => {
            let branch = model.branch(*only);
            Place { name, path: branch.path(), span: branch.name.span }
        }
        _ => Place { name, ..place },
    }
}

/// What the branches of a stream's function write, each once.
fn targets(model: &Model, id: StreamId, outlets: &Outlets) -> Vec<(String, Reach)> {
    let mut targets: Vec<Target> = Vec::new();
    for branch in job::branches(model, id) {
        for it in &model.branch(branch).to {
            if !targets.contains(&it.value) {
                targets.push(it.value);
            }
        }
    }
    targets.into_iter().map(|it| (job::name(model, it), outlets.reach(model, it))).collect()
}

fn address(name: &str, reach: &Reach) -> Address {
    Address { name: name.to_owned(), variable: reach.variable.clone(), writer: reach.writer.clone() }
}

fn variables(
    base: &Base,
    stream: &Stream,
    reaches: &[(String, Reach)],
    dead_letters: NodeId,
) -> Vec<(String, Variable)> {
    let mut variables = vec![
        (STREAM_VARIABLE.to_owned(), Variable::Text(stream.name.value.clone())),
        (BUCKET_VARIABLE.to_owned(), Variable::Name(dead_letters)),
    ];
    variables.extend(reaches.iter().map(|(_, it)| (it.variable.clone(), Variable::Name(it.node))));
    let thresholds = base.plan.thresholds.iter();
    variables.extend(thresholds.map(|it| (it.variable.clone(), Variable::Parameter(it.parameter.clone()))));
    variables
}

fn starting_position(stream: &Stream) -> &'static str {
    match stream.starting_position {
        StartingPosition::TrimHorizon => "TRIM_HORIZON",
        StartingPosition::Latest => "LATEST",
    }
}
