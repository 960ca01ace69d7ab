//! What makes a column's values: what the user says, else its examples, else what its name and its branches say.

use super::Refusal;
use super::chance::mixed;
use super::choice::{Choice, quoted};
use super::ids::{self, Id, Start};
use super::limits::Limits;
use super::maker::Maker;
use super::scene::{Cast, Parts};
use super::text::{self, Part, Text};
use super::{digits, instants, names, numbers};
use crate::model::Column;
use pipec_runtime::column::Format;
use pipec_runtime::encode;
use pipec_runtime::literal;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use std::borrow::Cow;

/// Most identifiers that stand in one list with texts that branches ask for.
const LISTED: u64 = 1_000;

/// What is known around a column.
pub struct Around<'a> {
    /// The stream's people and places.
    pub cast: &'a Cast,
    /// The words of its schema's name.
    pub schema: &'a [String],
    /// Whether the stream's key is of a thing that stays as it is.
    pub is_keyed: bool,
    /// The column that alone identifies a record.
    pub own: Option<&'a str>,
}

/// What makes the values of a column that the user says nothing of.
pub fn maker(column: &Column, limits: &Limits, around: &Around<'_>) -> Result<Maker, Refusal> {
    if !column.examples.is_empty() {
        let choice = examples(column)?;
        let spread = numbers::among_examples(column, limits, around.is_keyed);
        return Ok(spread.map_or(Maker::Choice(choice), Maker::Number));
    }
    let words = names::words(&column.name.value);
    let ty = column.ty;
    Ok(match ty {
        Type::Timestamp => {
            let (from, to) = instants::of(&words);
            Maker::Near(from, to, column.format)
        }
        Type::Boolean => Maker::Truth(truth(&words, limits)),
        Type::Integer | Type::Bigint if ids::is_id(&words) => id(column, &words, limits, around),
        Type::Integer | Type::Bigint | Type::Double | Type::Decimal { .. } => {
            Maker::Number(numbers::of(column, limits, around.is_keyed))
        }
        Type::Varchar(_) | Type::String if ids::is_id(&words) => id(column, &words, limits, around),
        Type::Varchar(_) | Type::String => match text::of(&words, ty, around.cast) {
            Some(Text::Part(part)) => part_of(part, ty, limits, around.cast),
            Some(Text::Composed(composed, most)) => Maker::Composed(composed, most),
            Some(Text::Choice(choice)) if around.is_keyed && is_of_the_key(&words) => Maker::OfKey(choice),
            Some(Text::Choice(choice)) => Maker::Choice(with_asked(choice, limits, ty)),
            None => id(column, &words, limits, around),
        },
    })
}

/// The first so many of the values that a file or a user gives, if there are as many.
pub fn first(maker: &Maker, count: u64) -> Option<Maker> {
    if let Maker::Choice(choice) = maker { choice.first(count).map(Maker::Choice) } else { None }
}

/// The same column with exactly so many different values, if it can have them.
pub fn of_so_many(maker: &Maker, column: &Column, count: u64) -> Option<Maker> {
    let choice = match maker {
        _ if count == 0 => return None,
        Maker::Choice(choice) | Maker::OfKey(choice) => choice.first(count),
        Maker::Parts(parts) => parts.choice().and_then(|it| it.first(count)),
        Maker::Truth(_) => {
            let both = vec![(b"true".to_vec(), 1), (b"false".to_vec(), 1)];
            return Choice::weighted(both)?.first(count).map(Maker::Choice);
        }
        Maker::Id(id, _) if id.has(count) => return Some(Maker::Id(id.clone(), Some(count))),
        Maker::Near(..) | Maker::EventTime(_) => return None,
        Maker::Composed(..) | Maker::Id(..) | Maker::Number(_) => None,
    };
    let words = names::words(&column.name.value);
    choice.map(Maker::Choice).or_else(|| numbered(column, &words, None, Some(count)))
}

/// A choice between a column's examples.
fn examples(column: &Column) -> Result<Choice, Refusal> {
    let values = column.examples.iter().map(|it| match read(&it.value, column) {
        Some(value) => Ok((value, 1)),
        None => Err(Refusal::File(format!(
            "the example `{}` of column `{}` is not {}",
            it.value,
            column.name.value,
            literal::form(column.ty)
        ))),
    });
    let values: Result<Vec<_>, Refusal> = values.collect();
    Ok(Choice::weighted(values?).expect("a column with examples was asked for"))
}

