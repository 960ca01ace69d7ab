//! Makes the values of a column, one after the other.

use super::chance::Chance;
use super::choice::Choice;
use super::digits;
use super::ids::Id;
use super::scene::{Cast, Parts, Scene};
use super::spread::Spread;
use super::text::Composed;
use pipec_runtime::column::Format;
use pipec_runtime::timestamp::Timestamp;

/// What makes a column's values.
#[derive(Debug, Clone, PartialEq)]
pub enum Maker {
    /// One of these.
    Choice(Choice),
    /// One of these, always the same for one key.
    OfKey(Choice),
    /// A part of the record's person or place.
    Parts(Parts),
    /// Several parts in one text of at most so many code points.
    Composed(Composed, u32),
    /// An identifier: one of so many, or the record's own.
    Id(Id, Option<u64>),
    /// A number.
    Number(Spread),
    /// True for so many of a hundred.
    Truth(u64),
    /// An instant so many milliseconds from the event time: from, to.
    Near(i64, i64, Format),
    /// The event time.
    EventTime(Format),
}

impl Maker {
    /// The number of the next value; `of_key` is the one that the record's key has for this column.
    pub fn draw(&self, index: u64, of_key: u64, chance: &mut Chance) -> u64 {
        match self {
            Maker::Choice(choice) => choice.draw(chance),
            Maker::OfKey(choice) => choice.draw(&mut Chance::new(of_key)),
            Maker::Id(_, Some(pool)) => chance.below(*pool),
            Maker::Id(_, None) => index,
            Maker::Number(_) => of_key,
            Maker::Parts(_)
            | Maker::Composed(..)
            | Maker::Truth(_)
            | Maker::Near(..)
            | Maker::EventTime(_) => 0,
        }
    }

    /// Writes the value of a record, whose number `draw` gave.
    pub fn write(&self, number: u64, scene: &Scene, cast: &Cast, chance: &mut Chance, out: &mut Vec<u8>) {
        match self {
            Maker::Choice(choice) | Maker::OfKey(choice) => out.extend_from_slice(choice.value(number)),
            Maker::Parts(parts) => out.extend_from_slice(parts.value(scene)),
            Maker::Composed(composed, most) => {
                composed.write(*most, scene.person, cast.places[scene.place], chance, out);
            }
            Maker::Id(id, _) => id.write(number, out),
            Maker::Number(spread) => spread.write(number, chance, out),
            Maker::Truth(percent) => {
                out.extend_from_slice(if chance.percent(*percent) { b"true" } else { b"false" });
            }
            Maker::Near(from, to, format) => {
                let distance = from + chance.up_to(from.abs_diff(*to)) as i64;
                let time = Timestamp(scene.time + distance).clamp(Timestamp::FIRST, Timestamp::LAST);
                digits::instant(time, *format, out);
            }
            Maker::EventTime(format) => digits::instant(Timestamp(scene.time), *format, out),
        }
    }
}
