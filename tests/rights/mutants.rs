//! All small wrongs of a policy: each action of each statement taken out, each resource and each condition's value
//! swapped for another; and the calls that need what is gone.

use super::another;
use super::calls::Call;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A policy with one wrong.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// The `Sid`s of the statements that had it.
    pub of: String,
    /// What was done.
    pub what: String,
    /// How many statements had it.
    pub times: usize,
    /// The whole policy.
    pub policy: Value,
    /// The calls that need what is gone.
    pub needed_by: BTreeSet<usize>,
}

/// A right. Edges of one role to one thing may give it twice: then both statements are it.
#[derive(Debug)]
struct Right {
    places: Vec<usize>,
    sids: Vec<String>,
    actions: Vec<String>,
    resources: Vec<String>,
    conditions: Vec<Condition>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Condition {
    operator: String,
    key: String,
    values: Vec<String>,
}

/// Every mutant of a policy.
pub fn mutants(policy: &Value, calls: &[Call]) -> Vec<Mutant> {
    rights(policy).iter().flat_map(|it| of(policy, it, calls)).collect()
}

fn rights(policy: &Value) -> Vec<Right> {
    let mut found: Vec<Right> = Vec::new();
    for (at, statement) in statements(policy).iter().enumerate() {
        let sid = statement["Sid"].as_str().expect("a statement has a Sid").to_owned();
        let (actions, resources) = (list(&statement["Action"]), list(&statement["Resource"]));
        let conditions = conditions(&statement["Condition"]);
        let same = |it: &&mut Right| {
            (&it.actions, &it.resources, &it.conditions) == (&actions, &resources, &conditions)
        };
        match found.iter_mut().find(same) {
            Some(right) => {
                right.places.push(at);
                right.sids.push(sid);
            }
            None => found.push(Right { places: vec![at], sids: vec![sid], actions, resources, conditions }),
        }
    }
    found
}

fn of(policy: &Value, right: &Right, calls: &[Call]) -> Vec<Mutant> {
    let mutant = |what: String, change: &dyn Fn(&mut Value), needs: &dyn Fn(&Call) -> bool| {
        let mut changed = policy.clone();
        let list = changed["Statement"].as_array_mut().expect("a policy has statements");
        right.places.iter().for_each(|at| change(&mut list[*at]));
        list.retain(|it| it["Action"].as_array().is_none_or(|it| !it.is_empty()));
        let needed_by =
            (0..calls.len()).filter(|at| right.allows(&calls[*at]) && needs(&calls[*at])).collect();
        let (of, times) = (right.sids.join(" and "), right.places.len());
        Mutant { of, what, times, policy: changed, needed_by }
    };
    let mut found = Vec::new();
    for action in &right.actions {
        let less: Vec<&String> = right.actions.iter().filter(|it| *it != action).collect();
        let change = |it: &mut Value| it["Action"] = less.iter().map(|it| it.as_str()).collect();
        found.push(mutant(format!("without {action}"), &change, &|it| it.action == *action));
    }
    for (at, resource) in right.resources.iter().enumerate() {
        for other in others(resource) {
            let change = |it: &mut Value| {
                let mut resources = right.resources.clone();
                resources[at] = other.clone();
                it["Resource"] = resources.into();
            };
            found.push(mutant(format!("on {}", short(&other)), &change, &|it| meets(resource, &it.on)));
        }
    }
    for Condition { operator, key, values } in &right.conditions {
        for (at, value) in values.iter().enumerate() {
            let other = another(value);
            let change = |it: &mut Value| {
                let mut values = values.clone();
                values[at] = other.clone();
                it["Condition"][operator][key] = values.into();
            };
            let needs = |it: &Call| it.context.get(key).is_some_and(|it| compare(operator, value, it));
            found.push(mutant(format!("where {key} is {}", short(&other)), &change, &needs));
        }
    }
    found
}

/// Other resources of the same kind: another one, and in a bucket another folder.
fn others(resource: &str) -> Vec<String> {
    let folder = resource.strip_prefix("arn:aws:s3:::").and_then(|it| it.split_once('/'));
    let folder = folder.map(|(bucket, _)| format!("arn:aws:s3:::{bucket}/elsewhere/*"));
    [another(resource)].into_iter().chain(folder).collect()
}

/// An ARN without what all ARNs of the account begin with.
fn short(arn: &str) -> &str {
    if arn.starts_with("arn:") { arn.splitn(6, ':').nth(5).unwrap_or(arn) } else { arn }
}

impl Right {
    fn allows(&self, call: &Call) -> bool {
        let filled = |it: &Condition| {
            let value = call.context.get(&it.key);
            value.is_some_and(|value| it.values.iter().any(|asked| compare(&it.operator, asked, value)))
        };
        self.actions.contains(&call.action)
            && self.resources.iter().any(|it| meets(it, &call.on))
            && self.conditions.iter().all(filled)
    }
}

fn compare(operator: &str, asked: &str, value: &str) -> bool {
    match operator {
        "StringEquals" => asked == value,
        "StringLike" => meets(asked, value),
        other => panic!("nobody here compares by {other}"),
    }
}

/// Whether a pattern with `*` means this text.
fn meets(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            (0..=text.len()).filter(|at| text.is_char_boundary(*at)).any(|at| meets(rest, &text[at..]))
        }),
    }
}

/// The statements of a policy.
pub fn statements(policy: &Value) -> &[Value] {
    policy["Statement"].as_array().map_or(&[], Vec::as_slice)
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().flat_map(self::list).collect(),
        one => one.as_str().map(str::to_owned).into_iter().collect(),
    }
}

fn conditions(value: &Value) -> Vec<Condition> {
    let none = Map::new();
    let operators: BTreeMap<&String, &Value> = value.as_object().unwrap_or(&none).iter().collect();
    let mut found = Vec::new();
    for (operator, keys) in operators {
        for (key, values) in keys.as_object().into_iter().flatten() {
            found.push(Condition { operator: operator.clone(), key: key.clone(), values: list(values) });
        }
    }
    found
}
