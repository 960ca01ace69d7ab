//! Identifiers: each is made from a number, and no two numbers below its bound make the same.

use super::chance::{Chance, mixed};
use super::{digits, names};
use pipec_runtime::encode;
use pipec_runtime::types::Type;

/// How an identifier is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Id {
    /// As a UUID: `6f1c…`.
    Uuid {
        /// What makes those of one column differ from those of another.
        salt: u64,
    },
    /// As a word and a number: `machine-0042`.
    Numbered {
        /// The word, with what stands behind it, as JSON.
        start: Vec<u8>,
        /// How many digits.
        digits: usize,
    },
    /// As so many digits and letters.
    Short {
        /// How many.
        length: usize,
    },
    /// As a number that is not 0.
    Number {
        /// The greatest.
        most: u64,
    },
}

const SIGNS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const UUID: usize = 36;
/// Digits of what every record has its own of.
const MANY: usize = 12;

/// How many different things a name may mean.
const POOLS: &[(&str, u64)] = &[
    ("bank", 10),
    ("region shop store branch warehouse plant hall room team department", 10),
    ("machine sensor device station vehicle robot server host", 50),
    ("merchant vendor supplier product article", 200),
    ("card account user customer client session", 1_000),
    ("parcel package order basket", 10_000),
];
const POOL: u64 = 100;

/// What a record calls itself, whatever its schema is called.
const RECORDS: &[&str] = &["event", "record", "message", "request", "transaction", "trade", "payment", "txn"];

/// Whether a column identifies things.
pub fn is_id(words: &[String]) -> bool {
    const LAST: &[&str] =
        &["id", "ids", "uuid", "guid", "key", "session", "token", "hash", "serial", "sku", "iban"];
    words.last().is_some_and(|it| LAST.contains(&it.as_str()))
}

/// Whether every record has its own: `transactionId` of a `transaction`, or just `id`.
pub fn is_own(words: &[String], schema: &[String]) -> bool {
    match words {
        [_] => ["id", "uuid", "guid"].contains(&words[0].as_str()),
        [before @ .., _] => {
            let before = before.concat();
            before == schema.concat()
                || schema.last().is_some_and(|it| *it == before)
                || RECORDS.contains(&before.as_str())
        }
        [] => false,
    }
}

/// How many different ones there are where every record has not its own.
pub fn pool(words: &[String]) -> u64 {
    names::find(words, POOLS).copied().unwrap_or(POOL)
}

impl Id {
    /// How many different ones a column of this type can have; 0 where it can have none.
    pub fn room(ty: Type) -> u64 {
        match ty {
            Type::Integer => i32::MAX as u64,
            Type::Bigint => i64::MAX as u64,
            Type::Varchar(length) => {
                (SIGNS.len() as u64).checked_pow(length.min(MANY as u32)).unwrap_or(u64::MAX)
            }
            Type::String => u64::MAX,
            Type::Double | Type::Decimal { .. } | Type::Boolean | Type::Timestamp => 0,
        }
    }

    /// How a column of this type writes so many different ones, or `None` where it has no room for them.
    pub fn of(ty: Type, start: Start<'_>, pool: Option<u64>) -> Option<Id> {
        let room = Id::room(ty);
        if pool.unwrap_or(1) > room {
            return None;
        }
        if ty.is_whole() {
            return Some(Id::Number { most: room });
        }
        let length = if let Type::Varchar(length) = ty { length as usize } else { usize::MAX };
        if pool.is_none() && length >= UUID && start.asked.is_none() {
            return Some(Id::Uuid { salt: start.salt });
        }
        let digits = pool.map_or(MANY, |it| it.max(10).to_string().len());
        let word = start.asked.map_or_else(|| format!("{}-", start.word), str::to_owned);
        let fits = word.chars().count() + digits <= length;
        Some(if fits {
            Id::Numbered { start: inside(&word), digits }
        } else {
            Id::Short { length: length.min(MANY) }
        })
    }

    /// Whether so many of them differ.
    pub fn has(&self, count: u64) -> bool {
        let room = |base: u64, digits: usize| base.checked_pow(digits as u32).unwrap_or(u64::MAX);
        match self {
            Id::Uuid { .. } => true,
            Id::Numbered { digits, .. } => count < room(10, *digits),
            Id::Short { length } => count <= room(SIGNS.len() as u64, *length),
            Id::Number { most } => count <= *most,
        }
    }

