//! What editors need: the JSON Schema of the language, and one way of writing it.

mod format;
mod schema;

pub use format::{format, same};
pub use schema::schema;
