//! The tests of the house, in one binary.

mod aws;
mod build;
mod cli;
mod crates;
mod diagnostics;
mod docs;
mod editor;
mod goldens;
mod house;
mod mutants;
mod rights;
mod robust;
mod rules;
