//! The operations of expressions, as plain functions over `Option`: none in, none out.
//!
//! The interpreter and the generated Rust call the same ones.

mod arithmetic;
mod compare;
mod like;

pub use arithmetic::{Number, Remainder, add, div, divide, modulo, multiply, negate, subtract};
pub use compare::{
    Meets, between, distinct, equal, is_in, is_not_null, is_null, less, less_or_equal, more, more_or_equal,
    not_equal,
};
pub use like::{like, valid_like};

use crate::fault::Reason;
use std::borrow::Cow;

/// `a || b`.
pub fn concat<'a>(left: Option<Cow<'a, str>>, right: Option<Cow<'_, str>>) -> Option<Cow<'a, str>> {
    let mut text = left?.into_owned();
    text.push_str(&right?);
    Some(Cow::Owned(text))
}

/// `coalesce(a, b)`: `b` is not evaluated where `a` is a value.
pub fn coalesce<T>(
    first: Option<T>,
    next: impl FnOnce() -> Result<Option<T>, Reason>,
) -> Result<Option<T>, Reason> {
    if first.is_some() { Ok(first) } else { next() }
}
