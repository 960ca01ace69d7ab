//! The function of the pipeline `card-payments`.
//!
//! It reads records as JSON Lines from standard input and writes what becomes of them to standard output. It takes no
//! events from Lambda yet.

mod rules;
mod schema;

use pipec_runtime::lines;
use std::process::ExitCode;

fn main() -> ExitCode {
    lines::run(rules::JOBS, schema::THRESHOLDS)
}
