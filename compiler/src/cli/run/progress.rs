//! How far a run is, on a terminal only.

use super::input::Input;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};

/// A line that shows how far a run is.
pub struct Progress {
    bar: ProgressBar,
    records: u64,
}

impl Progress {
    /// Over these inputs; it shows nothing where standard error is no terminal, or rows are printed to one.
    pub fn new(inputs: &[Input]) -> Progress {
        let is_seen = io::stderr().is_terminal() && !io::stdout().is_terminal();
        let target = if is_seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let size: Option<u64> = inputs.iter().map(|it| it.size).sum();
        let bar = ProgressBar::with_draw_target(size, target);
        let form = match size {
            Some(_) => "{wide_bar} {binary_bytes} of {binary_total_bytes}, {binary_bytes_per_sec}, {msg}",
            None => "{spinner} {binary_bytes}, {binary_bytes_per_sec}, {msg}",
        };
        bar.set_style(ProgressStyle::with_template(form).expect("the template is ours"));
        Progress { bar, records: 0 }
    }

    /// So many bytes more were read, with so many records.
    pub fn add(&mut self, bytes: u64, records: u64) {
        self.records += records;
        if !self.bar.is_hidden() {
            self.bar.inc(bytes);
            let rate = self.records as f64 / self.bar.elapsed().as_secs_f64().max(0.001);
            self.bar.set_message(format!("{} records, {rate:.0} a second", self.records));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