    /// Writes the identifier of a number.
    pub fn write(&self, number: u64, out: &mut Vec<u8>) {
        match self {
            Id::Number { most } => digits::scaled((number % most) as i64 + 1, 0, out),
            Id::Uuid { salt } => {
                out.push(b'"');
                uuid(*salt, number, out);
                out.push(b'"');
            }
            Id::Numbered { start, digits } => {
                out.push(b'"');
                out.extend_from_slice(start);
                digits::padded(number + 1, *digits, out);
                out.push(b'"');
            }
            Id::Short { length } => {
                out.push(b'"');
                digits::in_base(SIGNS, number, *length, out);
                out.push(b'"');
            }
        }
    }
}

/// What an identifier begins with.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// The word for the thing.
    pub word: &'a str,
    /// What a branch wants, in place of it.
    pub asked: Option<&'a str>,
    /// What makes those of one column differ from those of another.
    pub salt: u64,
}

/// A text as JSON, without its quotes.
fn inside(text: &str) -> Vec<u8> {
    let mut json = String::new();
    encode::quoted(text, &mut json);
    json.as_bytes()[1..json.len() - 1].to_vec()
}

/// A UUID of version 4.
fn uuid(salt: u64, number: u64, out: &mut Vec<u8>) {
    let mut chance = Chance::of(salt, number);
    let (high, low) = (mixed(salt) ^ chance.next(), chance.next());
    let (high, low) = (high & !0xF000 | 0x4000, low & !(0b11 << 62) | 0b10 << 62);
    for (part, digits) in [(high >> 32, 8), (high >> 16, 4), (high, 4), (low >> 48, 4), (low, 12)] {
        if digits < 8 || digits == 12 {
            out.push(b'-');
        }
        digits::in_base(b"0123456789abcdef", part, digits, out);
    }
}

#[cfg(test)]
mod tests {
    use super::{Id, Start, is_id, is_own};
    use crate::local::produce::names::words;
    use pipec_runtime::types::Type;
    use std::collections::BTreeSet;

    fn check(ty: Type, pool: Option<u64>, number: u64, expect: &str) {
        let id = Id::of(ty, Start { word: "machine", asked: None, salt: 1 }, pool);
        let mut out = Vec::new();
        match id {
            Some(id) => id.write(number, &mut out),
            None => out.extend_from_slice(b"none"),
        }
        assert_eq!(String::from_utf8_lossy(&out), expect);
    }

    #[test]
    fn an_identifier_fits_its_column() {
        check(Type::Varchar(24), Some(50), 41, "\"machine-42\"");
        check(Type::Varchar(9), Some(50), 41, "\"000000015\"");
        check(Type::Varchar(1), Some(36), 35, "\"z\"");
        check(Type::Varchar(1), Some(37), 0, "none");
        check(Type::Integer, Some(10), 9, "10");
        check(Type::Integer, None, i32::MAX as u64, "1");
        check(Type::Double, Some(10), 9, "none");
        check(Type::String, None, 0, "\"20802f18-e48f-4a02-b8c5-b62c83f707e8\"");
    }

    #[test]
    fn no_two_are_the_same() {
        for ty in [Type::String, Type::Varchar(3), Type::Varchar(20), Type::Bigint] {
            let id = Id::of(ty, Start { word: "x", asked: Some("P"), salt: 1 }, Some(1_000));
            let id = id.expect("a thousand fit");
            let written = (0..1_000).map(|it| {
                let mut out = Vec::new();
                id.write(it, &mut out);
                out
            });
            assert_eq!(written.collect::<BTreeSet<_>>().len(), 1_000);
        }
    }

    #[test]
    fn a_record_has_its_own() {
        let own = |name: &str, schema: &str| is_own(&words(name), &words(schema));
        assert!(own("id", "event") && own("readingId", "sensor_reading") && own("signInId", "sign_in"));
        assert!(own("paymentId", "card_payment") && !own("cardId", "payment") && !own("session", "click"));
        assert!(is_id(&words("bankId")) && !is_id(&words("idle")));
    }
}
