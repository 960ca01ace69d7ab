//! A stream: decoding, its watermark, and the branches that it feeds, directly or through branches.

use super::closing::{self, Moment};
use super::step::Step;
use super::{FeedState, Origin, Rejected, See, Written};
use crate::model::{Branch, BranchId, Column, Input, Model, Stream, StreamId, Target};
use pipec_runtime::column;
use pipec_runtime::context::Context;
use pipec_runtime::decode::Decoder;
use pipec_runtime::encode;
use pipec_runtime::expr::Expr;
use pipec_runtime::expr::eval::eval;
use pipec_runtime::fault::Reason;
use pipec_runtime::job;
use pipec_runtime::row::Row;
use pipec_runtime::value::{Value, recycled};

/// A stream and the branches that it feeds.
pub struct Feed {
    pipeline: String,
    id: StreamId,
    name: String,
    decoder: Decoder,
    /// The columns that identify a record.
    key: Vec<usize>,
    checks: Vec<Expr>,
    event_time: Option<usize>,
    /// The watermark's delay, in milliseconds.
    delay: i64,
    cold: Vec<BranchId>,
    // INVARIANT: each step stands after the one that it reads.
    steps: Vec<Step>,
    count: u64,
    watermark: Option<i64>,
    /// The memory of the last record's row.
    memory: Vec<Value<'static>>,
}

impl Feed {
    /// The feed of a stream, before its first record.
    pub fn new(model: &Model, id: StreamId) -> Feed {
        let stream = model.stream(id);
        let ids = model.fed(id);
        let cold = model.branches.iter().enumerate().filter(|(_, it)| {
            it.as_hot().is_none() && it.from.as_ref().is_some_and(|it| it.value == Input::Stream(id))
        });
        Feed {
            pipeline: model.name.value.clone(),
            id,
            name: stream.name.value.clone(),
            decoder: decoder(&stream.columns),
            key: stream.id.iter().map(|it| it.value).collect(),
            checks: model.checks(id).iter().map(|(_, it)| it.expr.clone()).collect(),
            event_time: stream.event_time.as_ref().map(|it| it.value),
            delay: delay(stream),
            cold: cold.map(|(at, _)| BranchId(at)).collect(),
            steps: ids.iter().map(|it| Step::new(model, *it, &ids)).collect(),
            count: 0,
            watermark: None,
            memory: Vec::new(),
        }
    }

    /// The stream's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Takes a record: first it counts, then it moves the watermark (semantics 8).
    pub fn accept(&mut self, record: &[u8], context: &Context, written: &mut Written, see: &mut impl See) {
        self.count += 1;
        for branch in &self.cold {
            see.kept(*branch, record);
        }
        if self.steps.is_empty() {
            return;
        }
        let origin = Origin::Record(self.count);
        let row = match self.decoder.decode_into(record, std::mem::take(&mut self.memory)) {
            Ok(row) => row,
            Err(reason) => {
                return see.rejected(Rejected { stream: self.id, branch: None, reason, origin, raw: record });
            }
        };
        if let Err(reason) = self.check(&row, context) {
            return see.rejected(Rejected { stream: self.id, branch: None, reason, origin, raw: record });
        }
        see.accepted(self.id, &row);
        let time = self.event_time.and_then(|it| row.timestamp(it)).map(|it| it.0);
        self.run(&row, record, time, context, written, see);
        self.memory = recycled(row.into_values());
        if let Some(time) = time {
            self.advance(time.saturating_sub(self.delay), context, written, see);
        }
    }

    /// Whether no check is FALSE; the first that is, or that fails, counts.
    fn check(&self, row: &Row<'_>, context: &Context) -> Result<(), Reason> {
        for check in &self.checks {
            if eval(check, row, context)?.boolean() == Some(false) {
                return Err(Reason::Check);
            }
        }
        Ok(())
    }

    /// Counts a record that comes too large to be taken, and rejects it.
    pub fn refuse(&mut self, reason: Reason, raw: &[u8], see: &mut impl See) {
        self.count += 1;
        let origin = Origin::Record(self.count);
        see.rejected(Rejected { stream: self.id, branch: None, reason, origin, raw });
    }

