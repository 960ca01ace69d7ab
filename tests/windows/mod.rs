//! Windows as DuckDB has them: random stories of records, windows and aggregates, through the embedded engine and as one
//! query over all records. Moments and order are compared too, and which records are late.

mod engine;
mod judge;
mod sql;
mod story;
mod trades;
