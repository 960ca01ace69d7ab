//! What a column's name says of its texts.

use super::chance::Chance;
use super::choice::{Choice, most};
use super::digits;
use super::limits::Limits;
use super::names;
use super::places::Place;
use super::scene::Cast;
use super::words::{FIRST_NAMES, LAST_NAMES, LISTS, STREETS};
use pipec_runtime::literal;
use pipec_runtime::types::Type;

/// A part of the person or the place that a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// The city.
    City,
    /// The state.
    State,
    /// The country.
    Country,
    /// The postcode.
    Postcode,
}

/// A text of several parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Composed {
    /// `Maria Smith`.
    FullName,
    /// `maria.smith@example.com`.
    Email,
    /// `msmith42`.
    Login,
    /// `+1 555 0142`: of those that nobody has.
    Phone,
    /// `1482 Maple Street`.
    Street,
    /// `1482 Maple Street, Denver 80203`.
    Address,
    /// `203.0.113.7`: of those that nobody has.
    Internet,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Meaning {
    Part(Part),
    Composed(Composed),
    Name,
    Status,
    Address,
}

const MEANINGS: &[(&str, Meaning)] = &[
    ("firstname givenname forename", Meaning::Part(Part::FirstName)),
    ("lastname surname familyname", Meaning::Part(Part::LastName)),
    ("username login handle nickname", Meaning::Composed(Composed::Login)),
    ("hostname filename", Meaning::Name),
    (
        "fullname name holder cardholder driver owner patient passenger customer",
        Meaning::Composed(Composed::FullName),
    ),
    ("email mail emailaddress", Meaning::Composed(Composed::Email)),
    ("phone mobile telephone", Meaning::Composed(Composed::Phone)),
    ("ip ipaddress", Meaning::Composed(Composed::Internet)),
    ("street", Meaning::Composed(Composed::Street)),
    ("address", Meaning::Address),
    ("city town", Meaning::Part(Part::City)),
    ("state province", Meaning::Status),
    ("region county", Meaning::Part(Part::State)),
    ("country nation", Meaning::Part(Part::Country)),
    ("postcode postalcode zip zipcode", Meaning::Part(Part::Postcode)),
];

/// The lengths of IPv6 addresses in full, without and with an IPv4 address in them.
const INTERNET: std::ops::RangeInclusive<u32> = 39..=45;

/// A text, as its column's name says it.
#[derive(Debug, Clone, PartialEq)]
pub enum Text {
    /// A part of the record's person or place.
    Part(Part),
    /// Several parts, of at most so many code points.
    Composed(Composed, u32),
    /// One of a list.
    Choice(Choice),
}

/// The text of a column, if its name says something.
pub fn of(words: &[String], ty: Type, cast: &Cast) -> Option<Text> {
    let list = |list: &[&'static str]| Choice::texts(list.iter().map(|it| (*it, 1)), ty).map(Text::Choice);
    let most = most(ty);
    let meaning = names::find(words, MEANINGS).copied();
    let composed = match meaning {
        None | Some(Meaning::Name) => return list(names::find(words, LISTS)?),
        Some(Meaning::Status) if !cast.has_places => return list(names::find(words, LISTS)?),
        Some(Meaning::Status) => return Some(Text::Part(Part::State)),
        Some(Meaning::Part(part)) => return Some(Text::Part(part)),
        Some(Meaning::Address) if !cast.has_places && INTERNET.contains(&most) => Composed::Internet,
        Some(Meaning::Address) if cast.has_places || most < 48 => Composed::Street,
        Some(Meaning::Address) => Composed::Address,
        Some(Meaning::Composed(Composed::FullName)) if most < 22 => return list(LAST_NAMES),
        Some(Meaning::Composed(composed)) => composed,
    };
    Some(Text::Composed(composed, most))
}

/// The part of a person or place that a column's name may mean.
pub fn part(words: &[String]) -> Option<Part> {
    match names::find(words, MEANINGS)? {
        Meaning::Part(part) => Some(*part),
        Meaning::Status => Some(Part::State),
        Meaning::Composed(_) | Meaning::Name | Meaning::Address => None,
    }
}

/// Whether a column's name says that records have places.
pub fn is_of_a_place(words: &[String]) -> bool {
    matches!(names::find(words, MEANINGS), Some(Meaning::Part(Part::City | Part::Country | Part::Postcode)))
}

/// The texts that branches ask for, each with how many of a hundred are to be so: few, so that few are found.
pub fn asked(limits: &Limits, ty: Type) -> Option<Choice> {
    let wanted = limits.wanted.iter().chain(&limits.start).map(|it| (it.as_str(), 5));
    let unwanted = limits.unwanted.iter().filter(|it| !limits.wanted.contains(it)).map(|it| (it.as_str(), 3));
    let most = most(ty);
    let asked: Vec<(&str, u64)> = wanted.chain(unwanted).filter(|(it, _)| literal::fits(it, most)).collect();
    Choice::texts(asked, ty)
}

impl Composed {
    /// Writes it for a person and a place, at most so many code points.
    pub fn write(
        self,
        most: u32,
        person: (usize, usize),
        place: &Place,
        chance: &mut Chance,
        out: &mut Vec<u8>,
    ) {
        let (first, last) = (FIRST_NAMES[person.0], LAST_NAMES[person.1]);
        out.push(b'"');
        let start = out.len();
        match self {
            Composed::FullName => parts(&[first, " ", last], out),
            Composed::Email => {
                parts(&[first, ".", last, "@example.com"], out);
                out[start..].make_ascii_lowercase();
            }
            Composed::Login => {
                parts(&[&first[..1], last], out);
                digits::padded((person.0 + person.1) as u64, 2, out);
                out[start..].make_ascii_lowercase();
            }
            Composed::Phone => {
                parts(&["+1 555 01"], out);
                digits::padded(chance.below(100), 2, out);
            }
            Composed::Street => street(chance, out),
            Composed::Address => {
                street(chance, out);
                parts(&[", ", place.city, " ", place.postcode], out);
            }
            Composed::Internet => {
                parts(&["203.0.113."], out);
                digits::scaled(chance.below(254) as i64 + 1, 0, out);
            }
        }
        cut(start, most as usize, out);
        out.push(b'"');
    }
}

fn parts(parts: &[&str], out: &mut Vec<u8>) {
    parts.iter().for_each(|it| out.extend_from_slice(it.as_bytes()));
}

fn street(chance: &mut Chance, out: &mut Vec<u8>) {
    digits::scaled(chance.below(2_400) as i64 + 1, 0, out);
    parts(&[" ", STREETS[chance.below(STREETS.len() as u64) as usize]], out);
}

/// Takes away what stands behind so many code points from here.
fn cut(start: usize, most: usize, out: &mut Vec<u8>) {
    if out.len() - start > most {
        let begins = |it: &u8| it & 0b1100_0000 != 0b1000_0000;
        let end = out[start..].iter().enumerate().filter(|(_, it)| begins(it)).nth(most);
        if let Some((end, _)) = end {
            out.truncate(start + end);
        }
    }
}
