//! What an invocation did, in numbers: CloudWatch's embedded metrics.

use crate::timestamp::Timestamp;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The namespace of all metrics.
const NAMESPACE: &str = "pipec";

/// What an invocation did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records that came.
    pub records: usize,
    /// Rows that branches kept.
    pub kept: usize,
    /// Dead letters that were written, by the word of their reason.
    pub rejected: BTreeMap<&'static str, usize>,
    /// What came of rows, by sink.
    pub sinks: BTreeMap<&'static str, Sink>,
    /// How long the oldest record has been in the stream, in milliseconds.
    pub age: Option<i64>,
}

/// What came of a sink's rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sink {
    /// Rows that were written.
    pub written: usize,
    /// Rows that an earlier try had written.
    pub replayed: usize,
    /// Rows that another record's item kept out.
    pub conflicts: usize,
    /// Rows that were not taken and come again.
    pub failed: usize,
    /// AWS's words for why, with how often each was said.
    pub codes: BTreeMap<String, usize>,
}

impl Counts {
    /// The lines of this invocation: one for the stream, one for each reason and for each sink, as each has other
    /// dimensions (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>).
    pub fn lines(&self, pipeline: &str, stream: &str, now: Timestamp) -> Vec<Value> {
        let whose = [("Pipeline", pipeline), ("Stream", stream)];
        let mut whole =
            vec![("RecordsIn", "Count", self.records as i64), ("RowsKept", "Count", self.kept as i64)];
        whole.extend(self.age.map(|it| ("BatchAge", "Milliseconds", it)));
        let mut lines = vec![line(now, &whose, &whole)];
        for (reason, count) in &self.rejected {
            let whose = [whose[0], whose[1], ("Reason", *reason)];
            lines.push(line(now, &whose, &[("RecordsRejected", "Count", *count as i64)]));
        }
        for (sink, it) in &self.sinks {
            let whose = [whose[0], ("Sink", *sink)];
            let counts = [
                ("RowsWritten", "Count", it.written as i64),
                ("RowsReplayed", "Count", it.replayed as i64),
                ("RowsInConflict", "Count", it.conflicts as i64),
                ("RowsFailed", "Count", it.failed as i64),
            ];
            lines.push(line(now, &whose, &counts));
        }
        lines
    }
}

/// One line: these metrics, each with its unit, under these dimensions.
fn line(now: Timestamp, dimensions: &[(&str, &str)], metrics: &[(&str, &str, i64)]) -> Value {
    let names: Vec<&str> = dimensions.iter().map(|(name, _)| *name).collect();
    let units: Vec<Value> =
        metrics.iter().map(|(name, unit, _)| json!({ "Name": name, "Unit": unit })).collect();
    let directive = json!({ "Namespace": NAMESPACE, "Dimensions": [names], "Metrics": units });
    let mut line = Map::new();
    line.insert("_aws".to_owned(), json!({ "Timestamp": now.0, "CloudWatchMetrics": [directive] }));
    line.extend(dimensions.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
    line.extend(metrics.iter().map(|(name, _, value)| ((*name).to_owned(), (*value).into())));
    Value::Object(line)
}

#[cfg(test)]
mod tests {
    use super::{Counts, Sink};
    use crate::timestamp::Timestamp;

    #[test]
    fn a_line_has_the_values_that_its_directive_names() {
        let counts = Counts {
            records: 3,
            kept: 2,
            rejected: [("malformed", 1)].into(),
            sinks: [("alerts", Sink { written: 2, ..Sink::default() })].into(),
            age: Some(1500),
        };
        let lines: Vec<String> =
            counts.lines("p", "s", Timestamp(7)).iter().map(ToString::to_string).collect();
        let expect = [
            r#"{"BatchAge":1500,"Pipeline":"p","RecordsIn":3,"RowsKept":2,"Stream":"s","_aws":{"CloudWatchMetrics":[{"Dimensions":[["Pipeline","Stream"]],"Metrics":[{"Name":"RecordsIn","Unit":"Count"},{"Name":"RowsKept","Unit":"Count"},{"Name":"BatchAge","Unit":"Milliseconds"}],"Namespace":"pipec"}],"Timestamp":7}}"#,
            r#"{"Pipeline":"p","Reason":"malformed","RecordsRejected":1,"Stream":"s","_aws":{"CloudWatchMetrics":[{"Dimensions":[["Pipeline","Stream","Reason"]],"Metrics":[{"Name":"RecordsRejected","Unit":"Count"}],"Namespace":"pipec"}],"Timestamp":7}}"#,
            r#"{"Pipeline":"p","RowsFailed":0,"RowsInConflict":0,"RowsReplayed":0,"RowsWritten":2,"Sink":"alerts","_aws":{"CloudWatchMetrics":[{"Dimensions":[["Pipeline","Sink"]],"Metrics":[{"Name":"RowsWritten","Unit":"Count"},{"Name":"RowsReplayed","Unit":"Count"},{"Name":"RowsInConflict","Unit":"Count"},{"Name":"RowsFailed","Unit":"Count"}],"Namespace":"pipec"}],"Timestamp":7}}"#,
        ];
        assert_eq!(lines, expect);
    }
}
