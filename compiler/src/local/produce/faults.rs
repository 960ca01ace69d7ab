//! Records that nobody can read, each in another way.

use super::chance::Chance;
use super::digits;
use crate::model::Column;
use pipec_runtime::column::Format;
use pipec_runtime::types::Type;

/// A way of being no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It ends too early.
    Truncated,
    /// A column has a value of another type.
    WrongType,
    /// It is not UTF-8.
    NotUtf8,
    /// A column that is `not null` is missing or null.
    Missing,
    /// A text is longer than its column.
    TooLong,
}

/// The faults that a stream's records can have; each comes in its turn.
#[derive(Debug, Clone)]
pub struct Faults {
    kinds: Vec<Fault>,
    all: Vec<usize>,
    not_null: Vec<usize>,
    bounded: Vec<usize>,
    made: usize,
}

/// What is wrong with one record.
#[derive(Debug, Clone)]
pub struct Flaw {
    fault: Fault,
    /// The column that has this in place of its value.
    pub instead: Option<(usize, Vec<u8>)>,
}

impl Faults {
    /// The faults that these columns can have, of which some stand in the record.
    pub fn of(columns: &[Column], standing: impl Iterator<Item = usize>) -> Faults {
        let all: Vec<usize> = standing.collect();
        let those = |is: fn(&Column) -> bool| all.iter().copied().filter(|it| is(&columns[*it])).collect();
        let not_null: Vec<usize> = those(|it| !it.nullable);
        let bounded: Vec<usize> = those(|it| matches!(it.ty, Type::Varchar(_)));
        let mut kinds = vec![Fault::Truncated, Fault::WrongType, Fault::NotUtf8];
        kinds.extend((!not_null.is_empty()).then_some(Fault::Missing));
        kinds.extend((!bounded.is_empty()).then_some(Fault::TooLong));
        Faults { kinds, all, not_null, bounded, made: 0 }
    }

    /// What is wrong with the next one.
    pub fn next(&mut self, columns: &[Column], chance: &mut Chance) -> Flaw {
        let fault = self.kinds[self.made % self.kinds.len()];
        self.made += 1;
        let mut pick = |among: &[usize]| among[chance.below(among.len() as u64) as usize];
        let instead = match fault {
            Fault::Truncated | Fault::NotUtf8 => None,
            Fault::WrongType => Some(pick(&self.all)).map(|it| (it, misfit(&columns[it], chance))),
            Fault::Missing => {
                let column = pick(&self.not_null);
                let null: &[u8] = if chance.percent(50) { b"null" } else { b"" };
                Some((column, null.to_vec()))
            }
            Fault::TooLong => Some(pick(&self.bounded)).map(|it| (it, too_long(columns[it].ty))),
        };
        Flaw { fault, instead }
    }
}

impl Flaw {
    /// Spoils a record that stands from here on.
    pub fn spoil(&self, start: usize, chance: &mut Chance, out: &mut Vec<u8>) {
        match self.fault {
            Fault::Truncated => {
                let length = (out.len() - start) as u64;
                out.truncate(start + 1 + chance.below(length - 1) as usize);
            }
            Fault::NotUtf8 => {
                // An `é` as Latin-1 writes it, which UTF-8 never does in front of a quote or brace.
                let quote = out[start..].iter().rposition(|it| *it == b'"');
                out.insert(quote.map_or(out.len() - 1, |it| start + it), 0xE9);
            }
            Fault::WrongType | Fault::Missing | Fault::TooLong => {}
        }
    }
}

/// A value that is not of a column's type.
fn misfit(column: &Column, chance: &mut Chance) -> Vec<u8> {
    let mut number = Vec::new();
    digits::padded(100 + chance.below(900), 3, &mut number);
    let number = String::from_utf8_lossy(&number);
    let text = match (column.ty, column.format) {
        (Type::Varchar(_) | Type::String, _) => number.into_owned(),
        (Type::Integer | Type::Bigint, _) => format!("{number}.5"),
        (Type::Double | Type::Decimal { .. }, _) => format!("\"{number}.50\""),
        (Type::Boolean, _) => "\"yes\"".to_owned(),
        (Type::Timestamp, Format::Plain) => "\"yesterday\"".to_owned(),
        (Type::Timestamp, Format::EpochMillis | Format::EpochSeconds) => {
            "\"2026-01-01T00:00:00Z\"".to_owned()
        }
    };
    text.into_bytes()
}

/// A text that is a code point longer than its type.
fn too_long(ty: Type) -> Vec<u8> {
    let most = super::choice::most(ty) as usize;
    let text: String = "too long ".chars().cycle().take(most + 1).collect();
    format!("\"{text}\"").into_bytes()
}
