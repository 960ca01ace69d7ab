//! Keys of groups and of records as bytes: equal keys have equal bytes, and bytes are ordered as keys are (semantics 12: null first).

use crate::decimal::Decimal;
use crate::timestamp::Timestamp;
use crate::types::Type;
use crate::value::Value;
use std::borrow::Cow;

const NULL: u8 = 0;
const VALUE: u8 = 1;
/// Ends a text; a zero byte inside of one is followed by `INSIDE`.
const END: [u8; 2] = [0, 0];
const INSIDE: u8 = 0xff;

/// Puts a value at the end of a key. All values at one place of a key are of one type, decimals of one scale.
pub fn push(value: &Value<'_>, key: &mut Vec<u8>) {
    key.push(if value.is_null() { NULL } else { VALUE });
    match value {
        Value::Null => {}
        Value::Text(it) => push_text(it.as_bytes(), key),
        Value::Whole(it) => key.extend((*it ^ i64::MIN).to_be_bytes()),
        Value::Timestamp(it) => key.extend((it.0 ^ i64::MIN).to_be_bytes()),
        Value::Double(it) => key.extend(ordered(*it).to_be_bytes()),
        Value::Decimal(it) => {
            key.push(it.scale());
            key.extend((it.digits() ^ i128::MIN).to_be_bytes());
        }
        Value::Boolean(it) => key.push(u8::from(*it)),
    }
}

fn push_text(text: &[u8], key: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(0, rest) {
        let (before, after) = rest.split_at(at + 1);
        key.extend(before);
        key.push(INSIDE);
        rest = after;
    }
    key.extend(rest);
    key.extend(END);
}

/// Bits that are ordered as doubles are; both zeros are one value.
fn ordered(double: f64) -> u64 {
    let bits = (double + 0.0).to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

/// The values of a key whose places have these types; what is no such key gives nulls.
pub fn values(key: &[u8], types: &[Type]) -> Vec<Value<'static>> {
    let mut rest = key;
    types.iter().map(|ty| take(&mut rest, *ty).unwrap_or(Value::Null)).collect()
}

fn take(rest: &mut &[u8], ty: Type) -> Option<Value<'static>> {
    if take_one(rest)? == NULL {
        return Some(Value::Null);
    }
    Some(match ty {
        Type::Varchar(_) | Type::String => Value::Text(Cow::Owned(take_text(rest)?)),
        Type::Integer | Type::Bigint => Value::Whole(take_whole(rest)?),
        Type::Timestamp => Value::Timestamp(Timestamp(take_whole(rest)?)),
        Type::Double => {
            let bits = u64::from_be_bytes(take_array(rest)?);
            Value::Double(f64::from_bits(if bits >> 63 == 1 { bits & !(1 << 63) } else { !bits }))
        }
        Type::Decimal { .. } => {
            let scale = take_one(rest)?;
            Value::Decimal(Decimal::new(i128::from_be_bytes(take_array(rest)?) ^ i128::MIN, scale)?)
        }
        Type::Boolean => Value::Boolean(take_one(rest)? == 1),
    })
}

fn take_one(rest: &mut &[u8]) -> Option<u8> {
    take_array::<1>(rest).map(|[it]| it)
}

fn take_whole(rest: &mut &[u8]) -> Option<i64> {
    Some(i64::from_be_bytes(take_array(rest)?) ^ i64::MIN)
}

fn take_array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
}

fn take_text(rest: &mut &[u8]) -> Option<String> {
    let mut text = Vec::new();
    loop {
        let at = memchr::memchr(0, rest)?;
        let (before, after) = rest.split_at(at);
        text.extend(before);
        *rest = after.get(2..)?;
        if after.get(1) != Some(&INSIDE) {
            return String::from_utf8(text).ok();
        }
        text.push(0);
    }
}

#[cfg(test)]
mod tests {
    use super::{push, values};
    use crate::decimal::Decimal;
    use crate::timestamp::Timestamp;
    use crate::types::Type;
    use crate::value::Value;

    fn key(values: &[Value<'_>]) -> Vec<u8> {
        let mut key = Vec::new();
        values.iter().for_each(|it| push(it, &mut key));
        key
    }

    fn ascending(ty: Type, column: &[Value<'static>]) {
        let keys: Vec<_> = column.iter().map(|it| key(&[it.clone(), 7.into()])).collect();
        assert!(keys.is_sorted_by(|left, right| left < right), "{column:?}");
        for (key, value) in keys.iter().zip(column) {
            assert_eq!(values(key, &[ty, Type::Bigint]), [value.clone(), 7.into()]);
        }
    }

    #[test]
    fn keys_are_ordered_as_their_values_and_give_them_back() {
        let texts = ["", "\0", "\0\0", "\0a", "a", "a\0", "a\0b", "aa", "b", "é"];
        ascending(Type::String, &[Value::Null].into_iter().chain(texts.map(Value::from)).collect::<Vec<_>>());
        ascending(Type::Bigint, &[Value::Null, i64::MIN.into(), (-1).into(), 0.into(), i64::MAX.into()]);
        ascending(Type::Double, &[f64::MIN, -1.5, -5e-324, 0.0, 5e-324, 1.5, f64::MAX].map(Value::from));
        let decimal = |it: &str| Value::from(Decimal::parse(it));
        let ty = Type::Decimal { precision: 4, scale: 2 };
        ascending(ty, &[Value::Null, decimal("-1.50"), decimal("0.00"), decimal("1.05")]);
        ascending(Type::Boolean, &[Value::Null, false.into(), true.into()]);
        ascending(Type::Timestamp, &[Value::Null, Timestamp(-1).into(), Timestamp(0).into()]);
    }

    #[test]
    fn both_zeros_are_one_key() {
        assert_eq!(key(&[(-0.0).into()]), key(&[0.0.into()]));
    }

    #[test]
    fn no_key_of_two_values_passes_for_another() {
        assert_ne!(key(&["a".into(), "b".into()]), key(&["ab".into(), "".into()]));
        assert_ne!(key(&[Value::Null, "a".into()]), key(&["a".into(), Value::Null]));
    }
}
