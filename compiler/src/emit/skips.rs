//! Checks of checkov that resources do not pass, on purpose: the only list of them.

use crate::cfn::Skip;

const FUNCTION: &str = "AWS::Lambda::Function";

/// The checks, the kind of resource and the reason, as templates carry them.
pub const ALL: &[Skip] = &[
    Skip {
        on: FUNCTION,
        id: "CKV_AWS_115",
        reason: "What feeds it bounds it: a stream by its shards, an application by its outputs. A reserve would stop reading \
                 when shards split.",
    },
    Skip {
        on: FUNCTION,
        id: "CKV_AWS_116",
        reason: "That queue is for asynchronous invocations, and it has none. What a mapping gives up goes to its bucket.",
    },
    Skip {
        on: FUNCTION,
        id: "CKV_AWS_117",
        reason: "It calls AWS services only, by TLS. A network would add rights on its interfaces and guard nothing.",
    },
];

/// The checks and why each is skipped.
pub const SKIPPED_CHECKS: &[(&str, &str)] =
    &[(ALL[0].id, ALL[0].reason), (ALL[1].id, ALL[1].reason), (ALL[2].id, ALL[2].reason)];
