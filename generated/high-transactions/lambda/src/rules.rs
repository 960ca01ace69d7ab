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
    adds: &[abnormal_add_custom_enrichment, abnormal_add_inspected_at],
    outputs: &[
        Output { name: "transactionId", ty: Type::Varchar(64), from: 0 },
        Output { name: "name", ty: Type::Varchar(64), from: 1 },
        Output { name: "city", ty: Type::Varchar(32), from: 4 },
        Output { name: "transaction", ty: Type::Integer, from: 6 },
        Output { name: "bankId", ty: Type::Varchar(32), from: 7 },
        Output { name: "createdAt", ty: Type::Timestamp, from: 8 },
        Output { name: "customEnrichment", ty: Type::Bigint, from: 9 },
        Output { name: "inspectedAt", ty: Type::Timestamp, from: 10 },
    ],
    writes: &["abnormals", "abnormal_alerts"],
    asks_id: false,
};

/// `where: transaction > high_transaction`
fn abnormal_where(row: &Row, context: &Context) -> Result<Option<bool>, Reason> {
    Ok(ops::more(row.whole(6), context.whole(0)))
}

/// `customEnrichment: transaction + 500`
fn abnormal_add_custom_enrichment<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(ops::add(row.whole(6), Some(500_i64))?.into())
}

/// `inspectedAt: now()`
fn abnormal_add_inspected_at<'a>(_: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::now(context).into())
}
