//! Where the rows of branches go: which sinks, and as what (semantics 14, 17).

use crate::model::{Branch, Model, SinkId, Target};
use crate::sinks::{Settings, s3};
use pipec_runtime::fault::Reason;
use pipec_runtime::key;
use pipec_runtime::row::Row;
use pipec_runtime::value::Value;

/// Where a branch's rows, or a cold branch's records, go.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// The sink or stream.
    pub target: Target,
    /// What it holds.
    pub holds: Holds,
}

/// What a target holds of what is written to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Holds {
    /// An item for each key.
    Items {
        /// Where the key's parts are in the row.
        key: Vec<usize>,
        /// Whether a row takes the place of another's item with its key.
        replaces: bool,
    },
    /// Every row.
    Rows,
    /// Every record as the bytes that came; each is followed by a line feed unless they are bare.
    Bytes {
        /// Whether nothing stands between records.
        bare: bool,
    },
}

/// What became of a row that was put into a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is the item of its key now.
    Written,
    /// It was there already: an earlier try wrote it.
    Replayed,
    /// Another row's item has its key, and stays.
    Conflict,
}

/// The routes of each branch, by its number.
pub fn routes(model: &Model) -> Vec<Vec<Route>> {
    let of = |branch: &Branch| branch.to.iter().map(|it| route(model, branch, it.value)).collect();
    model.branches.iter().map(of).collect()
}

fn route(model: &Model, branch: &Branch, target: Target) -> Route {
    let settings = match target {
        Target::Sink(SinkId(id)) => model.sinks[id].settings.as_ref(),
        Target::Stream(_) => None,
    };
    let holds = match (settings, branch.as_hot()) {
        (Some(Settings::Dynamodb(table)), Some(hot)) => {
            let names = table.partition_key.0.iter().chain(&table.sort_key);
            let place = |name: &str| hot.outputs.iter().position(|it| it.column.name.value == name);
            let key = names.filter_map(|it| place(&it.value)).collect();
            Holds::Items { key, replaces: table.replaces() }
        }
        (Some(Settings::S3(bucket)), None) => {
            let delimiter = bucket.delimiter.as_ref().map(|it| it.value);
            Holds::Bytes { bare: delimiter == Some(s3::Delimiter::None) }
        }
        (_, _) => Holds::Rows,
    };
    Route { target, holds }
}

/// The key of a row's item; a table takes no empty text as a part of it
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html>).
pub fn item_key(row: &Row<'_>, parts: &[usize]) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    for part in parts {
        match row.get(*part) {
            Value::Text(text) if text.is_empty() => return Err(Reason::Write),
            value => key::push(value, &mut bytes),
        }
    }
    Ok(bytes)
}

/// What a put does where the key's item has the id `there`.
pub fn put(there: Option<&str>, id: &str, replaces: bool) -> Put {
    match there {
        None => Put::Written,
        Some(there) if there == id => Put::Replayed,
        Some(_) if replaces => Put::Written,
        Some(_) => Put::Conflict,
    }
}
