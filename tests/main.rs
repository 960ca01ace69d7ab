//! The tests of the house, in one binary.

mod aws;
mod house;
