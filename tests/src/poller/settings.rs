//! How a mapping reads its stream, as a template says it.

use serde_json::{Map, Value};
use std::time::Duration;

/// The properties of an event source mapping, and what else a run needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `BatchSize`.
    pub batch: usize,
    /// `BisectBatchOnFunctionError`.
    pub bisects: bool,
    /// `MaximumRetryAttempts`; none is -1, without end.
    pub retries: Option<u32>,
    /// `MaximumRecordAgeInSeconds`; none is -1, without end.
    pub age: Option<Duration>,
    /// Whether `FunctionResponseTypes` has `ReportBatchItemFailures`.
    pub reports: bool,
    /// `ParallelizationFactor`.
    pub lanes: usize,
    /// The function's `Timeout`.
    pub timeout: Duration,
    /// How far a lane's time moves on before it tries again.
    pub pause: Duration,
    /// The most invocations of one lane; one that needs more is stuck.
    pub most: usize,
}

impl Default for Settings {
    /// AWS's defaults (page `services-kinesis-parameters`), a patient function, and a bound.
    fn default() -> Settings {
        Settings {
            batch: 100,
            bisects: false,
            retries: None,
            age: None,
            reports: false,
            lanes: 1,
            timeout: Duration::from_secs(60),
            pause: Duration::ZERO,
            most: 1_000,
        }
    }
}

impl Settings {
    /// The settings of the only mapping of a template, and of its function. A property that the poller does not know
    /// would be one that it does not do, so it fails.
    pub fn of(template: &Value) -> Settings {
        let mapping = only(template, "AWS::Lambda::EventSourceMapping");
        let timeout = only(template, "AWS::Lambda::Function").get("Timeout").and_then(Value::as_u64);
        let base = Settings { timeout: Duration::from_secs(timeout.unwrap_or(3)), ..Settings::default() };
        mapping.iter().fold(base, |settings, (name, value)| settings.with(name, value))
    }

    fn with(mut self, name: &str, value: &Value) -> Settings {
        let number = || value.as_i64().unwrap_or_else(|| panic!("{name} is {value}"));
        let bound = || u32::try_from(number()).ok();
        match name {
            "BatchSize" => self.batch = count(number()),
            "BisectBatchOnFunctionError" => self.bisects = value == &Value::Bool(true),
            "MaximumRetryAttempts" => self.retries = bound(),
            "MaximumRecordAgeInSeconds" => self.age = bound().map(|it| Duration::from_secs(it.into())),
            "ParallelizationFactor" => self.lanes = count(number()),
            "FunctionResponseTypes" => self.reports = value[0] == "ReportBatchItemFailures",
            // The whole stream is there from the start, so nothing is waited for; what is given up is kept in memory.
            "EventSourceArn"
            | "FunctionName"
            | "StartingPosition"
            | "MaximumBatchingWindowInSeconds"
            | "DestinationConfig" => {}
            _ => panic!("the poller does not know {name}"),
        }
        self
    }

    /// Fails where AWS would refuse them (page `API_CreateEventSourceMapping`).
    pub(super) fn check(&self) {
        let minute = Duration::from_secs(60);
        assert!((1..=10_000).contains(&self.batch), "a batch has 1 to 10,000 records");
        assert!((1..=10).contains(&self.lanes), "a shard has 1 to 10 lanes");
        assert!(self.age.is_none_or(|it| it >= minute), "a record may grow at least a minute old");
        assert!(self.retries.is_none_or(|it| it <= 10_000), "there are at most 10,000 retries");
    }
}

/// The properties of the only resource of this type.
fn only<'a>(template: &'a Value, ty: &str) -> &'a Map<String, Value> {
    let resources = template["Resources"].as_object().expect("a template has resources");
    let mut found = resources.values().filter(|it| it["Type"] == ty);
    match (found.next(), found.next()) {
        (Some(one), None) => one["Properties"].as_object().expect("such a resource has properties"),
        (first, _) => {
            panic!("the template has {} {ty}", if first.is_some() { "more than one" } else { "no" })
        }
    }
}

fn count(number: i64) -> usize {
    usize::try_from(number).expect("counts are not negative")
}
