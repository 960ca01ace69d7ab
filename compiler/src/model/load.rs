//! A declared load, what reads a stream, and the shards that both ask for.

use super::{Input, Model, SinkId, StreamId, Target};
use crate::engines;
use crate::source::{Span, Spanned};
use crate::spec;
use crate::syntax::Bytes;

// A shard's rates: <https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html>.
/// Records a second that a shard takes.
pub const RECORDS_IN: u64 = 1_000;
/// Bytes a second that a shard takes.
pub const BYTES_IN: u64 = 1 << 20;
/// Bytes a second that a shard gives, to all its readers together.
pub const BYTES_OUT: u64 = 2 << 20;
/// Reads a second that a shard answers, of all its readers together.
pub const READS: usize = 5;

/// A load that a file declares.
#[derive(Debug, Clone)]
pub struct Load {
    /// Records a second at the peak.
    pub records: Spanned<u32>,
    /// The size of a record, on average.
    pub size: Spanned<Bytes>,
    /// Where its block stands.
    pub span: Span,
}

/// What reads a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The function of its Lambda branches.
    Function,
    /// The delivery stream that fills this bucket with what comes.
    Delivery(SinkId),
    /// The application that an engine runs its branches in.
    Application(engines::Name),
    /// Something of another account that may read it, by its place in `readers`.
    Account(usize),
}

/// The shards that a load asks for, by what bounds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// For its records.
    pub records: u64,
    /// For its bytes.
    pub bytes: u64,
    /// For its bytes as often as they are read.
    pub readers: u64,
}

impl Load {
    /// The load that is written, if all of it could be read.
    pub fn from_spec(written: &spec::Load) -> Option<Load> {
        let (records, size) = (written.peak_records_per_second.0.clone(), written.mean_record_size.0.clone());
        Some(Load { records: records?, size: size?, span: written.span })
    }

    /// Bytes a second at the peak.
    pub fn bytes(&self) -> u64 {
        u64::from(self.records.value).saturating_mul(self.size.bytes)
    }

    /// The shards that it asks for with so many readers.
    pub fn needs(&self, readers: usize) -> Needs {
        let read = self.bytes().saturating_mul(u64::try_from(readers).unwrap_or(u64::MAX));
        Needs {
            records: u64::from(self.records.value).div_ceil(RECORDS_IN),
            bytes: self.bytes().div_ceil(BYTES_IN),
            readers: read.div_ceil(BYTES_OUT),
        }
    }
}

impl Needs {
    /// As many as the greatest need, and at least one.
    pub fn shards(self) -> u32 {
        let most = self.records.max(self.bytes).max(self.readers).max(1);
        u32::try_from(most).unwrap_or(u32::MAX)
    }
}

impl Model {
    /// What reads a stream: each of them polls every shard, and has its part of what a shard gives.
    pub fn reading(&self, id: StreamId) -> Vec<Reader> {
        let mut readers = Vec::new();
        let mut add = |reader| {
            if !readers.contains(&reader) {
                readers.push(reader);
            }
        };
        for hot in self.fed(id).into_iter().filter_map(|it| self.branch(it).as_hot()) {
            add(match hot.engine {
                engines::Name::Lambda => Reader::Function,
                engine @ (engines::Name::Flink | engines::Name::KinesisAnalyticsSql) => {
                    Reader::Application(engine)
                }
            });
        }
        let cold = self.readers(Input::Stream(id)).filter(|it| it.as_hot().is_none());
        for target in cold.flat_map(|it| &it.to) {
            if let Target::Sink(sink) = target.value {
                add(Reader::Delivery(sink));
            }
        }
        let accounts = &self.streams[id.0].readers;
        let first = |account: &Spanned<String>| accounts.iter().position(|it| it.value == account.value);
        accounts.iter().filter_map(first).map(Reader::Account).for_each(add);
        readers
    }

    /// Whether a delivery stream reads a stream.
    pub fn is_delivered(&self, id: StreamId) -> bool {
        self.reading(id).iter().any(|it| matches!(it, Reader::Delivery(_)))
    }

    /// The shards of each stream that declares a load, now that all that reads it is known.
    pub(super) fn work_out_shards(&mut self) {
        for index in 0..self.streams.len() {
            let readers = self.reading(StreamId(index)).len();
            let stream = &mut self.streams[index];
            if let Some(load) = &stream.load {
                stream.shards = Some(Spanned::new(load.needs(readers).shards(), load.span));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Load;
    use crate::source::{Span, Spanned};
    use crate::syntax::Bytes;

    fn check(records: u32, bytes: u64, readers: usize, expect: u32) {
        let at = Span::default();
        let load =
            Load { records: Spanned::new(records, at), size: Spanned::new(Bytes { bytes }, at), span: at };
        assert_eq!(load.needs(readers).shards(), expect, "{records}/s of {bytes} B for {readers}");
    }

    #[test]
    fn the_greatest_need_decides() {
        check(1_000, 300, 2, 1);
        check(1_001, 300, 2, 2);
        check(1_000, 1_048, 2, 1);
        check(1_000, 1_049, 2, 2);
        check(1_000, 1_024, 3, 2);
        check(20_000, 1_024, 1, 20);
        check(20_000, 1_024, 5, 49);
        check(1, 1, 0, 1);
        check(u32::MAX, 999_999_999 << 30, 9, u32::MAX);
    }
}
