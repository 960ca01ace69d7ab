//! The values of one row, by index, with a getter for each type.

use crate::decimal::Decimal;
use crate::timestamp::Timestamp;
use crate::value::{Value, at};
use std::borrow::Cow;

/// A row: the values of the input's columns, then those of the columns added so far.
///
/// A getter gives none for null. It gives none for a value of another type and beyond the end too, which typed
/// expressions never ask for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row<'a> {
    values: Vec<Value<'a>>,
}

impl<'a> Row<'a> {
    /// The row of these values.
    pub fn new(values: Vec<Value<'a>>) -> Row<'a> {
        Row { values }
    }

    /// Adds a value at the end.
    pub fn push(&mut self, value: impl Into<Value<'a>>) {
        self.values.push(value.into());
    }

    /// All values, in order.
    pub fn values(&self) -> &[Value<'a>] {
        &self.values
    }

    /// All values, without the row.
    pub fn into_values(self) -> Vec<Value<'a>> {
        self.values
    }

    /// The value at this index.
    pub fn get(&self, index: usize) -> &Value<'a> {
        at(&self.values, index)
    }

    /// The text at this index. What borrows from the record is not copied.
    pub fn text(&self, index: usize) -> Option<Cow<'a, str>> {
        self.get(index).text()
    }

    /// The whole number at this index.
    pub fn whole(&self, index: usize) -> Option<i64> {
        self.get(index).whole()
    }

    /// The double at this index.
    pub fn double(&self, index: usize) -> Option<f64> {
        self.get(index).double()
    }

    /// The decimal at this index.
    pub fn decimal(&self, index: usize) -> Option<Decimal> {
        self.get(index).decimal()
    }

    /// The boolean at this index.
    pub fn boolean(&self, index: usize) -> Option<bool> {
        self.get(index).boolean()
    }

    /// The timestamp at this index.
    pub fn timestamp(&self, index: usize) -> Option<Timestamp> {
        self.get(index).timestamp()
    }

    /// The same row, with its texts copied out of the record.
    pub fn into_owned(self) -> Row<'static> {
        Row { values: self.values.into_iter().map(Value::into_owned).collect() }
    }
}
