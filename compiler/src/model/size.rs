//! The most bytes that a row can take, where its columns' types bound it.

use super::Column;
use pipec_runtime::encode;
use pipec_runtime::types::Type;

/// Bytes of a code point in UTF-8, at most.
const CODE_POINT: u64 = 4;
/// Bytes of a code point in JSON, at most: a control character is `\u001f`.
const ESCAPED: u64 = 6;
/// `2026-01-01T00:00:00.000Z`.
const TIMESTAMP: u64 = 24;
const NULL: u64 = 4;
/// A sign, 17 digits, a point and an exponent.
const DOUBLE: u64 = 24;
/// A number of an item (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>).
const ITEM_NUMBER: u64 = 21;
/// The name and the value of the row's id, `pipec_id`.
const ID: u64 = 8 + 32;
/// The word for the type of a message's attribute, `String`.
const ATTRIBUTE: u64 = 6;

/// The bytes of a row as one JSON object; none where a column is unbounded.
pub fn json<'c>(columns: impl IntoIterator<Item = &'c Column>) -> Option<u64> {
    // A colon and a comma each, but for the last, and braces.
    let each = columns.into_iter().map(|it| Some(quoted(&it.name.value) + 2 + value(it)?));
    each.sum::<Option<u64>>().map(|it| it + 1)
}

/// The bytes of a row as a message, with its id beside it.
pub fn message<'c>(columns: impl IntoIterator<Item = &'c Column>) -> Option<u64> {
    json(columns).map(|it| it + ID + ATTRIBUTE)
}

/// The bytes of a row as an item of a table, with its id.
pub fn item<'c>(columns: impl IntoIterator<Item = &'c Column>) -> Option<u64> {
    let each = columns.into_iter().map(|it| Some(length(&it.name.value) + attribute(it.ty)?));
    each.sum::<Option<u64>>().map(|it| it + ID)
}

/// The bytes that a column's value takes as JSON.
pub fn value(column: &Column) -> Option<u64> {
    let bytes = match column.ty {
        Type::Varchar(length) => u64::from(length) * ESCAPED + 2,
        Type::String => return None,
        Type::Integer => 11,
        Type::Bigint => 20,
        Type::Double => DOUBLE,
        // A sign, a point where there is a fraction, and a zero where that is all.
        Type::Decimal { precision, scale } => {
            u64::from(precision) + 1 + u64::from(scale > 0) + u64::from(precision == scale)
        }
        Type::Boolean => 5,
        Type::Timestamp => TIMESTAMP + 2,
    };
    Some(if column.nullable { bytes.max(NULL) } else { bytes })
}

fn attribute(ty: Type) -> Option<u64> {
    Some(match ty {
        Type::Varchar(length) => u64::from(length) * CODE_POINT,
        Type::String => return None,
        Type::Integer | Type::Bigint | Type::Double | Type::Decimal { .. } => ITEM_NUMBER,
        Type::Boolean => 1,
        Type::Timestamp => TIMESTAMP,
    })
}

/// A name as JSON has it.
fn quoted(name: &str) -> u64 {
    let mut json = String::new();
    encode::quoted(name, &mut json);
    length(&json)
}

fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Column, json};
    use crate::source::{Span, Spanned};
    use pipec_runtime::column::Format;
    use pipec_runtime::decimal::Decimal;
    use pipec_runtime::encode;
    use pipec_runtime::row::Row;
    use pipec_runtime::timestamp::Timestamp;
    use pipec_runtime::types::Type;
    use pipec_runtime::value::Value;

    fn column(ty: Type) -> Column {
        Column {
            name: Spanned::new("a \"b\"".to_owned(), Span::default()),
            ty,
            nullable: false,
            path: Vec::new(),
            format: Format::Plain,
            examples: Vec::new(),
        }
    }

    fn check(ty: Type, largest: impl Into<Value<'static>>) {
        let columns = [column(ty), column(Type::Boolean)];
        let row = Row::new(vec![largest.into(), false.into()]);
        let names = columns.iter().map(|it| it.name.value.as_str());
        assert_eq!(json(&columns), u64::try_from(encode::row(names, &row).len()).ok(), "{ty}");
    }

    #[test]
    fn the_largest_value_of_each_type_takes_just_that() {
        check(Type::Varchar(3), "\u{1}\u{1f}\u{2}");
        check(Type::Integer, i64::from(i32::MIN));
        check(Type::Bigint, i64::MIN);
        check(Type::Double, -2.2250738585072014e-308);
        check(Type::Boolean, false);
        check(Type::Timestamp, Timestamp(0));
        let decimal = |text: &str| Decimal::parse(text).expect("it is a decimal");
        check(Type::Decimal { precision: 5, scale: 2 }, decimal("-123.45"));
        check(Type::Decimal { precision: 2, scale: 2 }, decimal("-0.45"));
        check(Type::Decimal { precision: 2, scale: 0 }, decimal("-45"));
        assert_eq!(json(&[column(Type::String)]), None);
    }
}
