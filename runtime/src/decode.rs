//! The one strict decoder: a record's bytes to a row, driven by a table of columns.
//!
//! The exact way goes over the record once to find the wanted values as raw text, which also shows that the whole is
//! well-formed JSON, and then reads each value by its column's type, in the order of the columns, so that the first
//! fault counts. Whatever is not wanted is skipped without being built. Before it, the direct way takes the records
//! that need none of that care.

mod direct;
mod fields;
mod surrogates;

use crate::column::{Column, Format};
use crate::fault::Reason;
use crate::literal;
use crate::row::Row;
use crate::timestamp::Timestamp;
use crate::types::Type;
use crate::value::Value;
use fields::Field;
use std::borrow::Cow;

/// A decoder for the columns of one stream, made once and used for every record.
#[derive(Debug, Clone)]
pub struct Decoder {
    fields: Vec<Field>,
    slots: Vec<Slot>,
}

/// How the value of one column is read.
#[derive(Debug, Clone, Copy)]
struct Slot {
    ty: Type,
    nullable: bool,
    format: Format,
}

impl Decoder {
    /// The decoder for these columns; it keeps nothing of them borrowed.
    pub fn new(columns: &[Column<'_>]) -> Decoder {
        let slot = |it: &Column<'_>| Slot { ty: it.ty, nullable: it.nullable, format: it.format };
        let paths: Vec<_> = columns.iter().map(|it| it.path).enumerate().collect();
        Decoder { fields: Field::tree(&paths), slots: columns.iter().map(slot).collect() }
    }

    /// The row of a record: a value for each column, in their order.
    pub fn decode<'a>(&self, record: &'a [u8]) -> Result<Row<'a>, Reason> {
        self.decode_into(record, Vec::new())
    }

    /// The same in the memory of this vector, whatever it held.
    pub fn decode_into<'a>(&self, record: &'a [u8], memory: Vec<Value<'a>>) -> Result<Row<'a>, Reason> {
        let text = std::str::from_utf8(record).map_err(|_| Reason::Malformed)?;
        let direct = direct::read(text, &self.fields, &self.slots, memory);
        direct.map_or_else(|| self.exactly(text), Ok).map(Row::new)
    }

    /// The values of a record of any spelling, or the reason that counts.
    fn exactly<'a>(&self, text: &'a str) -> Result<Vec<Value<'a>>, Reason> {
        let escapes = text.contains('\\');
        if escapes && surrogates::is_lone_in(text) {
            return Err(Reason::Malformed);
        }
        let mut found = vec![None; self.slots.len()];
        fields::find(text, &self.fields, &mut found).map_err(|_| Reason::Malformed)?;
        self.slots.iter().zip(found).map(|(slot, raw)| slot.read(raw.unwrap_or("null"), escapes)).collect()
    }
}

