//! Streams and sinks: what is read and written. Each stands before whatever uses it.

use crate::model::{Model, SinkId, Stream, Target};
use crate::plan::NodeId;
use crate::sinks::{Base, Place, Reach, kinesis};
use crate::source::Spanned;
use pipec_runtime::types::Type;

/// What is read and written.
#[derive(Debug)]
pub struct Outlets {
    /// The streams, by id.
    pub streams: Vec<NodeId>,
    /// How a function writes to each sink, by id; none where no function does.
    pub sinks: Vec<Option<Reach>>,
}

impl Outlets {
    /// How a function writes to this.
    pub fn reach(&self, model: &Model, target: Target) -> Reach {
        match target {
            Target::Sink(id) => {
                self.sinks[id.0].clone().expect("a sink that hot branches write can be reached")
            }
            Target::Stream(id) => {
                let stream = model.stream(id);
                let key = stream.partition_key.as_ref().map(|it| stream.columns[it.value].name.value.clone());
                kinesis::reach(self.streams[id.0], &stream.name.value, key)
            }
        }
    }
}

/// Adds streams, and the sinks that hot branches write.
pub fn add(model: &Model, base: &mut Base) -> Outlets {
    let streams = model.streams.iter().map(|it| stream(it, base)).collect();
    let sinks = (0..model.sinks.len()).map(|it| sink(model, SinkId(it), base)).collect();
    Outlets { streams, sinks }
}

/// The place of a stream or a sink in the file.
pub fn place(section: &str, name: &Spanned<String>) -> Place {
    Place { name: name.value.clone(), path: format!("{section}.{}", name.value), span: name.span }
}

fn stream(stream: &Stream, base: &mut Base) -> NodeId {
    let place = place("streams", &stream.name);
    if let Some(arn) = &stream.existing {
        return kinesis::existing(arn, stream.key.as_deref(), place, base);
    }
    let own = kinesis::Stream {
        physical: stream.physical_name.as_ref().map(|it| it.value.clone()),
        shards: stream.shards.as_ref().map(|it| it.value),
        retention_hours: stream.retention.value.as_seconds().div_ceil(3600),
        key: base.data_key,
        readers: stream.readers.iter().map(|it| it.value.clone()).collect(),
    };
    kinesis::add(own, place, base)
}

/// Adds a sink, if hot branches write it, and says how a function does.
fn sink(model: &Model, id: SinkId, base: &mut Base) -> Option<Reach> {
    let sink = model.sink(id);
    let hot = || model.writers(Target::Sink(id)).filter_map(|it| it.as_hot());
    hot().next()?;
    let outputs = hot().flat_map(|it| &it.outputs);
    let columns: Vec<(String, Type)> =
        outputs.map(|it| (it.column.name.value.clone(), it.column.ty)).collect();
    let settings = sink.settings.as_ref().expect("the gate has seen what each sink is");
    Some(settings.sink().add(&columns, place("sinks", &sink.name), base))
}
