//! The corpus of windows: what comes out of a pipeline, and when, as records arrive.
//!
//! Rows are written by hand, by what their rule says, and never made from output.

mod cell;
mod coverage;
mod engine;
mod file;
mod judge;
mod met;
mod planted;
mod story;

use crate::semantics::corpus::{Section, folder};
use std::sync::LazyLock;
use story::Stage;

/// The rules that the stories cover.
const RULES: [(u8, &str); 11] = [
    (2, "nothing is dropped silently: not what is late, and no row of a window"),
    (3, "sums overflow at the end, expressions over them at once"),
    (4, "texts that are keys are their bytes"),
    (5, "filters keep what is TRUE, and what is not needed is not worked out"),
    (7, "event time is a column that is not null"),
    (8, "the watermark closes windows, and says what is late"),
    (9, "a window's row comes once, and only where a record is"),
    (10, "aggregates skip nulls and are exact"),
    (11, "windows slide, and sessions join"),
    (13, "a window's row has one id, and records of one id are one"),
    (12, "rows have a time and an order, through chains and streams"),
];

static SECTIONS: LazyLock<Vec<Section>> = LazyLock::new(|| folder("tests/semantics/windows"));
/// The sections with their stories.
static STAGES: LazyLock<Vec<Stage>> = LazyLock::new(|| SECTIONS.iter().map(Stage::new).collect());
