//! What a pipeline means: values, three-valued logic, operations, functions, strict decoding, output form.
//!
//! One crate serves three users: the compiler types expressions against it, the interpreter evaluates them
//! with it, and the generated Lambda calls the same operations from straight-line Rust.

pub mod types;
pub mod value;
pub mod decimal;
pub mod timestamp;
pub mod fault;
pub mod column;
pub mod row;
pub mod expr;
pub mod decode;
pub mod encode;
pub mod job;
pub mod lines;
