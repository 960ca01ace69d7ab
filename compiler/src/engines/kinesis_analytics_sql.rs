//! The SQL runtime of Kinesis Analytics, `SQL-1_0`.

mod layout;
pub mod statements;
pub mod windows;

use super::{Abilities, Name};

pub use layout::file;

/// What it can do.
pub const ABILITIES: Abilities = Abilities { name: Name::KinesisAnalyticsSql, built: false, windows: true };
