//! What each branch does with a record: a function for every expression, with its text as the file has it.

use super::schema;
use pipec_runtime::context::Context;
use pipec_runtime::expr::{functions, ops};
use pipec_runtime::fault::Reason;
use pipec_runtime::job::{Branch, Job, Output, Target, Writer};
use pipec_runtime::row::Row;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// The branches that each stream feeds.
pub const JOBS: &[Job] = &[Job {
    stream: "transactions",
    columns: schema::TRANSACTIONS,
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
}];

const ABNORMAL: Branch = Branch {
    name: "abnormal",
    reads: None,
    keep: Some(abnormal_where),
    adds: &[abnormal_add_inspected_at],
    outputs: &[
        Output { name: "transactionId", ty: Type::Varchar(64), from: 0 },
        Output { name: "name", ty: Type::Varchar(64), from: 1 },
        Output { name: "city", ty: Type::Varchar(32), from: 2 },
        Output { name: "transaction", ty: Type::Integer, from: 3 },
        Output { name: "bankId", ty: Type::Varchar(32), from: 4 },
        Output { name: "createdAt", ty: Type::Timestamp, from: 5 },
        Output { name: "inspectedAt", ty: Type::Timestamp, from: 6 },
    ],
    writes: &["abnormals", "abnormal_alerts"],
    asks_id: false,
};

/// `where: transaction > high_transaction`
fn abnormal_where(row: &Row, context: &Context) -> Result<Option<bool>, Reason> {
    Ok(ops::more(row.whole(3), context.whole(0)))
}

/// `inspectedAt: now()`
fn abnormal_add_inspected_at<'a>(_: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::now(context).into())
}
