//! Dead letters as tests compare them (semantics 2): `raw` is the bytes, and `position` the number of the record.

use super::row::{Came, Found};
use crate::local::{Origin, Rejected};
use crate::model::Model;
use pipec_runtime::timestamp::Timestamp;
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
        Origin::Record(number) | Origin::Identified { number, .. } => {
            Value::Whole(i64::try_from(number).unwrap_or(i64::MAX))
        }
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
