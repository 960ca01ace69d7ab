//! The SQL runtime of Kinesis Analytics, `SQL-1_0`, which AWS has retired.

mod application;
mod layout;
pub mod statements;
pub mod windows;

use super::{Abilities, Name, Windows};

pub use application::{Application, INVOKE, LOG, READ, name};
pub use layout::file;

/// What it can do.
pub const ABILITIES: Abilities =
    Abilities { name: Name::KinesisAnalyticsSql, built: true, runtime: RUNTIME, windows: Windows::Tumbling };

/// The runtime's name in templates.
const RUNTIME: &str = "SQL-1_0";
