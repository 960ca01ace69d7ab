//! What expressions see beside the row.

use crate::decimal::Decimal;
use crate::timestamp::Timestamp;
use crate::value::{Value, at};
use std::borrow::Cow;
use std::time::{SystemTime, UNIX_EPOCH};

/// What expressions see beside the row.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// The processing time of the record's batch (semantics 18).
    pub now: Timestamp,
    /// The values of the thresholds, in the order the pipeline declares them.
    pub thresholds: Vec<Value<'static>>,
    /// The id of what the branch at hand makes of its record (semantics 13); empty for a branch that never asks for it.
    pub record_id: String,
}

impl Context {
    /// What every record of a batch sees.
    pub fn new(now: Timestamp, thresholds: Vec<Value<'static>>) -> Context {
        Context { now, thresholds, record_id: String::new() }
    }

    /// What one record sees in a branch that asks for its id.
    pub fn of_record(&self, id: String) -> Context {
        Context { record_id: id, ..self.clone() }
    }

    /// The threshold at this index.
    pub fn get(&self, index: usize) -> &Value<'static> {
        at(&self.thresholds, index)
    }

    /// The text threshold at this index.
    pub fn text(&self, index: usize) -> Option<Cow<'static, str>> {
        self.get(index).text()
    }

    /// The whole threshold at this index.
    pub fn whole(&self, index: usize) -> Option<i64> {
        self.get(index).whole()
    }

    /// The double threshold at this index.
    pub fn double(&self, index: usize) -> Option<f64> {
        self.get(index).double()
    }

    /// The decimal threshold at this index.
    pub fn decimal(&self, index: usize) -> Option<Decimal> {
        self.get(index).decimal()
    }

    /// The boolean threshold at this index.
    pub fn boolean(&self, index: usize) -> Option<bool> {
        self.get(index).boolean()
    }

    /// The timestamp threshold at this index.
    pub fn timestamp(&self, index: usize) -> Option<Timestamp> {
        self.get(index).timestamp()
    }
}

/// The instant of the machine's clock.
pub fn clock() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).ok().and_then(Timestamp::from_millis).unwrap_or(Timestamp::LAST)
}
