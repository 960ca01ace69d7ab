//! The `pipec` command.

fn main() {}
