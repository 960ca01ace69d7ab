//! What each branch does with a record: a function for every expression, with its text as the file has it.

use super::schema;
use pipec_runtime::job::{Branch, Job, Output, Target, Writer};
use pipec_runtime::types::Type;

/// The branches that each stream feeds.
pub const JOBS: &[Job] = &[
    Job {
        stream: "abnormal",
        columns: schema::ABNORMAL,
        checks: &[],
        id: &[],
        branches: &[ABNORMAL],
        targets: &[
            Target {
                name: "abnormals",
                variable: "TABLE_ABNORMALS",
                writer: Writer::Table {
                    partition_key: "transactionId",
                    sort_key: Some("createdAt"),
                    replaces: false,
                },
            },
            Target { name: "abnormal_alerts", variable: "TOPIC_ABNORMAL_ALERTS", writer: Writer::Topic },
        ],
    },
    Job {
        stream: "by_bank",
        columns: schema::BY_BANK,
        checks: &[],
        id: &[0, 1, 2],
        branches: &[BY_BANK],
        targets: &[Target { name: "bank_minutes", variable: "QUEUE_BANK_MINUTES", writer: Writer::Queue }],
    },
];

const ABNORMAL: Branch = Branch {
    name: "abnormal",
    reads: None,
    keep: None,
    adds: &[],
    outputs: &[
        Output { name: "transactionId", ty: Type::Varchar(64), from: 0 },
        Output { name: "name", ty: Type::Varchar(64), from: 1 },
        Output { name: "city", ty: Type::Varchar(32), from: 2 },
        Output { name: "transaction", ty: Type::Integer, from: 3 },
        Output { name: "bankId", ty: Type::Varchar(32), from: 4 },
        Output { name: "createdAt", ty: Type::Timestamp, from: 5 },
        Output { name: "customEnrichment", ty: Type::Bigint, from: 6 },
        Output { name: "inspectedAt", ty: Type::Timestamp, from: 7 },
    ],
    writes: &["abnormals", "abnormal_alerts"],
    asks_id: false,
};

const BY_BANK: Branch = Branch {
    name: "by_bank",
    reads: None,
    keep: None,
    adds: &[],
    outputs: &[
        Output { name: "bankId", ty: Type::Varchar(32), from: 0 },
        Output { name: "window_start", ty: Type::Timestamp, from: 1 },
        Output { name: "window_end", ty: Type::Timestamp, from: 2 },
        Output { name: "transactions", ty: Type::Bigint, from: 3 },
        Output { name: "highest", ty: Type::Integer, from: 4 },
    ],
    writes: &["bank_minutes"],
    asks_id: false,
};
