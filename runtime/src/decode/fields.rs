//! The wanted fields of a record as a tree of keys, and the search for their raw text.

use crate::encode;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// A wanted key of an object.
#[derive(Debug, Clone)]
pub struct Field {
    /// The key.
    pub key: String,
    /// The key as JSON.
    pub quoted: String,
    /// The columns whose value it is.
    pub columns: Vec<usize>,
    /// What is wanted inside of it.
    pub inside: Vec<Field>,
    /// The columns whose values are inside of it.
    pub below: Vec<usize>,
}

impl Field {
    /// The tree of these paths, each of which leads to the column of its number.
    pub fn tree(paths: &[(usize, &[&str])]) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for (_, path) in paths {
            if let Some(key) = path.first().filter(|key| fields.iter().all(|it| it.key != **key)) {
                fields.push(Field::of(key, paths));
            }
        }
        fields
    }

    fn of(key: &str, paths: &[(usize, &[&str])]) -> Field {
        let beyond = |(column, path): &(usize, &'_ [&'_ str])| match path.split_first() {
            Some((first, rest)) if *first == key => Some((*column, rest.len())),
            Some(_) | None => None,
        };
        let columns = paths.iter().filter_map(beyond).filter(|(_, rest)| *rest == 0).map(|it| it.0).collect();
        let inside: Vec<_> = paths
            .iter()
            .filter(|it| beyond(it).is_some_and(|(_, rest)| rest > 0))
            .map(|(column, path)| (*column, path.get(1..).unwrap_or(&[])))
            .collect();
        let mut quoted = String::new();
        encode::quoted(key, &mut quoted);
        Field {
            key: key.to_owned(),
            quoted,
            columns,
            below: inside.iter().map(|it| it.0).collect(),
            inside: Field::tree(&inside),
        }
    }
}

/// Finds the raw text of each column's value; an error where the text is not one object. Of duplicate keys the last
/// counts, with all that is inside of it.
pub fn find<'a>(json: &'a str, fields: &[Field], found: &mut [Option<&'a str>]) -> serde_json::Result<()> {
    let mut object = serde_json::Deserializer::from_str(json);
    object.deserialize_map(Search { fields, found })?;
    object.end()
}

struct Search<'f, 'a> {
    fields: &'f [Field],
    found: &'f mut [Option<&'a str>],
}

impl<'a> Visitor<'a> for Search<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut object: A) -> Result<(), A::Error> {
        let mut next = 0;
        while let Some(found) = object.next_key_seed(Key { fields: self.fields, next })? {
            match found.and_then(|it| self.fields.get(it)) {
                Some(field) => {
                    let raw = object.next_value::<&'a RawValue>()?.get();
                    self.put(field, raw).map_err(A::Error::custom)?;
                }
                None => drop(object.next_value::<IgnoredAny>()?),
            }
            next = found.map_or(next, |it| it + 1);
        }
        Ok(())
    }
}

impl<'a> Search<'_, 'a> {
    fn put(&mut self, field: &Field, raw: &'a str) -> serde_json::Result<()> {
        let none = field.below.iter().map(|it| (it, None));
        for (column, raw) in field.columns.iter().map(|it| (it, Some(raw))).chain(none) {
            if let Some(found) = self.found.get_mut(*column) {
                *found = raw;
            }
        }
        let is_wanted = !field.inside.is_empty() && raw.starts_with('{');
        if is_wanted { find(raw, &field.inside, self.found) } else { Ok(()) }
    }
}

/// Finds the field of a key without building the key. Records mostly have their keys in the order of the columns,
/// so the search begins at the field after the last one found.
struct Key<'f> {
    fields: &'f [Field],
    next: usize,
}

impl<'a> DeserializeSeed<'a> for Key<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'a>>(self, key: D) -> Result<Option<usize>, D::Error> {
        key.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Option<usize>, E> {
        let is_it = |at: &usize| self.fields.get(*at).is_some_and(|it| it.key == key);
        Ok((self.next..self.fields.len()).find(is_it).or_else(|| (0..self.next).find(is_it)))
    }
}
