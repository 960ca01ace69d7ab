//! What the tests share: places, the shipped binary, the judges' processes, policies as AWS will see them, AWS's stand-in,
//! and AWS where no stand-in has it.

pub mod analytics_sql;
pub mod annotation;
pub mod chance;
pub mod effects;
pub mod function;
pub mod http;
pub mod json;
pub mod judge;
pub mod merge;
pub mod moment;
pub mod mutation;
pub mod place;
pub mod policy;
pub mod poller;
pub mod proxy;
pub mod resolved;
pub mod sample;
pub mod server;
pub mod shipped;
pub mod stand_in;
pub mod text;

pub use judge::judged;
