//! What a pipeline means: values, three-valued logic, operations, functions, strict decoding, output form.
//!
//! One crate serves three users: the compiler types expressions against it, the interpreter evaluates them
//! with it, and the generated Lambda calls the same operations from straight-line Rust.
//!
//! A module uses only modules of its own group and of the groups above it.

pub mod calendar;
pub mod decimal;
pub mod fault;
pub mod timestamp;
pub mod types;
pub mod value;

pub mod column;
pub mod context;
pub mod literal;
pub mod row;

pub mod decode;
pub mod encode;
pub mod expr;

pub mod job;

pub mod lines;
