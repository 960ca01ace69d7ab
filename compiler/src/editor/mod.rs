//! What editors need: the JSON Schema of the language.

mod schema;

pub use schema::schema;
