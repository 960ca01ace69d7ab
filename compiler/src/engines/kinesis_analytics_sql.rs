//! The SQL runtime of Kinesis Analytics, `SQL-1_0`.

use super::{Abilities, Name};

/// What it can do.
pub const ABILITIES: Abilities = Abilities { name: Name::KinesisAnalyticsSql, built: false, windows: true };
