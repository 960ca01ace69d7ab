//! Values of every type: the plain, the extreme and the odd; and records made of them.

use pipec::plan::Column;
use pipec_runtime::column::Format;
use pipec_runtime::decimal::Decimal;
use pipec_runtime::encode;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use pipec_tests::chance::Chance;
use std::borrow::Cow;
use std::f64::consts::{E, FRAC_1_PI};

/// Texts, some of which other types can be cast from.
pub const TEXTS: &[&str] = &[
    "",
    "a",
    "Anna",
    "  spaced\t",
    "100%_!",
    "it's \"said\" \\ and\nmore",
    "größe",
    "日本語🙂",
    "e\u{301}\u{202e}x",
    "true",
    "12",
    "-5.50",
    "1e3",
    "2026-01-01T00:00:00Z",
    "Type::Decimal row context ops:: text(\"x\")",
    "a text that is as long as a line may be, so that nothing else stands beside it and it has one of its own",
    "a text that is longer than any line may be, whatever stands beside it: it can be broken nowhere, so that rustfmt \
     leaves it alone, and with it all that it stands in; which had better look as it should from the start, then",
];

const WHOLES: &[i64] = &[0, 1, -1, 2, 7, 500, 9000, 9001, i32::MAX as i64, i32::MIN as i64];
const BIG_WHOLES: &[i64] = &[i64::MAX, i64::MIN, 1 << 53, (1 << 53) + 1, 3_000_000_000];
const DOUBLES: &[f64] = &[
    0.0,
    -0.0,
    0.5,
    -2.5,
    314.0 / 100.0,
    E,
    -FRAC_1_PI,
    9000.0,
    1e22,
    (1_u64 << 63) as f64,
    1.7e308,
    5e-324,
];
const DIGITS: &[i128] = &[0, 1, -1, 250, -250, 314, 900_000, 123_456_789, -999_999_999];
const MILLIS: &[i64] =
    &[0, 1, -1, 1_767_225_600_000, 1_767_225_661_001, -62_167_219_200_000, 253_402_300_799_999];

/// A value of a type.
pub fn value(ty: Type, chance: &mut Chance) -> Value<'static> {
    match ty {
        Type::Varchar(most) => {
            let text: String = chance.pick(TEXTS).chars().take(most as usize).collect();
            Value::Text(Cow::Owned(text))
        }
        Type::String => Value::from(chance.pick(TEXTS)),
        Type::Integer => Value::Whole(chance.pick(WHOLES)),
        Type::Bigint if chance.once_in(3) => Value::Whole(chance.pick(BIG_WHOLES)),
        Type::Bigint => Value::Whole(chance.pick(WHOLES)),
        Type::Double => Value::Double(chance.pick(DOUBLES)),
        Type::Decimal { precision, scale } => {
            let fitting: Vec<Decimal> = DIGITS
                .iter()
                .filter_map(|it| Decimal::new(*it, scale))
                .filter(|it| it.fits(precision))
                .collect();
            Value::Decimal(chance.pick(&fitting))
        }
        Type::Boolean => Value::Boolean(chance.once_in(2)),
        Type::Timestamp => Value::Timestamp(Timestamp(chance.pick(MILLIS))),
    }
}

/// A line: most often a record of these columns, sometimes one that does not decode.
pub fn line(columns: &[Column], chance: &mut Chance) -> String {
    match chance.below(40) {
        0 => chance.pick(&["", "null", "[]", "{\"", "{}", "{} {}"]).to_string(),
        broken => {
            let mut record = Branching::default();
            for column in columns {
                // A key is missing now and then.
                if !chance.once_in(60) {
                    record.put(&column.path, &written(column, broken == 1, chance));
                }
            }
            record.json()
        }
    }
}

/// A column's value as JSON, or something that is none of its values.
fn written(column: &Column, broken: bool, chance: &mut Chance) -> String {
    if broken && chance.once_in(8) {
        return chance
            .pick(&["1.5", "\"\"", "{}", "[1]", "1e400", "99999999999999999999", "true"])
            .to_string();
    }
    if chance.once_in(if column.nullable { 6 } else { 200 }) {
        return "null".to_owned();
    }
    match (value(column.ty, chance), column.format) {
        (Value::Timestamp(it), Format::EpochMillis) => it.0.to_string(),
        (Value::Timestamp(it), Format::EpochSeconds) => it.0.div_euclid(1000).to_string(),
        (other, Format::Plain | Format::EpochMillis | Format::EpochSeconds) => {
            let mut json = String::new();
            encode::value(&other, &mut json);
            json
        }
    }
}

/// An object that grows by paths.
#[derive(Default)]
struct Branching {
    members: Vec<(String, Member)>,
}

enum Member {
    Value(String),
    Object(Branching),
}

impl Branching {
    fn put(&mut self, path: &[String], json: &str) {
        let Some((key, rest)) = path.split_first() else { return };
        if rest.is_empty() {
            return self.members.push((key.clone(), Member::Value(json.to_owned())));
        }
        for (name, member) in &mut self.members {
            if let Member::Object(inner) = member
                && name == key
            {
                return inner.put(rest, json);
            }
        }
        let mut inner = Branching::default();
        inner.put(rest, json);
        self.members.push((key.clone(), Member::Object(inner)));
    }

    fn json(&self) -> String {
        let member = |(name, member): &(String, Member)| {
            let mut json = String::new();
            encode::quoted(name, &mut json);
            match member {
                Member::Value(value) => format!("{json}:{value}"),
                Member::Object(inner) => format!("{json}:{}", inner.json()),
            }
        };
        format!("{{{}}}", self.members.iter().map(member).collect::<Vec<_>>().join(","))
    }
}
