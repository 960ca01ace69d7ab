//! What `compile` says at its end: what was written, and the steps that a person owes.

use super::files::Written;
use crate::plan::Plan;
use crate::sinks::Settings;
use std::fmt::Write;
use std::path::Path;

/// The summary, with exact commands.
pub fn summary(plan: &Plan, folder: &Path, written: &Written) -> String {
    let folder = folder.display();
    let mut text = match written {
        Written { changed: 0, removed: 0, .. } => format!("{folder} is up to date\n"),
        Written { changed, kept, removed } => {
            format!("wrote {folder}: {changed} files changed, {kept} as before, {removed} removed\n")
        }
    };
    text.push_str("\nnext:\n");
    // Writing to a `String` cannot fail.
    let mut step = |words: &str| {
        let _ = writeln!(text, "  {words}");
    };
    if !plan.jobs.is_empty() {
        step(&format!("cargo build --release --manifest-path {folder}/lambda/Cargo.toml"));
    }
    let _ = Settings::KEYS;
    step(&format!("aws cloudformation deploy --stack-name {} --template-file {folder}/template.json", plan.pipeline));
    text
}
