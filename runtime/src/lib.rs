//! What a pipeline means: values, three-valued logic, operations, functions, strict decoding, output form.
//!
//! One crate serves three users: the compiler types expressions against it, the interpreter evaluates them
//! with it, and the generated Lambda calls the same operations from straight-line Rust. With the feature `function` it
//! is that Lambda, but for what varies by pipeline: its tables and rules.
//!
//! A module uses only modules of its own group and of the groups above it.

pub mod calendar;
pub mod decimal;
pub mod fault;
pub mod identity;
pub mod timestamp;
pub mod types;
pub mod value;

pub mod column;
pub mod context;
pub mod key;
pub mod literal;
pub mod row;

pub mod decode;
pub mod encode;
pub mod expr;

#[cfg(feature = "windows")]
pub mod aggregate;
#[cfg(feature = "windows")]
pub mod window;

pub mod dead_letter;
pub mod job;
pub mod threshold;

pub mod lines;
#[cfg(feature = "function")]
pub mod sinks;

#[cfg(feature = "function")]
pub mod function;
