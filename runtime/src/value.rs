//! A value of any type, as the interpreter and a row hold it.

use crate::decimal::Decimal;
use crate::timestamp::Timestamp;
use std::borrow::Cow;

/// A value; text borrows from the record where it can.
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
