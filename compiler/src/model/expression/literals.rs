//! Constants: of SQL, and of thresholds. Each type has one literal form.

use pipec_runtime::decimal::Decimal;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use std::borrow::Cow;

/// The value of a number as SQL writes it: `5` is whole, `5.0` a decimal, `5e0` a double.
pub(super) fn number(text: &str) -> Option<(Value<'static>, Type)> {
    if text.bytes().all(|it| it.is_ascii_digit() || it == b'-') {
        let value: i64 = text.parse().ok()?;
        let ty = if i32::try_from(value).is_ok() { Type::Integer } else { Type::Bigint };
        return Some((Value::Whole(value), ty));
    }
    if text.contains(['e', 'E']) {
        let value: f64 = text.parse().ok()?;
        return value.is_finite().then_some((Value::Double(value), Type::Double));
    }
    let (whole, fraction) = text.trim_start_matches('-').split_once('.')?;
    let scale = u8::try_from(fraction.len()).ok()?;
    let digits = u8::try_from(whole.trim_start_matches('0').len()).ok()?.checked_add(scale)?;
    let precision = digits.max(1);
    if precision > 38 {
        return None;
    }
    let text = if whole.is_empty() { text.replacen('.', "0.", 1) } else { text.to_owned() };
    let value = Decimal::parse(&text)?.rescale(scale)?;
    Some((Value::Decimal(value), Type::Decimal { precision, scale }))
}

/// The value that a text is as this type; the form that threshold parameters must have.
pub fn literal(text: &str, ty: Type) -> Option<Value<'static>> {
    pipec_runtime::literal::read(Cow::Owned(text.to_owned()), ty).ok()
}

/// A value as text, in the one form that its type has.
pub fn text_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => text.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Double(number) => format!("{number:?}"),
        Value::Decimal(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Timestamp(time) => time.to_string(),
    }
}
