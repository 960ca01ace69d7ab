//! Environments: parts that are laid over the file.

use super::{Capacity, Monitoring, Settings};
use crate::source::Spanned;
use crate::syntax::{AccountId, Any, Arn, Duration, Free, Literal, Named, block};

block! {
    /// Parts that are laid over the file for one environment. Never schemas, branches or windows.
    struct Environment {
        /// A sentence on what it is for.
        optional description = "description": Spanned<String>,
        /// The account it is deployed to.
        optional account = "account": Spanned<AccountId>,
        /// The region it is deployed to.
        optional region = "region": Spanned<String>,
        /// Other values of thresholds.
        collection thresholds = "thresholds": Named<Spanned<Literal>>,
        /// Other settings.
        optional settings = "settings": Settings,
        /// Other monitoring.
        optional monitoring = "monitoring": Monitoring,
        /// Other places and sizes of streams.
        collection streams = "streams": Named<Stream>,
        /// Other places, sizes, addresses and secrets of sinks, by the sink's kind.
        collection sinks = "sinks": Named<Free<Any>>,
    }
}

block! {
    /// Another place and size of a stream.
    struct Stream {
        /// Shards.
        optional capacity = "capacity": Capacity,
        /// How long records are kept.
        optional retention = "retention": Spanned<Duration>,
        /// The stream's name in AWS.
        optional name = "name": Spanned<String>,
        /// A stream that is there already.
        optional existing = "existing": Spanned<Arn>,
    }
}
