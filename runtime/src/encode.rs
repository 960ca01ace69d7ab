//! The one output form of values and rows.

use crate::row::Row;
use crate::value::Value;
use std::fmt::Write;

/// A row as one JSON object: the columns of these names, in this order, a null written as `null`.
pub fn row<'n>(names: impl IntoIterator<Item = &'n str>, row: &Row<'_>) -> String {
    let mut json = String::new();
    push_row(names, row, &mut json);
    json
}

/// The same at the end of `json`.
pub fn push_row<'n>(names: impl IntoIterator<Item = &'n str>, row: &Row<'_>, json: &mut String) {
    json.push('{');
    for (index, name) in names.into_iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        quoted(name, json);
        json.push(':');
        value(row.get(index), json);
    }
    json.push('}');
}

/// A value as JSON, at the end of `json`.
pub fn value(value: &Value<'_>, json: &mut String) {
    // Writing to a string cannot fail.
    let _ = match value {
        Value::Null => write!(json, "null"),
        Value::Text(text) => {
            quoted(text, json);
            Ok(())
        }
        Value::Whole(whole) => write!(json, "{whole}"),
        Value::Double(it) => write!(json, "{}", double(*it)),
        Value::Decimal(decimal) => write!(json, "{decimal}"),
        Value::Boolean(boolean) => write!(json, "{boolean}"),
        Value::Timestamp(timestamp) => write!(json, "\"{timestamp}\""),
    };
}

/// The shortest digits that read back as this double, always with a point or an exponent: `500.0`, `0.1`, `1e300`.
pub fn double(double: f64) -> String {
    format!("{double:?}")
}

/// A JSON text with only the escapes that JSON demands, at the end of `json`.
pub fn quoted(text: &str, json: &mut String) {
    json.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'"' | b'\\' | 0..0x20)) {
        json.push_str(text.get(plain..at).unwrap_or(""));
        escape(byte, json);
        plain = at + 1;
    }
    json.push_str(text.get(plain..).unwrap_or(""));
    json.push('"');
}

fn escape(byte: u8, json: &mut String) {
    let short = match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        0x08 => "\\b",
        b'\t' => "\\t",
        b'\n' => "\\n",
        0x0c => "\\f",
        b'\r' => "\\r",
        _ => return json.push_str(&format!("\\u{byte:04x}")),
    };
    json.push_str(short);
}

#[cfg(test)]
mod tests {
    use super::{double, row};
    use crate::decimal::Decimal;
    use crate::row::Row;
    use crate::timestamp::Timestamp;
    use crate::value::Value;

    fn check(value: impl Into<Value<'static>>, expect: &str) {
        assert_eq!(row(["v"], &Row::new(vec![value.into()])), format!("{{\"v\":{expect}}}"));
    }

    #[test]
    fn every_type_has_one_form() {
        check(Value::Null, "null");
        check(-5, "-5");
        check(500.0, "500.0");
        check(1e300, "1e300");
        check(Decimal::parse("12.50"), "12.50");
        check(true, "true");
        check(Timestamp(0), "\"1970-01-01T00:00:00.000Z\"");
    }

    #[test]
    fn text_is_raw_but_for_what_json_demands() {
        check("a/ä😀\u{7f}", "\"a/ä😀\u{7f}\"");
        check("\"\\\n\u{1}", r#""\"\\\n\u0001""#);
    }

    #[test]
    fn a_double_reads_back() {
        for it in [0.1, -0.0, 1e16, 123456789.125, 5e-324, f64::MAX, 1e-7, 9007199254740993.0] {
            assert_eq!(double(it).parse(), Ok(it));
        }
    }

    #[test]
    fn columns_come_in_order() {
        let values = Row::new(vec![1.into(), "x".into()]);
        assert_eq!(row(["b", "a"], &values), r#"{"b":1,"a":"x"}"#);
        assert_eq!(row([], &Row::default()), "{}");
    }
}
