//! Lines of JSON on standard output: CloudWatch Logs keeps them. What a record holds is never in one.

use crate::context::clock;
use serde_json::{Map, Value, json};
use std::env;
use std::io::{self, Write};

/// How bad it is; Lambda's own words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What was done.
    Info,
    /// Something will be tried again.
    Warn,
    /// The function cannot do its work.
    Error,
}

impl Level {
    fn word(self) -> &'static str {
        match self {
            Level::Info => "INFO",
            Level::Warn => "WARN",
            Level::Error => "ERROR",
        }
    }

    /// The least level that is told: `AWS_LAMBDA_LOG_LEVEL`, which Lambda sets from the function's own settings
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html>).
    fn least() -> Level {
        match env::var("AWS_LAMBDA_LOG_LEVEL").as_deref() {
            Ok("ERROR" | "FATAL") => Level::Error,
            Ok("WARN") => Level::Warn,
            Ok(_) | Err(_) => Level::Info,
        }
    }
}

/// A line with these fields.
pub fn say(level: Level, message: &str, fields: Value) {
    if level < Level::least() {
        return;
    }
    let mut line = Map::new();
    line.insert("level".to_owned(), level.word().into());
    line.insert("timestamp".to_owned(), clock().to_string().into());
    line.insert("message".to_owned(), message.into());
    if let Value::Object(fields) = fields {
        line.extend(fields);
    }
    print(&Value::Object(line));
}

/// A line without fields.
pub fn plain(level: Level, message: &str) {
    say(level, message, json!({}));
}

/// A line as it is. A log that cannot be written is no reason to stop.
pub fn print(line: &Value) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}
