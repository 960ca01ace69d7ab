//! The slow decoder: the whole record as a tree first, then column by column.

use super::json::{self, Json};
use pipec_runtime::column::{Column, Format};
use pipec_runtime::encode;
use pipec_runtime::fault::Reason;
use pipec_runtime::literal;
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// The row of a record as JSON, or why there is none.
pub fn decode(record: &[u8], columns: &[Column<'_>]) -> Result<String, Reason> {
    let text = String::from_utf8(record.to_vec()).map_err(|_| Reason::Malformed)?;
    let record = json::read(&text).filter(|it| matches!(it, Json::Object(_))).ok_or(Reason::Malformed)?;
    let mut values = Vec::new();
    for column in columns {
        values.push(match found(&record, column.path) {
            Some(json) if *json != Json::Bare("null".to_owned()) => {
                value(json, column).ok_or(Reason::Type)?
            }
            Some(_) | None if column.nullable => Value::Null,
            Some(_) | None => return Err(Reason::Missing),
        });
    }
    Ok(encode::row(columns.iter().map(|it| it.name), &Row::new(values)))
}

/// The last of the values at a path.
fn found<'j>(json: &'j Json, path: &[&str]) -> Option<&'j Json> {
    let Some((key, rest)) = path.split_first() else { return Some(json) };
    let Json::Object(members) = json else { return None };
    found(&members.iter().rfind(|(name, _)| name == key)?.1, rest)
}

fn value(json: &Json, column: &Column<'_>) -> Option<Value<'static>> {
    match (json, column.ty) {
        (Json::Text(text), Type::Varchar(length)) => {
            (text.chars().count() <= length as usize).then(|| Value::from(text.as_str()).into_owned())
        }
        (Json::Text(text), Type::String) => Some(Value::from(text.as_str()).into_owned()),
        (Json::Text(text), Type::Timestamp) if column.format == Format::Plain => {
            Timestamp::parse(text).map(Value::Timestamp)
        }
        (Json::Bare(bare), ty) => self::bare(bare, ty, column.format),
        (Json::Text(_) | Json::List | Json::Object(_), _) => None,
    }
}

fn bare(bare: &str, ty: Type, format: Format) -> Option<Value<'static>> {
    let whole = || bare.parse::<i128>().ok();
    let within = |least: i128, most: i128| {
        let whole = whole().filter(|it| (least..=most).contains(it))?;
        i64::try_from(whole).ok()
    };
    let is_number = !matches!(bare, "true" | "false");
    match ty {
        Type::Integer => within(i32::MIN.into(), i32::MAX.into()).map(Value::Whole),
        Type::Bigint => within(i64::MIN.into(), i64::MAX.into()).map(Value::Whole),
        Type::Double if is_number => bare.parse().ok().filter(|it: &f64| it.is_finite()).map(Value::Double),
        Type::Decimal { precision, scale } => {
            literal::decimal(bare, precision, scale).ok().map(Value::Decimal)
        }
        Type::Boolean if !is_number => Some(Value::Boolean(bare == "true")),
        Type::Timestamp => {
            let scale = match format {
                Format::Plain => return None,
                Format::EpochMillis => 1,
                Format::EpochSeconds => 1000,
            };
            let millis = whole()?.checked_mul(scale)?;
            Timestamp::from_millis(i64::try_from(millis).ok()?).map(Value::Timestamp)
        }
        Type::Varchar(_) | Type::String | Type::Double | Type::Boolean => None,
    }
}
