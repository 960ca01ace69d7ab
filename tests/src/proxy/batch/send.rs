//! SQS `SendMessageBatch`: the answer has two lists of the entries' own identifiers.

use super::Places;
use crate::proxy::service::{Error, Service};
use serde_json::{Value, json};

pub(super) const NOTHING: &str = r#"{"Successful":[],"Failed":[]}"#;

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Each message with its attributes.
pub(super) fn entries(request: &Value) -> Vec<String> {
    list(request, "Entries").iter().map(Value::to_string).collect()
}

pub(super) fn merged(request: &Value, mut answer: Value, places: &Places) -> Vec<u8> {
    let Error { code, message, .. } = Service::Sqs.throttle();
    let mut failed = list(&answer, "Failed").to_vec();
    for place in places {
        let id = &request["Entries"][place]["Id"];
        failed.push(json!({ "Id": id, "SenderFault": false, "Code": code, "Message": message }));
    }
    answer["Failed"] = json!(failed);
    answer.to_string().into_bytes()
}

pub(super) fn refused(request: &Value, answer: &Value) -> Places {
    let failed = |entry: &Value| list(answer, "Failed").iter().any(|it| it["Id"] == entry["Id"]);
    let entries = list(request, "Entries").iter().enumerate();
    entries.filter(|(_, it)| failed(it)).map(|(place, _)| place).collect()
}
