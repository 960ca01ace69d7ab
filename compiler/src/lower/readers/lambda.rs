//! The function of a stream, and what feeds it.

use super::super::job;
use super::super::outlets::place;
use super::{Ground, function};
use crate::engines::lambda::{self, Mapping};
use crate::model::{BranchId, Stream, StreamId};
use crate::sinks::{Base, Place};
use crate::spec::StartingPosition;

/// Adds the function that runs these branches of a stream, and its mapping.
pub fn add(ground: &Ground, id: StreamId, branches: &[BranchId], base: &mut Base) {
    let Ground { model, outlets, dead_letters } = *ground;
    let stream = model.stream(id);
    let part = |suffix: &str| part(ground, branches, stream, suffix);
    let description = format!("Runs the branches of {} that read {}.", model.name.value, stream.name.value);
    let job = job::job(model, id, branches);
    let function = function::add(ground, part("-function"), description, job, branches, base);
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
fn part(ground: &Ground, branches: &[BranchId], stream: &Stream, suffix: &str) -> Place {
    let name = format!("{}{suffix}", stream.name.value);
    match branches {
        [only] => {
            let branch = ground.model.branch(*only);
            Place { name, path: branch.path(), span: branch.name.span }
        }
        _ => Place { name, ..place("streams", &stream.name) },
    }
}

fn starting_position(stream: &Stream) -> &'static str {
    match stream.starting_position {
        StartingPosition::TrimHorizon => "TRIM_HORIZON",
        StartingPosition::Latest => "LATEST",
    }
}
