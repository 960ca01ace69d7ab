//! Aggregates: functions over the records of a window (semantics 10), one file each.
//!
//! A new aggregate is one file and one line in [`ALL`]. What it remembers is one of the [`State`]s.

mod avg;
mod count;
mod max;
mod min;
mod state;
mod stddev_pop;
mod stddev_samp;
mod sum;

pub use state::State;

use crate::expr::Expr;
use crate::fault::Reason;
use crate::types::Type;
use crate::value::Value;

/// All aggregates, by name.
pub static ALL: &[&Aggregate] = &[
    &avg::AGGREGATE,
    &count::AGGREGATE,
    &max::AGGREGATE,
    &min::AGGREGATE,
    &stddev_pop::AGGREGATE,
    &stddev_samp::AGGREGATE,
    &sum::AGGREGATE,
];

/// The aggregate of this name, in lower case.
pub fn named(name: &str) -> Option<&'static Aggregate> {
    ALL.iter().copied().find(|it| it.name == name)
}

/// A function over the records of a window. Nulls are skipped before it sees them.
#[derive(Debug)]
pub struct Aggregate {
    /// Its name, in lower case.
    pub name: &'static str,
    /// What it gives, in a sentence.
    pub meaning: &'static str,
    /// The type of its value for an argument of this type; none where it does not take such.
    pub gives: fn(Type) -> Option<Type>,
    /// What its argument must be, for a message: `a number`.
    pub takes: &'static str,
    /// Whether its value may be null.
    pub nullable: bool,
    /// Whether it may be asked for distinct values only.
    pub distinct: bool,
    /// Whether it is also called with `*`, which counts records.
    pub star: bool,
    /// What it remembers before the first value: the argument's type, and whether only distinct values count.
    pub start: fn(Type, bool) -> State,
    /// Its value for what it remembers.
    pub result: fn(&State) -> Result<Value<'static>, Reason>,
}

/// An aggregate is its name: there is one of each in the table.
impl PartialEq for Aggregate {
    fn eq(&self, other: &Aggregate) -> bool {
        self.name == other.name
    }
}

/// A call of an aggregate in a branch.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The aggregate.
    pub aggregate: &'static Aggregate,
    /// Its argument, over the record; none is `*`.
    pub argument: Option<Expr>,
    /// Its `filter (where …)`, over the record.
    pub filter: Option<Expr>,
    /// Whether only distinct values count.
    pub distinct: bool,
}

impl Call {
    /// What it remembers before the first value.
    pub fn start(&self) -> State {
        // A record that `*` counts is a value that is there.
        (self.aggregate.start)(self.argument.as_ref().map_or(Type::Boolean, |it| it.ty), self.distinct)
    }

    /// Its value for what it remembers.
    pub fn result(&self, state: &State) -> Result<Value<'static>, Reason> {
        (self.aggregate.result)(state)
    }
}
