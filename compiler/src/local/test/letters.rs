//! Dead letters as tests compare them (semantics 2): `raw` is the bytes, and `position` the number of the record.

use super::row::{Came, Found};
use crate::local::{Origin, Rejected};
use crate::model::{BranchId, Hot, Input, Model};
use pipec_runtime::encode;
use pipec_runtime::key;
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use std::rc::Rc;

/// The columns of a dead letter.
pub const NAMES: [&str; 7] = ["id", "reason", "branch", "stream", "position", "arrived", "raw"];

/// A dead letter, as it is compared.
pub fn came(model: &Model, rejected: &Rejected<'_>, now: Timestamp, names: Rc<[String]>) -> Came {
    let stream = &model.stream(rejected.stream).name.value;
    let branch = rejected.branch.map(|it| &model.branch(it).name.value);
    let id = rejected.origin.id(&model.name.value, branch.unwrap_or(stream));
    let text = |it: &str| Value::Text(it.to_owned().into());
    let position = match rejected.origin {
        Origin::Record(number) => Value::Whole(i64::try_from(number).unwrap_or(i64::MAX)),
        Origin::Window { .. } => Value::Null,
    };
    let values = [
        text(&id),
        text(rejected.reason.word()),
        branch.map_or(Value::Null, |it| text(it.as_str())),
        text(stream),
        position,
        Value::Timestamp(now),
    ];
    let mut values: Vec<Found> = values.into_iter().map(Found::Value).collect();
    values.push(Found::Bytes(rejected.raw.to_vec()));
    Came { names, values, bytes: None }
}

/// What a row was made of: its record, or the bounds and key of its window.
pub fn raw(model: &Model, branch: BranchId, origin: Origin<'_>, records: &[Vec<u8>]) -> Vec<u8> {
    match origin {
        Origin::Record(number) => {
            let at = usize::try_from(number).ok().and_then(|it| it.checked_sub(1));
            at.and_then(|it| records.get(it)).cloned().unwrap_or_default()
        }
        Origin::Window { start, end, key } => bounds(model, branch, [start, end], key).into_bytes(),
    }
}

fn bounds(model: &Model, branch: BranchId, bounds: [i64; 2], key: &[u8]) -> String {
    let columns = windowed(model, branch).map(|hot| hot.group_by.iter().map(|it| &hot.input[it.value]));
    let columns: Vec<_> = columns.into_iter().flatten().collect();
    let types: Vec<Type> = columns.iter().map(|it| it.ty).collect();
    let bounds = bounds.map(|it| Value::Timestamp(Timestamp(it)));
    let names =
        ["window_start", "window_end"].into_iter().chain(columns.iter().map(|it| it.name.value.as_str()));
    encode::row(names, &Row::new(bounds.into_iter().chain(key::values(key, &types)).collect()))
}

/// The branch with a window, this one or the nearest that it reads.
fn windowed(model: &Model, branch: BranchId) -> Option<&Hot> {
    let mut branch = model.branch(branch);
    for _ in &model.branches {
        let hot = branch.as_hot()?;
        if hot.window.is_some() {
            return Some(hot);
        }
        match branch.from.as_ref()?.value {
            Input::Branch(it) => branch = model.branch(it),
            Input::Stream(_) => return None,
        }
    }
    None
}
