//! pipec: one `pipeline.yaml` becomes everything it needs.
//!
//! The order of the modules below is the architecture: a module uses only those above it.

// ---- words -------------------------------------------------------------------------------------------------
pub mod source;
pub mod diagnostic;
pub mod artifact;
pub mod yaml;
pub mod syntax;
pub mod cfn;
pub mod plan;
// ---- parts: open sets, one file each, one explicit list ------------------------------------------------------
pub mod sinks;
pub mod engines;
// ---- passes: one type in, one type out -----------------------------------------------------------------------
pub mod spec;
pub mod model;
pub mod check;
// ---- the gate ------------------------------------------------------------------------------------------------
pub mod lower;
// pub mod emit;
// ---- doors ---------------------------------------------------------------------------------------------------
// pub mod editor;
// pub mod cli;
