//! The command line of `pipec run`.

use crate::cli::environment::EnvironmentArgument;
use clap::Args;
use std::path::PathBuf;

/// What stands below the help.
pub const EXAMPLES: &str = "\
Examples:
  pipec run specs/stock-trading.yaml --input trades.jsonl
  pipec run specs/high-transactions.yaml --sink abnormals < transactions.jsonl
  pipec run pipeline.yaml --input records/ --state work --threshold high_transaction=5000";

/// What `run` is told.
#[derive(Debug, Args)]
pub struct RunArguments {
    /// The pipeline; `-` is standard input.
    #[arg(default_value = "pipeline.yaml")]
    pub file: PathBuf,
    /// Which environment.
    #[command(flatten)]
    pub environment: EnvironmentArgument,
    /// JSON Lines: a file, a folder with files, or `-` for standard input, which is read without this. Gzip is seen by
    /// content. `STREAM=` names the stream where there are several.
    #[arg(long, value_name = "[STREAM=]PATH")]
    pub input: Vec<String>,
    /// Print only what this sink, stream or branch is given, or `dead_letters`: bare rows.
    #[arg(long, value_name = "NAME")]
    pub sink: Vec<String>,
    /// Print what passes here, too: the records that a stream accepts, or the rows of a branch.
    #[arg(long, value_name = "NAME")]
    pub tap: Vec<String>,
    /// End after so many printed rows.
    #[arg(long, value_name = "ROWS")]
    pub limit: Option<u64>,
    /// Keep everything in this folder, exactly once whatever happens, and go on from what is there.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["sink", "tap", "limit"])]
    pub state: Option<PathBuf>,
    /// Give a threshold another value.
    #[arg(long, value_name = "NAME=VALUE")]
    pub threshold: Vec<String>,
    /// What `now()` is, such as 2026-01-01T00:00:00Z, in place of the clock.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// Leave windows open at the end: more records will come.
    #[arg(long)]
    pub open: bool,
    /// Print no summary.
    #[arg(long)]
    pub quiet: bool,
}
