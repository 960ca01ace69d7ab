//! A value of any type, as the interpreter and a row hold it.

use crate::decimal::Decimal;
use crate::timestamp::Timestamp;
use std::borrow::Cow;

/// A value; text borrows from the record where it can.
#[cfg_attr(feature = "windows", derive(serde::Serialize, serde::Deserialize))]
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// `varchar(n)` and `string`.
    Text(Cow<'a, str>),
    /// `integer` and `bigint`.
    Whole(i64),
    /// `double`, always finite.
    Double(f64),
    /// `decimal(p,s)`.
    Decimal(Decimal),
    /// `boolean`.
    Boolean(bool),
    /// `timestamp`.
    Timestamp(Timestamp),
}

impl<'a> Value<'a> {
    /// The text, if it is one.
    pub fn text(&self) -> Option<Cow<'a, str>> {
        if let Value::Text(it) = self { Some(it.clone()) } else { None }
    }

    /// The whole number, if it is one.
    pub fn whole(&self) -> Option<i64> {
        if let Value::Whole(it) = self { Some(*it) } else { None }
    }

    /// The double, if it is one.
    pub fn double(&self) -> Option<f64> {
        if let Value::Double(it) = self { Some(*it) } else { None }
    }

    /// The decimal, if it is one.
    pub fn decimal(&self) -> Option<Decimal> {
        if let Value::Decimal(it) = self { Some(*it) } else { None }
    }

    /// The boolean, if it is one.
    pub fn boolean(&self) -> Option<bool> {
        if let Value::Boolean(it) = self { Some(*it) } else { None }
    }

    /// The timestamp, if it is one.
    pub fn timestamp(&self) -> Option<Timestamp> {
        if let Value::Timestamp(it) = self { Some(*it) } else { None }
    }

    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The same value, with its text copied out of the record.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Text(it) => Value::Text(Cow::Owned(it.into_owned())),
            Value::Whole(it) => Value::Whole(it),
            Value::Double(it) => Value::Double(it),
            Value::Decimal(it) => Value::Decimal(it),
            Value::Boolean(it) => Value::Boolean(it),
            Value::Timestamp(it) => Value::Timestamp(it),
        }
    }
}

/// The memory of values that nobody needs any more, for others.
pub fn recycled<'b>(mut values: Vec<Value<'_>>) -> Vec<Value<'b>> {
    values.clear();
    // The library collects where the values stood.
    values.into_iter().map(Value::into_owned).collect()
}

/// A text constant, as generated code writes it.
pub fn text(text: &str) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(text))
}

/// The value at this index; null where there is none, so that no index is ever a panic.
pub(crate) fn at<'v, 'a>(values: &'v [Value<'a>], index: usize) -> &'v Value<'a> {
    values.get(index).unwrap_or(&Value::Null)
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(it: Cow<'a, str>) -> Value<'a> {
        Value::Text(it)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(it: &'a str) -> Value<'a> {
        Value::Text(Cow::Borrowed(it))
    }
}

impl From<i64> for Value<'_> {
    fn from(it: i64) -> Self {
        Value::Whole(it)
    }
}

impl From<f64> for Value<'_> {
    fn from(it: f64) -> Self {
        Value::Double(it)
    }
}

impl From<Decimal> for Value<'_> {
    fn from(it: Decimal) -> Self {
        Value::Decimal(it)
    }
}

impl From<bool> for Value<'_> {
    fn from(it: bool) -> Self {
        Value::Boolean(it)
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(it: Timestamp) -> Self {
        Value::Timestamp(it)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(it: Option<T>) -> Value<'a> {
        it.map_or(Value::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, recycled};

    #[test]
    fn memory_is_used_again() {
        let record = "text".to_owned();
        let values = vec![Value::from(record.as_str()); 9];
        let place = values.as_ptr().addr();
        let again: Vec<Value<'static>> = recycled(values);
        assert!(again.is_empty() && again.capacity() >= 9);
        assert_eq!(again.as_ptr().addr(), place);
    }
}