    /// Puts a record's row through all branches.
    fn run(
        &mut self,
        row: &Row<'_>,
        record: &[u8],
        time: Option<i64>,
        context: &Context,
        written: &mut Written,
        see: &mut impl See,
    ) {
        let key = job::key(row, &self.key);
        let origin = match &key {
            Some(key) => Origin::Identified { number: self.count, key },
            None => Origin::Record(self.count),
        };
        let mut rows: Vec<Option<Row<'_>>> = Vec::new();
        for at in 0..self.steps.len() {
            let step = &mut self.steps[at];
            let input = step.reads.map_or(Some(row), |it| rows.get(it).and_then(Option::as_ref));
            let made = match input {
                None => Ok(None),
                Some(input) => {
                    let context = step.context(&self.pipeline, origin, context);
                    see.entered(step.id, input, &context);
                    step.take(input, time.unwrap_or_default(), self.watermark, &context)
                }
            };
            let made = made.unwrap_or_else(|reason| {
                let branch = Some(step.id);
                see.rejected(Rejected { stream: self.id, branch, reason, origin, raw: record });
                None
            });
            if let Some(row) = &made {
                give(self.id, step, row, origin, &|| record.to_vec(), written, see);
            }
            if self.steps[at].is_read {
                rows.resize_with(at, || None);
                rows.push(made);
            }
        }
    }

    /// Moves the watermark, which never goes back, and gives the windows that it closes.
    fn advance(&mut self, to: i64, context: &Context, written: &mut Written, see: &mut impl See) {
        if self.watermark.is_none_or(|it| it < to) {
            let before = self.watermark.replace(to);
            self.give_closed(before, to, context, written, see);
        }
    }

    /// Closes all windows.
    pub fn close(&mut self, context: &Context, written: &mut Written, see: &mut impl See) {
        let before = self.watermark;
        self.give_closed(before, i64::MAX, context, written, see);
    }

    fn give_closed(
        &mut self,
        before: Option<i64>,
        watermark: i64,
        context: &Context,
        written: &mut Written,
        see: &mut impl See,
    ) {
        if !self.steps.iter().any(|it| it.closes_at(watermark)) {
            return;
        }
        let moment = Moment { pipeline: &self.pipeline, before, watermark, context };
        for made in closing::all(&mut self.steps, moment, see) {
            let (id, step) = (self.id, &self.steps[made.step]);
            let (branch, origin) = (Some(step.id), made.origin());
            let raw = || self.steps[made.window].bounds(&made).into_bytes();
            match &made.row {
                Ok(row) => give(id, step, row, origin, &raw, written, see),
                Err(reason) => {
                    see.rejected(Rejected { stream: id, branch, reason: *reason, origin, raw: &raw() });
                }
            }
        }
    }

    /// What it remembers, under its name.
    pub fn state(&self) -> (String, FeedState) {
        let windows = self.steps.iter().filter_map(|it| Some((it.name.clone(), it.windows()?.clone())));
        let state = FeedState { count: self.count, watermark: self.watermark, windows: windows.collect() };
        (self.name.clone(), state)
    }

    /// Goes on from what it remembered.
    pub fn restore(&mut self, mut state: FeedState) {
        (self.count, self.watermark) = (state.count, state.watermark);
        for step in &mut self.steps {
            if let Some(windows) = state.windows.remove(&step.name) {
                step.restore(windows);
            }
        }
    }
}

/// Gives a row to whoever looks, and to the streams that its branch writes.
fn give(
    stream: StreamId,
    step: &Step,
    row: &Row<'_>,
    origin: Origin<'_>,
    raw: &dyn Fn() -> Vec<u8>,
    written: &mut Written,
    see: &mut impl See,
) {
    if let Some(reason) = see.refuses(step.id, row) {
        see.rejected(Rejected { stream, branch: Some(step.id), reason, origin, raw: &raw() });
    }
    see.made(step.id, row, origin);
    for stream in &step.streams {
        let record = encode::row(step.names.iter().map(String::as_str), row);
        written.push_back((*stream, record.into_bytes()));
    }
}

/// The decoder of a stream's columns.
pub fn decoder(columns: &[Column]) -> Decoder {
    let paths: Vec<Vec<&str>> =
        columns.iter().map(|it| it.path.iter().map(String::as_str).collect()).collect();
    let columns: Vec<column::Column<'_>> = columns
        .iter()
        .zip(&paths)
        .map(|(it, path)| column::Column {
            name: &it.name.value,
            ty: it.ty,
            nullable: it.nullable,
            path,
            format: it.format,
        })
        .collect();
    Decoder::new(&columns)
}

fn delay(stream: &Stream) -> i64 {
    i64::try_from(stream.watermark.delay.value.millis).unwrap_or(i64::MAX)
}

/// The streams among what a branch writes.
pub fn streams(branch: &Branch) -> Vec<StreamId> {
    let stream = |target: Target| match target {
        Target::Stream(id) => Some(id),
        Target::Sink(_) => None,
    };
    branch.to.iter().filter_map(|it| stream(it.value)).collect()
}
