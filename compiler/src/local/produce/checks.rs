//! The `check`s of a stream's columns, which records that are meant to be right must pass.

use crate::local::{feed, thresholds};
use crate::model::{Model, StreamId};
use pipec_runtime::context::Context;
use pipec_runtime::decode::Decoder;
use pipec_runtime::expr::Expr;
use pipec_runtime::expr::eval::eval;
use pipec_runtime::timestamp::Timestamp;

/// How often a record is made anew until it passes.
pub const TRIES: usize = 64;

/// The checks of a stream, with what they are worked out by.
#[derive(Debug, Clone)]
pub struct Checks {
    decoder: Decoder,
    checks: Vec<Expr>,
    context: Context,
}

impl Checks {
    /// Those of a stream; `now()` is when the first record happens.
    pub fn of(model: &Model, stream: StreamId, start: Timestamp) -> Checks {
        Checks {
            decoder: feed::decoder(&model.stream(stream).columns),
            checks: model.checks(stream).iter().map(|(_, it)| it.expr.clone()).collect(),
            context: Context::new(start, thresholds(model)),
        }
    }

    /// Whether a record passes all of them; one without any is not looked at.
    pub fn pass(&self, record: &[u8]) -> bool {
        if self.checks.is_empty() {
            return true;
        }
        let Ok(row) = self.decoder.decode(record) else { return false };
        let passes = |it: &Expr| eval(it, &row, &self.context).is_ok_and(|it| it.boolean() != Some(false));
        self.checks.iter().all(passes)
    }
}
