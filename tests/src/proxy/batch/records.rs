//! Kinesis `PutRecords` and Firehose `PutRecordBatch`: the answer has a result for each record, in their order.

use super::Places;
use crate::proxy::service::{Error, Service};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// What the two services call the same things.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::proxy) struct Names {
    service: Service,
    results: &'static str,
    failed: &'static str,
}

pub(super) const KINESIS: Names =
    Names { service: Service::Kinesis, results: "Records", failed: "FailedRecordCount" };
pub(super) const FIREHOSE: Names =
    Names { service: Service::Firehose, results: "RequestResponses", failed: "FailedPutCount" };

/// The data of each record.
pub(super) fn entries(request: &Value) -> Vec<String> {
    let data = |record: &Value| {
        let bytes = STANDARD.decode(record["Data"].as_str().unwrap_or("")).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    request["Records"].as_array().map(|it| it.iter().map(data).collect()).unwrap_or_default()
}

impl Names {
    pub(super) fn nothing(&self) -> String {
        json!({ self.failed: 0, self.results: [] }).to_string()
    }

    pub(super) fn merged(&self, mut answer: Value, places: &Places) -> Vec<u8> {
        let Error { code, message, .. } = self.service.throttle();
        if let Some(results) = answer[self.results].as_array_mut() {
            // In rising order, so that each goes where it stands in the end.
            for place in places {
                results.insert(*place, json!({ "ErrorCode": code, "ErrorMessage": message }));
            }
        }
        let failed = self.refused(&answer).len();
        answer[self.failed] = json!(failed);
        answer.to_string().into_bytes()
    }

    pub(super) fn refused(&self, answer: &Value) -> Places {
        let results = answer[self.results].as_array().map(Vec::as_slice).unwrap_or_default();
        let failed = results.iter().enumerate().filter(|(_, it)| it["ErrorCode"].is_string());
        failed.map(|(place, _)| place).collect()
    }
}
