//! Flink SQL on Amazon Managed Service for Apache Flink.

use super::{Abilities, Name, Windows};

/// What it can do.
pub const ABILITIES: Abilities =
    Abilities { name: Name::Flink, built: false, runtime: "FLINK-2_2", windows: Windows::All };
