//! The function of the pipeline `card-limits-sql`.
//!
//! In Lambda it serves the stream that `PIPEC_STREAM` names. Anywhere else it reads that stream's records as JSON Lines
//! from standard input and writes what becomes of them to standard output.

mod rules;
mod schema;

use pipec_runtime::function;
use std::process::ExitCode;

fn main() -> ExitCode {
    function::run("card-limits-sql", rules::JOBS, schema::THRESHOLDS)
}
