//! A table's content (semantics 14): an item for each key, without nulls.

use super::row::{Came, Found};
use crate::local::{Put, put};
use pipec_runtime::value::Value;
use std::collections::BTreeMap;

/// A table's content, in the order that its keys came.
#[derive(Default)]
pub struct Table {
    /// Where the item of a key is.
    keys: BTreeMap<Vec<u8>, usize>,
    /// Ids and items.
    items: Vec<(String, Came)>,
}

impl Table {
    /// Puts an item under its key, unless another one stays there.
    pub fn put(&mut self, key: Vec<u8>, id: String, item: Came, replaces: bool) {
        let there = self.keys.get(&key).copied();
        let result = put(there.map(|it| self.items[it].0.as_str()), &id, replaces);
        match (result, there) {
            (Put::Written, Some(at)) => self.items[at] = (id, without_nulls(item)),
            (Put::Written, None) => {
                self.keys.insert(key, self.items.len());
                self.items.push((id, without_nulls(item)));
            }
            (Put::Replayed | Put::Conflict, _) => {}
        }
    }

    /// The items.
    pub fn items(self) -> impl Iterator<Item = Came> {
        self.items.into_iter().map(|(_, item)| item)
    }
}

fn without_nulls(came: Came) -> Came {
    let is_there = |(_, value): &(&String, Found)| !matches!(value, Found::Value(Value::Null));
    let (names, values): (Vec<String>, Vec<Found>) = came
        .names
        .iter()
        .zip(came.values)
        .filter(is_there)
        .map(|(name, value)| (name.clone(), value))
        .unzip();
    Came { names: names.into(), values, bytes: None }
}
