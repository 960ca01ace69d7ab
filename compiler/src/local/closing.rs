//! The moment in which a watermark closes windows: their rows, through all that read them, in the order that rows have.

use super::step::Step;
use super::{Origin, See};
use pipec_runtime::context::Context;
use pipec_runtime::fault::Reason;
use pipec_runtime::row::Row;

/// A row of a window, or what a branch behind it made of that.
pub struct Made {
    /// The window's end, in milliseconds since 1970.
    pub end: i64,
    /// Its start.
    pub start: i64,
    /// Its key.
    pub key: Box<[u8]>,
    /// The step that made the row.
    pub step: usize,
    /// The step whose window it was.
    pub window: usize,
    /// The row, or why there is none.
    pub row: Result<Row<'static>, Reason>,
}

impl Made {
    /// What the row was made of.
    pub fn origin(&self) -> Origin<'_> {
        Origin::Window { start: self.start, end: self.end, key: &self.key }
    }
}

/// A watermark that moves.
pub struct Moment<'c> {
    /// The pipeline's name.
    pub pipeline: &'c str,
    /// Where it stood.
    pub before: Option<i64>,
    /// Where it stands.
    pub watermark: i64,
    /// What expressions see beside the row.
    pub context: &'c Context,
}

/// All rows of the windows that the watermark closes, by end, start, key and branch.
pub fn all(steps: &mut [Step], moment: Moment<'_>, see: &mut impl See) -> Vec<Made> {
    let Moment { pipeline, before, watermark, context } = moment;
    let mut all: Vec<Made> = Vec::new();
    for (at, step) in steps.iter_mut().enumerate() {
        let reads = step.reads;
        // INVARIANT: the step that it reads stands before it, so its rows of this moment are there.
        let mut made: Vec<Made> = Vec::new();
        for input in all.iter().filter(|it| Some(it.step) == reads) {
            let Ok(row) = &input.row else { continue };
            let context = step.context(pipeline, input.origin(), context);
            see.entered(step.id, row, &context);
            // The watermark passes a chain with its rows: none of them is late (semantics 12).
            if let Some(row) = step.take(row, input.end - 1, before, &context).transpose() {
                made.push(Made { row, step: at, key: input.key.clone(), ..*input });
            }
        }
        let (count, rows) = step.close(watermark, at, context, see);
        see.closed(step.id, count);
        made.extend(rows);
        all.extend(made);
    }
    all.sort_by(|left, right| {
        order(left).cmp(&order(right)).then(steps[left.step].id.cmp(&steps[right.step].id))
    });
    all
}

fn order(made: &Made) -> (i64, i64, &[u8]) {
    (made.end, made.start, &made.key)
}
