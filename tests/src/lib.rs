//! What the tests share: places, the shipped binary, the judges' processes, policies as AWS will see them, AWS's stand-in.

pub mod annotation;
pub mod chance;
pub mod http;
pub mod json;
pub mod judge;
pub mod merge;
pub mod mutation;
pub mod place;
pub mod policy;
pub mod sample;
pub mod shipped;
pub mod stand_in;
pub mod text;

pub use judge::judged;
