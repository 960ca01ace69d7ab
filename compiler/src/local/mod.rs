//! What runs on this machine, without AWS.

pub mod produce;
