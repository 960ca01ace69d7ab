//! All small wrongs of a value: each node dropped, doubled, renamed, retyped, emptied, swapped.

use serde_json::{Map, Value, json};

/// A value with one wrong, and what was done to it.
#[derive(Debug)]
pub struct Mutant {
    /// As `drop streams.readings`.
    pub what: String,
    /// The whole value.
    pub value: Value,
}

/// Every mutant of a value.
pub fn mutants(value: &Value) -> Vec<Mutant> {
    let mut found = Vec::new();
    for pointer in pointers(value) {
        let node = value.pointer(&pointer).expect("the pointer is one of the value");
        let place = if pointer.is_empty() { "the root".to_owned() } else { pointer[1..].replace('/', ".") };
        for (how, new) in replacements(node) {
            let mut mutant = value.clone();
            *mutant.pointer_mut(&pointer).expect("the copy has the pointer, too") = new;
            found.push(Mutant { what: format!("{how} {place}"), value: mutant });
        }
        let Some((parent, key)) = pointer.rsplit_once('/') else { continue };
        for (how, change) in MOVES {
            let mut mutant = value.clone();
            let changed = match mutant.pointer_mut(parent).expect("a node has a parent") {
                Value::Object(map) => in_map(map, &unescaped(key), *change),
                Value::Array(list) => in_list(list, key.parse().expect("a list counts its items"), *change),
                _ => false,
            };
            if changed {
                found.push(Mutant { what: format!("{how} {place}"), value: mutant });
            }
        }
    }
    found.retain(|it| it.value != *value);
    found
}

#[derive(Clone, Copy)]
enum Move {
    Drop,
    Double,
    Rename,
    Swap,
}

const MOVES: &[(&str, Move)] =
    &[("drop", Move::Drop), ("double", Move::Double), ("rename", Move::Rename), ("swap", Move::Swap)];

fn in_map(map: &mut Map<String, Value>, key: &str, change: Move) -> bool {
    let mut pairs: Vec<(String, Value)> = std::mem::take(map).into_iter().collect();
    let at = pairs.iter().position(|(it, _)| it == key).expect("the key is there");
    let next = at + 1;
    match change {
        Move::Drop => drop(pairs.remove(at)),
        Move::Double => pairs.insert(next, (format!("{key}_2"), pairs[at].1.clone())),
        Move::Rename => pairs[at].0.push('x'),
        Move::Swap if next < pairs.len() => {
            let (left, right) = pairs.split_at_mut(next);
            std::mem::swap(&mut left[at].1, &mut right[0].1);
        }
        Move::Swap => {}
    }
    map.extend(pairs);
    true
}

fn in_list(list: &mut Vec<Value>, at: usize, change: Move) -> bool {
    match change {
        Move::Drop => drop(list.remove(at)),
        Move::Double => list.insert(at, list[at].clone()),
        Move::Swap if at + 1 < list.len() => list.swap(at, at + 1),
        Move::Rename | Move::Swap => return false,
    }
    true
}

/// What else could stand at a node.
fn replacements(node: &Value) -> Vec<(&'static str, Value)> {
    let mut new = vec![
        ("make nothing of", Value::Null),
        ("make a list of", json!([node])),
        ("make a mapping of", json!({ "value": node })),
        ("make text of", json!("some text")),
        ("make a number of", json!(5)),
        ("make a fraction of", json!(0.5)),
        ("make true of", json!(true)),
        ("empty into text", json!("")),
        ("empty into a list", json!([])),
        ("empty into a mapping", json!({})),
    ];
    match node {
        Value::Number(it) => new.push(("quote", json!(it.to_string()))),
        Value::Bool(it) => new.push(("quote", json!(it.to_string()))),
        Value::String(it) => {
            new.push(("capitalise", json!(it.to_uppercase())));
            new.push(("double the text of", json!(format!("{it} {it}"))));
        }
        Value::Null | Value::Array(_) | Value::Object(_) => {}
    }
    new
}

/// JSON pointers of all nodes, the root first.
fn pointers(value: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut below = |step: String, it: &Value| {
        found.extend(pointers(it).into_iter().map(|rest| format!("/{step}{rest}")));
    };
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, it)| below(key.replace('~', "~0").replace('/', "~1"), it));
        }
        Value::Array(list) => list.iter().enumerate().for_each(|(at, it)| below(at.to_string(), it)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found
}

fn unescaped(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::mutants;
    use serde_json::json;

    #[test]
    fn each_node_is_wronged_in_each_way() {
        let found = mutants(&json!({ "a": [1, 2], "b": "c" }));
        let has = |what: &str, value| {
            assert!(found.iter().any(|it| it.what == what && it.value == value), "{what}")
        };
        has("drop a", json!({ "b": "c" }));
        has("double b", json!({ "a": [1, 2], "b": "c", "b_2": "c" }));
        has("rename b", json!({ "a": [1, 2], "bx": "c" }));
        has("swap a", json!({ "a": "c", "b": [1, 2] }));
        has("swap a.0", json!({ "a": [2, 1], "b": "c" }));
        has("drop a.1", json!({ "a": [1], "b": "c" }));
        has("quote a.0", json!({ "a": ["1", 2], "b": "c" }));
        has("empty into a list the root", json!([]));
    }
}