/// The JSON of a text as a column's value, if it is one.
pub fn read(text: &str, column: &Column) -> Option<Vec<u8>> {
    let epoch = match column.format {
        Format::Plain => None,
        Format::EpochMillis => literal::bigint(text).ok().and_then(Timestamp::from_millis),
        Format::EpochSeconds => literal::bigint(text).ok().and_then(Timestamp::from_seconds),
    };
    let value = match epoch {
        Some(time) => Value::Timestamp(time),
        None => literal::read(Cow::Borrowed(text), column.ty).ok()?,
    };
    let mut json = Vec::new();
    match value {
        Value::Timestamp(time) => digits::instant(time, column.format, &mut json),
        value => {
            let mut text = String::new();
            encode::value(&value, &mut text);
            json = text.into_bytes();
        }
    }
    Some(json)
}

/// Whether a text says what a thing is, or where.
fn is_of_the_key(words: &[String]) -> bool {
    const OWN: &str = "hall room zone area section line firmware version model device platform unit exchange \
                       market currency category";
    names::find(words, &[(OWN, ())]).is_some()
}

/// How many of a hundred are true.
fn truth(words: &[String], limits: &Limits) -> u64 {
    const GOOD: &str = "succeeded success ok valid active enabled approved signed verified online";
    const BAD: &str =
        "failed error fraud suspicious deleted cancelled canceled blocked expired alarm invalid";
    let by_name = names::find(words, &[(GOOD, true), (BAD, false)]).copied();
    match limits.usually.or(by_name) {
        Some(true) => 95,
        Some(false) => 5,
        None => 50,
    }
}

fn with_asked(choice: Choice, limits: &Limits, ty: Type) -> Choice {
    text::asked(limits, ty).map_or_else(|| choice.clone(), |asked| choice.with_few(&asked))
}

/// A part of the record's person or place, or any of them where a branch asks for one that they do not have.
fn part_of(part: Part, ty: Type, limits: &Limits, cast: &Cast) -> Maker {
    let parts = Parts::of(part, ty, cast);
    let asked = limits.wanted.iter().chain(&limits.unwanted);
    let choice = parts.choice().filter(|all| !asked.clone().any(|it| all.has(&quoted(it))));
    match choice.filter(|_| asked.clone().next().is_some()) {
        Some(choice) => Maker::Choice(with_asked(choice, limits, ty)),
        None => Maker::Parts(parts),
    }
}

/// An identifier: the record's own, or that of one of the things that the column's name is about.
fn id(column: &Column, words: &[String], limits: &Limits, around: &Around<'_>) -> Maker {
    let is_own = around.own == Some(column.name.value.as_str()) || ids::is_own(words, around.schema);
    let asked =
        text::asked(&Limits { start: None, ..limits.clone() }, column.ty).filter(|_| column.ty.is_text());
    let most = if asked.is_some() { LISTED } else { u64::MAX };
    let pool = (!is_own).then(|| ids::pool(words).min(most).min(Id::room(column.ty)));
    let maker = numbered(column, words, limits.start.as_deref(), pool);
    let maker = maker.expect("texts and whole numbers have room for so many");
    match (asked, &maker) {
        (Some(asked), Maker::Id(id, Some(pool))) => {
            let written = (0..*pool).map(|it| {
                let mut out = Vec::new();
                id.write(it, &mut out);
                (out, 1)
            });
            Choice::weighted(written.collect()).map_or(maker.clone(), |it| Maker::Choice(it.with_few(&asked)))
        }
        _ => maker,
    }
}

/// Numbered identifiers, if a column has so many.
fn numbered(column: &Column, words: &[String], asked: Option<&str>, pool: Option<u64>) -> Option<Maker> {
    let word = match words {
        [before @ .., _] if !before.is_empty() && ids::is_id(words) => before.join("-"),
        [] => "value".to_owned(),
        all => all.join("-"),
    };
    let salt = column.name.value.bytes().fold(0, |salt, byte| mixed(salt ^ u64::from(byte)));
    Id::of(column.ty, Start { word: &word, asked, salt }, pool).map(|id| Maker::Id(id, pool))
}
