//! Hot and cold branches.

use crate::engines;
use crate::source::Spanned;
use crate::syntax::{Duration, Expression, Free, Name, OneOrMany, block};

block! {
    /// A branch that looks at records.
    struct Hot {
        /// A sentence on what it finds.
        optional description = "description": Spanned<String>,
        /// The stream or branch that it reads.
        required from = "from": Spanned<Name>,
        /// A condition: only records for which it is true go on.
        optional filter = "where": Expression,
        /// The stretches of event time that records are taken together in.
        optional window = "window": Window,
        /// The columns whose values split a window.
        collection group_by = "group_by": OneOrMany<Spanned<String>>,
        /// The columns that it lets through; all of them without it.
        collection select = "select": OneOrMany<Spanned<String>>,
        /// New columns, name → expression.
        collection add = "add": Free<Expression>,
        /// A condition on the rows of a window.
        optional having = "having": Expression,
        /// What runs it; the first engine that can without it.
        optional engine = "engine": Spanned<engines::Name>,
        /// The sinks and streams that its rows go to.
        collection to = "to": OneOrMany<Spanned<Name>>,
    }
}

block! {
    /// A branch that keeps every record as the bytes that came.
    struct Cold {
        /// A sentence on what it keeps.
        optional description = "description": Spanned<String>,
        /// The stream that it reads.
        required from = "from": Spanned<Name>,
        /// The sinks that its records go to.
        required to = "to": OneOrMany<Spanned<Name>>,
    }
}

block! {
    /// Stretches of event time.
    union Window {
        /// One after the other.
        Tumbling(Tumbling) = "tumbling",
        /// Overlapping; Flink SQL's HOP.
        Sliding(Sliding) = "sliding",
        /// As long as records keep coming.
        Session(Session) = "session",
    }
}

block! {
    /// Windows one after the other.
    struct Tumbling {
        /// How long each is.
        required size = "size": Spanned<Duration>,
    }
}

block! {
    /// Windows that overlap.
    struct Sliding {
        /// How long each is, a multiple of `slide`.
        required size = "size": Spanned<Duration>,
        /// How far the next begins after the last.
        required slide = "slide": Spanned<Duration>,
    }
}

block! {
    /// A window as long as records keep coming.
    struct Session {
        /// The silence that ends it.
        required gap = "gap": Spanned<Duration>,
    }
}
