//! A row that came, and whether it is one that is expected.

use super::outcome::Differing;
use super::sums;
use crate::model::test::{Body, Cell, Json, Row, Wanted};
use pipec_runtime::encode;
use pipec_runtime::value::Value;
use std::rc::Rc;

/// A row, a record or a dead letter that came.
pub struct Came {
    /// Its columns.
    pub names: Rc<[String]>,
    /// Their values.
    pub values: Vec<Found>,
    /// The bytes, of a record as it came.
    pub bytes: Option<Vec<u8>>,
}

/// A value that came.
#[derive(Debug, Clone)]
pub enum Found {
    /// A value.
    Value(Value<'static>),
    /// A double in whose making others were added up.
    Sum(f64),
    /// The JSON of a record.
    Json(Json),
    /// The bytes of a record, as a dead letter keeps them.
    Bytes(Vec<u8>),
}

impl Came {
    /// A record, by the keys of its JSON.
    pub fn record(bytes: &[u8]) -> Came {
        let json = std::str::from_utf8(bytes).ok().and_then(Json::parse);
        let members = json.as_ref().and_then(Json::members).into_iter().flatten();
        let (names, values): (Vec<String>, Vec<Found>) =
            members.map(|(name, it)| (name.clone(), Found::Json(it.clone()))).unzip();
        Came { names: names.into(), values, bytes: Some(bytes.to_vec()) }
    }

    /// Whether it is an expected row; `whole` where it may have no other columns.
    pub fn is(&self, row: &Row, whole: bool) -> bool {
        match &row.body {
            Body::Text(text) => self.bytes.as_deref() == Some(text.as_bytes()),
            Body::Cells(cells) => {
                cells.iter().all(|it| self.has(it)) && (!whole || self.others(cells).next().is_none())
            }
        }
    }

    /// The columns that a row of these does not name.
    fn others<'c>(&'c self, cells: &'c [Cell]) -> impl Iterator<Item = usize> + 'c {
        let is_named = |name: &String| cells.iter().any(|it| it.name.value == *name);
        (0..self.names.len()).filter(move |it| !is_named(&self.names[*it]))
    }

    fn get(&self, name: &str) -> Option<&Found> {
        self.names.iter().position(|it| it == name).map(|it| &self.values[it])
    }

    /// Whether it has this value in this column.
    pub fn has(&self, cell: &Cell) -> bool {
        match self.get(&cell.name.value) {
            Some(found) => found.is(&cell.wanted),
            // What is not there is what a table makes of null; every other row has all its columns.
            None => self.bytes.is_none() && cell.wanted.is_null(),
        }
    }

    /// The columns in which it is not an expected row.
    pub fn differing(&self, row: &Row, whole: bool) -> Vec<Differing> {
        let Body::Cells(cells) = &row.body else { return Vec::new() };
        let wrong = cells.iter().filter(|it| !self.has(it)).map(|it| Differing {
            column: it.name.value.clone(),
            expected: it.wanted.shown(),
            found: self.get(&it.name.value).map(Found::shown),
        });
        let others = self.others(cells).filter(|_| whole).map(|it| Differing {
            column: self.names[it].clone(),
            expected: "nothing".to_owned(),
            found: Some(self.values[it].shown()),
        });
        wrong.chain(others).collect()
    }

    /// How it looks: a record as it came, everything else as JSON.
    pub fn shown(&self) -> String {
        if let Some(bytes) = &self.bytes {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        object(self.names.iter().map(String::as_str).zip(self.values.iter().map(Found::shown)))
    }
}

impl Found {
    fn is(&self, wanted: &Wanted) -> bool {
        match (self, wanted) {
            (Found::Value(found), Wanted::Value(wanted)) => wanted.contains(found),
            (Found::Sum(found), Wanted::Value(wanted)) => {
                wanted.iter().filter_map(Value::double).any(|it| sums::is_same(*found, it))
            }
            (Found::Json(found), Wanted::Json(wanted)) => found == wanted,
            (Found::Bytes(found), Wanted::Value(wanted)) => {
                wanted.iter().filter_map(Value::text).any(|it| it.as_bytes() == found)
            }
            (Found::Bytes(found), Wanted::Object(wanted)) => {
                let found = std::str::from_utf8(found).ok().and_then(Json::parse);
                let (Some(found), Some(wanted)) = (found.as_ref().and_then(Json::members), wanted.members())
                else {
                    return false;
                };
                wanted.iter().all(|(key, it)| found.get(key) == Some(it))
            }
            (Found::Value(_) | Found::Sum(_), Wanted::Json(_) | Wanted::Object(_))
            | (Found::Json(_), Wanted::Value(_) | Wanted::Object(_))
            | (Found::Bytes(_), Wanted::Json(_)) => false,
        }
    }

    fn shown(&self) -> String {
        match self {
            Found::Value(value) => shown(value),
            Found::Sum(double) => encode::double(*double),
            Found::Json(json) => json.to_string(),
            Found::Bytes(bytes) => shown(&Value::Text(String::from_utf8_lossy(bytes))),
        }
    }
}

impl Wanted {
    fn is_null(&self) -> bool {
        matches!(self, Wanted::Value(values) if values.contains(&Value::Null))
    }

    fn shown(&self) -> String {
        match self {
            Wanted::Value(values) => values.iter().map(shown).collect::<Vec<_>>().join(" or "),
            Wanted::Json(json) | Wanted::Object(json) => json.to_string(),
        }
    }
}

impl Row {
    /// How it looks, as JSON.
    pub fn shown(&self) -> String {
        match &self.body {
            Body::Text(text) => text.clone(),
            Body::Cells(cells) => object(cells.iter().map(|it| (it.name.value.as_str(), it.wanted.shown()))),
        }
    }
}

fn shown(value: &Value<'_>) -> String {
    let mut text = String::new();
    encode::value(value, &mut text);
    text
}

fn object<'n>(members: impl Iterator<Item = (&'n str, String)>) -> String {
    let member = |(name, value): (&str, String)| {
        let mut member = String::new();
        encode::quoted(name, &mut member);
        format!("{member}: {value}")
    };
    format!("{{{}}}", members.map(member).collect::<Vec<_>>().join(", "))
}
