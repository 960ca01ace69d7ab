//! What will run: things that exist in AWS, the rights between them, and what each function runs.

mod job;

pub use job::{Branch, Column, Job, Output, Target, Threshold, Writer};

/// A pipeline as it will run.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The pipeline's name.
    pub pipeline: String,
    /// The sentence on it, or an empty text.
    pub description: String,
    /// Thresholds, in the order written.
    pub thresholds: Vec<Threshold>,
    /// What functions run, one job per stream that feeds a Lambda branch.
    pub jobs: Vec<Job>,
}
