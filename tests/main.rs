//! The tests of the house, in one binary.

mod aws;
mod cli;
mod crates;
mod decoder;
mod diagnostics;
mod docs;
mod editor;
mod goldens;
mod house;
mod mutants;
mod rights;
mod robust;
mod rules;
mod stand_in;
