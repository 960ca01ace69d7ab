//! Who and where a record is about, so that its name and e-mail, its city and state belong together.

use super::chance::Chance;
use super::choice::{Choice, cut, most, quoted};
use super::limits::Limits;
use super::names;
use super::places::{PLACES, Place, STATES};
use super::text::{self, Part};
use super::words::{FIRST_NAMES, LAST_NAMES};
use crate::model::Column;
use pipec_runtime::literal;
use pipec_runtime::types::Type;

/// The people and places of a stream.
#[derive(Debug, Clone)]
pub struct Cast {
    /// Its places, some of them more often than once.
    pub places: Vec<&'static Place>,
    /// Whether its records say where they are.
    pub has_places: bool,
}

/// What one record is about.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    /// The record's number.
    pub index: u64,
    /// Its event time.
    pub time: i64,
    /// The number of its key.
    pub key: u64,
    /// The number of its person's first name and last name.
    pub person: (usize, usize),
    /// The number of its place.
    pub place: usize,
}

impl Cast {
    /// The cast of these columns. Where a branch looks at countries, most places are in those it names.
    pub fn of(columns: &[Column], limits: &[Limits]) -> Cast {
        let texts = || columns.iter().zip(limits).filter(|(it, _)| it.ty.is_text());
        let words = |it: &Column| names::words(&it.name.value);
        let is_state = |it: &Column| names::find(&words(it), &[("state", ())]).is_some();
        let is_country = |it: &Column| names::find(&words(it), &[("country nation", ())]).is_some();
        let country = texts().find(|(it, _)| is_country(it));
        let named = country.map(|(_, limits)| limits.wanted.iter().chain(&limits.unwanted));
        let named: Vec<&str> = named.into_iter().flatten().map(String::as_str).collect();
        let is_american = country.is_none() && texts().any(|(it, _)| is_state(it));
        let all: Vec<&Place> = PLACES.iter().filter(|it| !is_american || it.code == STATES).collect();
        let here = |it: &&Place| [it.code, it.code3, it.country].iter().any(|it| named.contains(it));
        let fitting: Vec<&Place> =
            all.iter().copied().filter(|it| texts().all(|(column, _)| holds(column, it))).collect();
        let all = if fitting.is_empty() { all } else { fitting };
        let often: Vec<&Place> = all.iter().copied().filter(here).collect();
        let times = if often.is_empty() { 0 } else { 9 * all.len() / often.len() };
        let often = often.iter().copied().flat_map(|it| std::iter::repeat_n(it, times));
        let has_places = texts().any(|(it, _)| text::is_of_a_place(&words(it)));
        Cast { places: all.iter().copied().chain(often).collect(), has_places }
    }

    /// The scene of the next record.
    pub fn scene(&self, index: u64, time: i64, key: u64, chance: &mut Chance) -> Scene {
        let mut pick = |length: usize| chance.below(length as u64) as usize;
        let person = (pick(FIRST_NAMES.len()), pick(LAST_NAMES.len()));
        Scene { index, time, key, person, place: pick(self.places.len()) }
    }
}

/// The part of a place that a column of so many code points is for; none where it is a person's.
fn of_place(part: Part, place: &Place, most: u32) -> Option<&'static str> {
    match part {
        Part::FirstName | Part::LastName => None,
        Part::City => Some(place.city),
        Part::State if most < 14 => Some(place.short),
        Part::State => Some(place.state),
        Part::Country if most < 3 => Some(place.code),
        Part::Country if most < 14 => Some(place.code3),
        Part::Country => Some(place.country),
        Part::Postcode => Some(place.postcode),
    }
}

/// Whether a column holds the whole of its part of a place.
fn holds(column: &Column, place: &Place) -> bool {
    let most = most(column.ty);
    let part = text::part(&names::words(&column.name.value));
    let text = part.and_then(|it| of_place(it, place, most));
    text.is_none_or(|it| literal::fits(it, most))
}

/// A part of each person or place, as JSON that its column holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    part: Part,
    texts: Vec<Vec<u8>>,
}

impl Parts {
    /// This part of all people or places of a cast.
    pub fn of(part: Part, ty: Type, cast: &Cast) -> Parts {
        let most = most(ty);
        let texts: Vec<&str> = match part {
            Part::FirstName => FIRST_NAMES.to_vec(),
            Part::LastName => LAST_NAMES.to_vec(),
            Part::City | Part::State | Part::Country | Part::Postcode => {
                cast.places.iter().filter_map(|it| of_place(part, it, most)).collect()
            }
        };
        Parts { part, texts: texts.into_iter().map(|it| quoted(cut(it, most))).collect() }
    }

    /// The part of a record's.
    pub fn value(&self, scene: &Scene) -> &[u8] {
        match self.part {
            Part::FirstName => &self.texts[scene.person.0],
            Part::LastName => &self.texts[scene.person.1],
            Part::City | Part::State | Part::Country | Part::Postcode => &self.texts[scene.place],
        }
    }

    /// A choice between all of them.
    pub fn choice(&self) -> Option<Choice> {
        Choice::weighted(self.texts.iter().map(|it| (it.clone(), 1)).collect())
    }
}
