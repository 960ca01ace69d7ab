//! What can run a hot branch: one file an engine, and the list.

pub mod flink;
pub mod kinesis_analytics_sql;
pub mod lambda;

use crate::syntax::block;
use pipec_runtime::window::Window;

block! {
    /// What runs a hot branch.
    enum Name {
        /// The generated Rust function, fed by the stream.
        Lambda = "lambda",
        /// Flink SQL on Amazon Managed Service for Apache Flink.
        Flink = "flink",
        /// The SQL runtime of Kinesis Analytics, retired by AWS.
        KinesisAnalyticsSql = "kinesis_analytics_sql",
    }
}

/// What an engine can do; `check` reads it.
#[derive(Debug)]
pub struct Abilities {
    /// The engine.
    pub name: Name,
    /// Whether this version of pipec makes what it needs.
    pub built: bool,
    /// What templates call the runtime that it needs.
    pub runtime: &'static str,
    /// The windows that its branches may have.
    pub windows: Windows,
}

/// The windows that branches of an engine may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Windows {
    /// None.
    None,
    /// Those that neither overlap nor leave gaps.
    Tumbling,
    /// All kinds.
    All,
}

impl Windows {
    /// Whether this is one of them.
    pub fn has(self, window: Window) -> bool {
        match (self, window) {
            (Windows::All, _) | (Windows::Tumbling, Window::Tumbling { .. }) => true,
            (Windows::None, _) | (Windows::Tumbling, Window::Sliding { .. } | Window::Session { .. }) => {
                false
            }
        }
    }
}

/// All engines, the first that can do a branch is chosen for it.
pub const ALL: &[&Abilities] = &[&lambda::ABILITIES, &flink::ABILITIES, &kinesis_analytics_sql::ABILITIES];

impl Name {
    /// What the engine can do.
    pub fn abilities(self) -> &'static Abilities {
        match self {
            Name::Lambda => &lambda::ABILITIES,
            Name::Flink => &flink::ABILITIES,
            Name::KinesisAnalyticsSql => &kinesis_analytics_sql::ABILITIES,
        }
    }
}
