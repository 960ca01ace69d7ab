//! What an answer says of a batch: the checkpoint rule of Lambda's partial batch response.

use serde_json::Value;

/// What comes again of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing.
    Success,
    /// The record at this place and all behind it.
    Checkpoint(usize),
    /// The whole batch.
    Failure,
}

/// Reads a response to a batch of these sequence numbers. AWS's words (page `services-kinesis-batchfailurereporting`):
///
/// - "If the `batchItemFailures` array contains multiple items, Lambda uses the record with the lowest sequence number
///   as the checkpoint. Lambda then retries all records starting from that checkpoint."
/// - A "complete success" is "an empty `batchItemFailure` list", "a null `batchItemFailure` list", "an empty
///   `EventResponse`", "a null `EventResponse`".
/// - A "complete failure" is "an empty string `itemIdentifier`", "a null `itemIdentifier`", "an `itemIdentifier` with a
///   bad key name".
///
/// Of an identifier that is not in the batch, and of a response of another shape, AWS's page says nothing: here they
/// fail the batch, which is the harshest reading.
pub(super) fn read(response: &[u8], sequences: &[&str]) -> Outcome {
    if response.trim_ascii().is_empty() {
        return Outcome::Success;
    }
    let response: Value = serde_json::from_slice(response).unwrap_or(Value::Bool(false));
    let failures = match &response {
        Value::Null => return Outcome::Success,
        Value::String(text) if text.is_empty() => return Outcome::Success,
        Value::Object(map) => map.get("batchItemFailures").unwrap_or(&Value::Null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => return Outcome::Failure,
    };
    match failures {
        Value::Null => Outcome::Success,
        Value::Array(items) => checkpoint(items, sequences),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => Outcome::Failure,
    }
}

fn checkpoint(items: &[Value], sequences: &[&str]) -> Outcome {
    let place = |item: &Value| {
        let identifier = item.get("itemIdentifier")?.as_str()?;
        sequences.iter().position(|it| *it == identifier)
    };
    let places: Option<Vec<usize>> = items.iter().map(place).collect();
    match places.map(|it| it.into_iter().min()) {
        None => Outcome::Failure,
        Some(None) => Outcome::Success,
        Some(Some(first)) => Outcome::Checkpoint(first),
    }
}
