//! The wanted fields of a record as a tree of keys, and the search for their raw text.

use crate::value::Value;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// A wanted key of an object.
#[derive(Debug, Clone)]
pub struct Field {
    key: String,
    /// The columns whose value it is.
    columns: Vec<usize>,
    /// What is wanted inside of it.
    inside: Vec<Field>,
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
        Field { key: key.to_owned(), columns, inside: Field::tree(&inside) }
    }
}

/// Puts the raw text of each field's value where its columns are; an error where the text is not one object.
pub fn find<'a>(json: &'a str, fields: &[Field], values: &mut [Value<'a>]) -> Result<(), serde_json::Error> {
    let mut object = serde_json::Deserializer::from_str(json);
    let flat = fields.iter().all(|it| it.columns.len() == 1 && it.inside.is_empty());
    if flat {
        object.deserialize_map(Search {
            fields,
            found: |field: &Field, raw| put(&field.columns, raw, values),
        })?;
        return object.end();
    }
    let mut found = vec![None; fields.len()];
    let at = |field: &Field| fields.iter().position(|it| it.key == field.key);
    object.deserialize_map(Search {
        fields,
        found: |field: &Field, raw| {
            if let Some(slot) = at(field).and_then(|it| found.get_mut(it)) {
                *slot = Some(raw);
            }
        },
    })?;
    object.end()?;
    for (field, raw) in fields.iter().zip(found) {
        let Some(raw) = raw else { continue };
        put(&field.columns, raw, values);
        if !field.inside.is_empty() && raw.starts_with('{') {
            find(raw, &field.inside, values)?;
        }
    }
    Ok(())
}

fn put<'a>(columns: &[usize], raw: &'a str, values: &mut [Value<'a>]) {
    for column in columns {
        if let Some(value) = values.get_mut(*column) {
            *value = Value::Text(Cow::Borrowed(raw));
        }
    }
}

struct Search<'f, F> {
    fields: &'f [Field],
    found: F,
}

impl<'a, F: FnMut(&Field, &'a str)> Visitor<'a> for Search<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut object: A) -> Result<(), A::Error> {
        let mut next = 0;
        while let Some(found) = object.next_key_seed(Key { fields: self.fields, next })? {
            match found.and_then(|it| self.fields.get(it)) {
                Some(field) => (self.found)(field, object.next_value::<&'a RawValue>()?.get()),
                None => drop(object.next_value::<IgnoredAny>()?),
            }
            next = found.map_or(next, |it| it + 1);
        }
        Ok(())
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
