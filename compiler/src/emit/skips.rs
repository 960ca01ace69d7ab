//! Checks of checkov that resources do not pass, on purpose: the only list of them.

use crate::cfn::Skip;

const FUNCTION: &str = "AWS::Lambda::Function";

/// The checks, the kind of resource and the reason, as templates carry them.
pub const ALL: &[Skip] = &[
    Skip {
        on: FUNCTION,
        id: "CKV_AWS_115",
        reason: "A mapping runs at most one invocation for each shard, so the stream bounds the function already; \
                 a reserve would stop its reading when the stream gets more shards.",
    },
    Skip {
        on: FUNCTION,
        id: "CKV_AWS_116",
        reason: "A function's dead-letter queue is for asynchronous invocations, and a stream invokes \
                 synchronously: what is given up goes to the bucket that the mapping names.",
    },
    Skip {
        on: FUNCTION,
        id: "CKV_AWS_117",
        reason: "The function calls AWS services only, by TLS and under its role; a network of its own would add \
                 rights on network interfaces and guard nothing.",
    },
];

/// The checks and why each is skipped.
pub const SKIPPED_CHECKS: &[(&str, &str)] =
    &[(ALL[0].id, ALL[0].reason), (ALL[1].id, ALL[1].reason), (ALL[2].id, ALL[2].reason)];