/// A column knows one reason for all misfits.
impl Slot {
    /// The value that well-formed JSON writes, in a record with or without escapes.
    fn read<'a>(&self, raw: &'a str, escapes: bool) -> Result<Value<'a>, Reason> {
        match raw.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
            Some(inside) if escapes && inside.contains('\\') => {
                self.text(serde_json::from_str(raw).map(Cow::Owned).map_err(|_| Reason::Type)?)
            }
            Some(inside) => self.text(Cow::Borrowed(inside)),
            None => self.bare(raw),
        }
    }

    /// The value that a text means.
    #[inline]
    fn text<'a>(&self, text: Cow<'a, str>) -> Result<Value<'a>, Reason> {
        match self.ty {
            Type::Varchar(length) if !literal::fits(&text, length) => Err(Reason::Type),
            Type::Varchar(_) | Type::String => Ok(Value::Text(text)),
            Type::Timestamp if self.format == Format::Plain => {
                Timestamp::parse(&text).map(Value::Timestamp).ok_or(Reason::Type)
            }
            Type::Timestamp
            | Type::Integer
            | Type::Bigint
            | Type::Double
            | Type::Decimal { .. }
            | Type::Boolean => Err(Reason::Type),
        }
    }

    /// The value that is written without quotes.
    fn bare<'a>(&self, raw: &'a str) -> Result<Value<'a>, Reason> {
        if raw == "null" {
            return if self.nullable { Ok(Value::Null) } else { Err(Reason::Missing) };
        }
        match self.ty {
            Type::Varchar(_) | Type::String => Err(Reason::Type),
            Type::Timestamp => self.epoch(raw).map(Value::Timestamp).ok_or(Reason::Type),
            Type::Integer | Type::Bigint | Type::Double | Type::Decimal { .. } | Type::Boolean => {
                literal::read(Cow::Borrowed(raw), self.ty).map_err(|_| Reason::Type)
            }
        }
    }

    fn epoch(&self, raw: &str) -> Option<Timestamp> {
        let number = literal::bigint(raw).ok()?;
        match self.format {
            Format::Plain => None,
            Format::EpochMillis => Timestamp::from_millis(number),
            Format::EpochSeconds => Timestamp::from_seconds(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoder, direct};
    use crate::column::{Column, Format};
    use crate::encode;
    use crate::fault::Reason;
    use crate::row::Row;
    use crate::types::Type;

    fn column(ty: Type, path: &'static [&'static str], format: Format) -> Column<'static> {
        Column { name: "v", ty, nullable: true, path, format }
    }

    fn check_all(columns: &[Column<'_>], record: impl AsRef<[u8]>, expect: Result<&str, Reason>) {
        let names = columns.iter().map(|it| it.name);
        let decoder = Decoder::new(columns);
        let said = String::from_utf8_lossy(record.as_ref());
        let agree = |row: Result<Row<'_>, Reason>| {
            let shown = row.map(|row| encode::row(names.clone(), &row));
            assert_eq!(shown.as_deref().map_err(|it| *it), expect, "{said}");
        };
        agree(decoder.decode(record.as_ref()));
        if let Ok(text) = std::str::from_utf8(record.as_ref()) {
            agree(decoder.exactly(text).map(Row::new));
        }
    }

    fn check(ty: Type, value: &str, expect: Result<&str, Reason>) {
        let expect = expect.map(|it| format!("{{\"v\":{it}}}"));
        let columns = [column(ty, &["v"], Format::Plain)];
        check_all(&columns, format!("{{\"v\":{value}}}"), expect.as_deref().map_err(|it| *it));
    }

    #[test]
    fn a_record_is_one_json_object_in_utf8() {
        let columns = [column(Type::Integer, &["v"], Format::Plain)];
        check_all(&columns, " {\"v\" : 1}\r\n", Ok("{\"v\":1}"));
        let malformed = [
            "",
            " ",
            "null",
            "5",
            "[]",
            "[{\"v\":1}]",
            "{\"v\":1} x",
            "{\"v\":1}{}",
            "{\"v\":1},",
            "\u{feff}{\"v\":1}",
            "{\"v\":1",
            "{\"v\":1}\u{c}",
            "\u{b}{\"v\":1}",
            "{\"v\":1\u{a0}}",
            "{\"v\":1\0}",
            "{\"v\" 1}",
            "{\"v\":1;\"w\":2}",
            "{\"\n\":1}",
            "{\"v\":01,\"v\":1}",
            "{\"v\":nul,\"v\":1}",
            "{\"v\":01}",
            "{\"v\":+1}",
            "{\"v\":1,}",
            "{v:1}",
            "{'v':1}",
            "{\"v\":NaN}",
            "{\"v\":1.}",
            "{\"x\":\"\n\"}",
            "{\"x\":\"\\q\"}",
            "{\"x\":tru}",
            "{\"x\":[1,]}",
            "{\"x\":{\"y\"}}",
            "{\"x\":\"\\u12\"}",
        ];
        for record in malformed {
            check_all(&columns, record, Err(Reason::Malformed));
        }
        check_all(&columns, b"{\"x\":\"\xff\"}", Err(Reason::Malformed));
    }

    #[test]
    fn a_lone_surrogate_is_no_text_wherever_it_stands() {
        for value in
            [r#""\ud83d""#, r#""\ude00""#, r#""\ud83d\ud83d\ude00""#, r#""\ud83dx""#, r#""\uD83D\\ude00""#]
        {
            check(Type::String, value, Err(Reason::Malformed));
            check_all(&[], format!("{{\"x\":{value}}}"), Err(Reason::Malformed));
            check_all(&[], format!("{{\"x\":[{value}]}}"), Err(Reason::Malformed));
            check_all(&[], format!("{{{value}:1}}"), Err(Reason::Malformed));
        }
        check(Type::String, r#""\ud83d\ude00\\ud83d""#, Ok(r#""😀\\ud83d""#));
    }

    #[test]
    fn a_value_of_another_type_is_a_misfit() {
        let wrong = [
            (Type::Integer, "\"1\""),
            (Type::Integer, "1.0"),
            (Type::Integer, "1e0"),
            (Type::Integer, "2147483648"),
            (Type::Bigint, "9223372036854775808"),
            (Type::Bigint, "true"),
            (Type::Double, "\"1\""),
            (Type::Double, "1e400"),
            (Type::Boolean, "0"),
            (Type::Boolean, "\"true\""),
            (Type::String, "5"),
            (Type::String, "{}"),
            (Type::Varchar(2), "\"abc\""),
            (Type::Varchar(2), "[]"),
            (Type::Timestamp, "0"),
            (Type::Timestamp, "\"2026-02-30T00:00:00Z\""),
            (Type::Decimal { precision: 4, scale: 2 }, "1.005"),
            (Type::Decimal { precision: 4, scale: 2 }, "100"),
            (Type::Decimal { precision: 4, scale: 2 }, "\"1\""),
        ];
        for (ty, value) in wrong {
            check(ty, value, Err(Reason::Type));
        }
    }

    #[test]
    fn values_of_every_type_are_read() {
        check(Type::Integer, "-0", Ok("0"));
        check(Type::Bigint, "-9223372036854775808", Ok("-9223372036854775808"));
        check(Type::Double, "5", Ok("5.0"));
        check(Type::Decimal { precision: 38, scale: 3 }, "1.5e1", Ok("15.000"));
        check(Type::Boolean, "false", Ok("false"));
        check(Type::Varchar(3), r#""\u00e4\n😀""#, Ok(r#""ä\n😀""#));
        check(Type::Timestamp, "\"2026-01-01 00:00:00.9999+01:00\"", Ok("\"2025-12-31T23:00:00.999Z\""));
        check(Type::Timestamp, "null", Ok("null"));
    }

    #[test]
    fn epoch_numbers_are_timestamps_where_the_column_says_so() {
        let columns = [column(Type::Timestamp, &["v"], Format::EpochMillis)];
        check_all(&columns, r#"{"v":-1}"#, Ok(r#"{"v":"1969-12-31T23:59:59.999Z"}"#));
        check_all(&columns, r#"{"v":"2026-01-01T00:00:00Z"}"#, Err(Reason::Type));
        check_all(&columns, r#"{"v":253402300800000}"#, Err(Reason::Type));
        let columns = [column(Type::Timestamp, &["v"], Format::EpochSeconds)];
        check_all(&columns, r#"{"v":1}"#, Ok(r#"{"v":"1970-01-01T00:00:01.000Z"}"#));
        check_all(&columns, r#"{"v":1.5}"#, Err(Reason::Type));
        check_all(&columns, r#"{"v":9223372036854775807}"#, Err(Reason::Type));
    }

    #[test]
    fn the_last_of_duplicate_keys_counts() {
        check_all(&[column(Type::Integer, &["v"], Format::Plain)], r#"{"v":"x","v":1}"#, Ok(r#"{"v":1}"#));
        check_all(
            &[column(Type::Integer, &["v"], Format::Plain)],
            r#"{"v":1,"v":null}"#,
            Ok(r#"{"v":null}"#),
        );
        let nested = [column(Type::Integer, &["a", "v"], Format::Plain)];
        check_all(&nested, r#"{"a":{"v":1},"a":{}}"#, Ok(r#"{"v":null}"#));
        check_all(&nested, r#"{"a":{"v":1},"a":5}"#, Ok(r#"{"v":null}"#));
        check_all(&nested, r#"{"a":5,"a":{"v":1,"v":2}}"#, Ok(r#"{"v":2}"#));
    }

    #[test]
    fn a_path_through_something_that_is_no_object_finds_nothing() {
        let columns = [column(Type::Integer, &["a", "b", "c"], Format::Plain)];
        check_all(&columns, r#"{"a":{"b":{"c":7}}}"#, Ok(r#"{"v":7}"#));
        for record in ["{}", r#"{"a":1}"#, r#"{"a":[{"b":1}]}"#, r#"{"a":{"b":"c"}}"#, r#"{"a":null}"#] {
            check_all(&columns, record, Ok(r#"{"v":null}"#));
        }
    }

    #[test]
    fn two_columns_may_read_one_field() {
        let columns = [
            Column { name: "v", ..column(Type::Integer, &["v"], Format::Plain) },
            Column { name: "w", ..column(Type::Double, &["v"], Format::Plain) },
        ];
        check_all(&columns, r#"{"v":1}"#, Ok(r#"{"v":1,"w":1.0}"#));
        let columns = [columns[0], Column { name: "x", ..column(Type::String, &["v", "x"], Format::Plain) }];
        check_all(&columns, r#"{"v":1}"#, Ok(r#"{"v":1,"x":null}"#));
        check_all(&columns, r#"{"v":{"x":"y"}}"#, Err(Reason::Type));
        check_all(&columns, r#"{"v":{"x":"y"},"v":null}"#, Ok(r#"{"v":null,"x":null}"#));
    }

    #[test]
    fn of_several_faults_the_whole_counts_first_and_then_columns_in_order() {
        let columns = [
            column(Type::Integer, &["a"], Format::Plain),
            Column { nullable: false, ..column(Type::Integer, &["b"], Format::Plain) },
        ];
        check_all(&columns, r#"{"a":"x"}"#, Err(Reason::Type));
        check_all(&columns, r#"{"a":1}"#, Err(Reason::Missing));
        check_all(&columns, r#"{"a":1,"b":null}"#, Err(Reason::Missing));
        check_all(&columns, r#"{"b":1,"a":"x"} x"#, Err(Reason::Malformed));
    }

    #[test]
    fn a_record_without_a_fault_needs_only_the_direct_way() {
        let columns =
            [column(Type::String, &["v"], Format::Plain), column(Type::Double, &["w", "x"], Format::Plain)];
        let decoder = Decoder::new(&columns);
        let is_direct =
            |record: &str| direct::read(record, &decoder.fields, &decoder.slots, Vec::new()).is_some();
        for record in [
            "{}",
            "{\"v\":\"ä\",\"w\":{\"x\":1.5e3}}\n",
            "{\r\n\t\"w\" : { \"x\" : -0 },\r\n\t\"v\" : null\r\n}",
            "{\"\\u0076\":\"\\ud83d\\ude00\\n\",\"w\":[{}]}",
            "{\"a\":[\"\\u00e4\"],\"v\":\"x\",\"b\":true,\"v\":\"y\"}",
        ] {
            assert!(is_direct(record), "{record}");
        }
        assert!(!is_direct("{\"v\":1}") && !is_direct("{\"v\":\"\\ud83d\"}"));
    }

    #[test]
    fn white_space_and_what_nobody_wants_stand_anywhere() {
        let columns = [column(Type::String, &["a", "v"], Format::Plain)];
        check_all(&columns, "\t{ \"a\"\n:\r{ } , \"a\" : { \"v\" : \"x\" } }\n", Ok(r#"{"v":"x"}"#));
        check_all(
            &columns,
            r#"{"x":[1,{"v":"\n"}],"a":{"w":-0.1e9,"v":"\/","x":"\""},"y":""}"#,
            Ok(r#"{"v":"/"}"#),
        );
        check_all(&columns, r#"{"a":[],"a":"","a":0}"#, Ok(r#"{"v":null}"#));
    }

    #[test]
    fn a_key_that_needs_escapes_is_found_by_each_of_its_spellings() {
        let columns = [column(Type::Integer, &["a\"b"], Format::Plain)];
        check_all(&columns, r#"{"a\"b":1}"#, Ok(r#"{"v":1}"#));
        check_all(&columns, r#"{"\u0061\u0022b":1}"#, Ok(r#"{"v":1}"#));
        check_all(&columns, r#"{"a"b":1}"#, Err(Reason::Malformed));
    }

    #[test]
    fn keys_are_compared_after_their_escapes() {
        check_all(&[column(Type::Integer, &["v"], Format::Plain)], r#"{"\u0076":1}"#, Ok(r#"{"v":1}"#));
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("{{\"x\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
        check_all(&[column(Type::Integer, &["v"], Format::Plain)], &deep, Ok(r#"{"v":null}"#));
        check_all(&[column(Type::Integer, &["x"], Format::Plain)], &deep, Err(Reason::Type));
    }
}
