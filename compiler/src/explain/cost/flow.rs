//! How much flows in a month: the load of streams, and what branches are assumed to keep of it.

use crate::model::{Branch, Hot, Input, Model, StreamId, Target};

/// Seconds of a month of 730 hours.
pub const MONTH: u128 = 730 * 3_600;
/// Of a hundred records, those that a `where` or a `having` is assumed to keep.
pub const KEPT: u128 = 5;
/// The records that a window is assumed to make one row of.
pub const WINDOWED: u128 = 100;

/// Records of a month, and the size of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// The records.
    pub records: u128,
    /// The bytes of each.
    pub bytes: u64,
}

/// A load that is given instead of those that streams declare.
#[derive(Debug, Clone, Copy)]
pub struct Given {
    /// Records a second.
    pub records: u32,
    /// The bytes of each.
    pub bytes: u64,
}

/// A pipeline and the load on it.
#[derive(Debug, Clone, Copy)]
pub struct Flows<'m> {
    /// The pipeline.
    pub model: &'m Model,
    /// The load that is given, if one is.
    pub given: Option<Given>,
}

impl Flow {
    fn of(records: u32, bytes: u64) -> Flow {
        Flow { records: u128::from(records) * MONTH, bytes }
    }

    /// The records as so many units of this size each.
    pub fn units(self, size: u64) -> u128 {
        self.records.saturating_mul(u128::from(self.bytes.div_ceil(size).max(1)))
    }

    /// All bytes.
    pub fn all_bytes(self) -> u128 {
        self.records.saturating_mul(u128::from(self.bytes))
    }

    fn with(self, other: Flow) -> Flow {
        Flow { records: self.records.saturating_add(other.records), bytes: self.bytes.max(other.bytes) }
    }
}

impl Flows<'_> {
    /// What comes into a stream; none where that is not known. A stream that branches write gets their rows.
    pub fn stream(&self, id: StreamId) -> Option<Flow> {
        if self.model.writers(Target::Stream(id)).next().is_some() {
            return self.all_into(Target::Stream(id));
        }
        let declared = self.model.stream(id).load.as_ref();
        let given = self.given.map(|it| Flow::of(it.records, it.bytes));
        given.or_else(|| declared.map(|it| Flow::of(it.records.value, it.size.bytes)))
    }

    /// What all its writers give a target; none where that of one is not known.
    pub fn all_into(&self, target: Target) -> Option<Flow> {
        let mut flows = self.model.writers(target).map(|it| self.branch(it));
        let first = flows.next()??;
        flows.try_fold(first, |sum, flow| Some(sum.with(flow?)))
    }

    /// The rows of the hot branches that write a target.
    pub fn rows_into(&self, target: Target) -> Option<Flow> {
        let mut flows =
            self.model.writers(target).filter(|it| it.as_hot().is_some()).map(|it| self.branch(it));
        let first = flows.next()??;
        flows.try_fold(first, |sum, flow| Some(sum.with(flow?)))
    }

    fn branch(&self, branch: &Branch) -> Option<Flow> {
        let input = match branch.from.as_ref()?.value {
            Input::Stream(id) => self.stream(id)?,
            Input::Branch(id) => self.branch(self.model.branch(id))?,
        };
        Some(Flow { records: branch.as_hot().map_or(input.records, |it| kept(it, input.records)), ..input })
    }
}

/// What a branch is assumed to make of so many records.
fn kept(hot: &Hot, records: u128) -> u128 {
    let filtered = |is: bool, records: u128| if is { records.saturating_mul(KEPT) / 100 } else { records };
    let records = filtered(hot.filter.is_some(), records);
    let records = if hot.window.is_some() { records / WINDOWED } else { records };
    filtered(hot.having.is_some(), records)
}
