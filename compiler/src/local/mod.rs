//! The embedded engine: a pipeline's branches over records, in one process, exactly as the pipeline means them.
//!
//! It is pure: what it makes of records depends on them, their order and the given times alone. Streams that branches
//! write are fed as Kinesis would feed them: with the bytes of rows, which are decoded anew.

mod closing;
mod feed;
pub mod lines;
pub mod outlets;
pub mod produce;
mod routes;
mod step;
pub mod tally;
pub mod test;
mod window;

pub use routes::{Holds, Put, Route, item_key, put, routes};

use crate::model::{BranchId, Model, StreamId, Target};
use feed::Feed;
use pipec_runtime::context::Context;
use pipec_runtime::fault::Reason;
use pipec_runtime::identity::{self, Identity, Position};
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::value::Value;
use pipec_runtime::window::Windows;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// The engine of one pipeline, with the windows that are open.
pub struct Engine {
    context: Context,
    feeds: Vec<Feed>,
    /// Streams, those that branches of another write after that one.
    order: Vec<StreamId>,
}

/// Whoever looks at what the engine does.
pub trait See {
    /// A stream has accepted a record, which decodes to this row.
    fn accepted(&mut self, _stream: StreamId, _row: &Row<'_>) {}
    /// A hot branch looks at this row of its input.
    fn entered(&mut self, _branch: BranchId, _row: &Row<'_>, _context: &Context) {}
    /// Why a target of a hot branch can never take this row, which is then rejected; the other targets take it.
    fn refuses(&mut self, _branch: BranchId, _row: &Row<'_>) -> Option<Reason> {
        None
    }
    /// So many windows of a hot branch have closed, each with one key.
    fn closed(&mut self, _branch: BranchId, _windows: usize) {}
    /// A window of a branch closes with this row: its key, its bounds, aggregates and added columns. `output` is what
    /// it gives where `having` lets it through.
    fn closes(&mut self, _branch: BranchId, _row: &Row<'_>, _output: &Row<'_>, _context: &Context) {}
    /// A hot branch has made a row.
    fn made(&mut self, branch: BranchId, row: &Row<'_>, origin: Origin<'_>);
    /// A cold branch keeps a record.
    fn kept(&mut self, branch: BranchId, record: &[u8]);
    /// A record, or a row of a window, can never be taken.
    fn rejected(&mut self, rejected: Rejected<'_>);
}

/// What a row was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// The record of this number in its stream; the first is 1.
    Record(u64),
    /// The record of this number, which is identified by what it has in columns of its stream.
    Identified {
        /// The number.
        number: u64,
        /// What it has there, as [`key`](pipec_runtime::key) writes it.
        key: &'a [u8],
    },
    /// A window.
    Window {
        /// Its start, in milliseconds since 1970.
        start: i64,
        /// Its end.
        end: i64,
        /// Its key, as [`key`](pipec_runtime::key) writes it.
        key: &'a [u8],
    },
}

impl Origin<'_> {
    /// The id of what a branch, or a stream that rejected it, makes of this.
    pub fn id(self, pipeline: &str, branch: &str) -> String {
        match self {
            Origin::Record(number) => {
                identity::id(pipeline, branch, Identity::Position(&Position::local(number)))
            }
            Origin::Identified { key, .. } => identity::id(pipeline, branch, Identity::Columns(key)),
            Origin::Window { start, end, key } => {
                identity::id(pipeline, branch, Identity::Window { start, end, key })
            }
        }
    }

    /// Where it stands in its stream; none for a window.
    pub fn position(self) -> Option<Position> {
        match self {
            Origin::Record(number) | Origin::Identified { number, .. } => Some(Position::local(number)),
            Origin::Window { .. } => None,
        }
    }
}

/// What can never be taken, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rejected<'a> {
    /// The stream that it came by.
    pub stream: StreamId,
    /// The branch that could not take it; none where it did not decode.
    pub branch: Option<BranchId>,
    /// Why.
    pub reason: Reason,
    /// What it is.
    pub origin: Origin<'a>,
    /// The record's bytes, or the bounds and key of a window's row.
    pub raw: &'a [u8],
}

/// What an engine remembers between records. It means something to an engine of the same pipeline only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// By stream.
    feeds: BTreeMap<String, FeedState>,
}

/// What is remembered of a stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct FeedState {
    /// How many records came.
    count: u64,
    /// The watermark, once a record was accepted.
    watermark: Option<i64>,
    /// The open windows, by branch.
    windows: BTreeMap<String, Windows>,
}

/// The values of the thresholds as the file has them.
pub fn thresholds(model: &Model) -> Vec<Value<'static>> {
    model.thresholds.iter().map(|it| it.value.value.clone()).collect()
}

impl Engine {
    /// The engine of a model without errors, with these thresholds, in the model's order.
    pub fn new(model: &Model, thresholds: Vec<Value<'static>>) -> Engine {
        let feeds = (0..model.streams.len()).map(|it| Feed::new(model, StreamId(it))).collect();
        Engine { context: Context::new(Timestamp(0), thresholds), feeds, order: order(model) }
    }

    /// Takes the next record of a stream, at this processing time, and all that comes of it.
    pub fn accept(&mut self, stream: StreamId, record: &[u8], now: Timestamp, see: &mut impl See) {
        self.context.now = now;
        let mut written = VecDeque::new();
        self.feeds[stream.0].accept(record, &self.context, &mut written, see);
        self.drain(written, see);
    }

    /// Counts a record that no stream would have carried, and rejects it with what is known of its bytes.
    pub fn refuse(&mut self, stream: StreamId, reason: Reason, raw: &[u8], see: &mut impl See) {
        self.feeds[stream.0].refuse(reason, raw, see);
    }

    /// Closes all windows: nothing comes after this.
    pub fn close(&mut self, now: Timestamp, see: &mut impl See) {
        self.context.now = now;
        for at in 0..self.order.len() {
            let mut written = VecDeque::new();
            self.feeds[self.order[at].0].close(&self.context, &mut written, see);
            self.drain(written, see);
        }
    }

    /// Takes the rows that branches have written to streams, and all that comes of them.
    fn drain(&mut self, mut written: Written, see: &mut impl See) {
        while let Some((stream, record)) = written.pop_front() {
            self.feeds[stream.0].accept(&record, &self.context, &mut written, see);
        }
    }

    /// What it remembers.
    pub fn state(&self) -> State {
        State { feeds: self.feeds.iter().map(Feed::state).collect() }
    }

    /// Goes on from what an engine of the same pipeline remembered.
    pub fn restore(&mut self, mut state: State) {
        for feed in &mut self.feeds {
            if let Some(state) = state.feeds.remove(feed.name()) {
                feed.restore(state);
            }
        }
    }
}

/// Rows on their way into streams.
type Written = VecDeque<(StreamId, Vec<u8>)>;

/// The streams, each after those whose branches write it.
fn order(model: &Model) -> Vec<StreamId> {
    let mut order = Vec::new();
    // The gate refuses cycles, so each round finds one more.
    while order.len() < model.streams.len() {
        let next = (0..model.streams.len()).map(StreamId).find(|id| {
            let from = model.writers(Target::Stream(*id)).filter_map(|it| model.root(it));
            !order.contains(id) && from.into_iter().all(|it| order.contains(&it))
        });
        match next {
            Some(id) => order.push(id),
            None => break,
        }
    }
    order
}
