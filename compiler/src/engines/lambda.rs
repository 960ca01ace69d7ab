//! The generated Rust function, fed by a stream.

use super::{Abilities, Name};

/// What it can do.
pub const ABILITIES: Abilities = Abilities { name: Name::Lambda, built: true, windows: false };
