//! The tests of the house, in one binary.

mod aws;
mod build;
mod cli;
mod crates;
mod decoder;
mod diagnostics;
mod docs;
mod editor;
mod end_to_end;
mod faults;
mod effects;
mod goldens;
mod house;
mod language;
mod ledger;
mod mutants;
mod poller;
mod proxy;
mod rights;
mod robust;
mod rules;
mod semantics;
mod stand_in;
mod test_command;
