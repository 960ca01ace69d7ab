//! What each branch does with a record: a function for every expression, with its text as the file has it.

use super::schema;
use pipec_runtime::context::Context;
use pipec_runtime::expr::{logic, ops};
use pipec_runtime::fault::Reason;
use pipec_runtime::job::{Branch, Job, Output, Target, Writer};
use pipec_runtime::row::Row;
use pipec_runtime::types::Type;
use pipec_runtime::value::text;

/// The branches that each stream feeds.
pub const JOBS: &[Job] = &[
    Job {
        stream: "clicks",
        columns: schema::CLICKS,
        checks: &[],
        id: &[],
        branches: &[ROBOTS],
        targets: &[Target {
            name: "robot_clicks",
            variable: "TABLE_ROBOT_CLICKS",
            writer: Writer::Table { partition_key: "session", sort_key: Some("clickedAt"), replaces: false },
        }],
    },
    Job {
        stream: "sign_ins",
        columns: schema::SIGN_INS,
        checks: &[],
        id: &[],
        branches: &[FAILED_SIGN_INS],
        targets: &[Target { name: "failures", variable: "TOPIC_FAILURES", writer: Writer::Topic }],
    },
];

const ROBOTS: Branch = Branch {
    name: "robots",
    reads: None,
    keep: Some(robots_where),
    adds: &[],
    outputs: &[
        Output { name: "clickId", ty: Type::String, from: 0 },
        Output { name: "session", ty: Type::Varchar(40), from: 1 },
        Output { name: "page", ty: Type::String, from: 2 },
        Output { name: "millisOnPage", ty: Type::Integer, from: 3 },
        Output { name: "clickedAt", ty: Type::Timestamp, from: 4 },
    ],
    writes: &["robot_clicks"],
    asks_id: false,
};

/// `where: millisOnPage between 0 and too_fast and page not in ('/health', '/ready')`
fn robots_where(row: &Row, context: &Context) -> Result<Option<bool>, Reason> {
    logic::and(ops::between(row.whole(3), Some(0_i64), || Ok(context.whole(0)))?, || {
        Ok(logic::not(ops::is_in(row.text(2), [text("/health"), text("/ready")])))
    })
}

const FAILED_SIGN_INS: Branch = Branch {
    name: "failed_sign_ins",
    reads: None,
    keep: Some(failed_sign_ins_where),
    adds: &[],
    outputs: &[
        Output { name: "userId", ty: Type::Varchar(64), from: 0 },
        Output { name: "succeeded", ty: Type::Boolean, from: 1 },
        Output { name: "address", ty: Type::Varchar(45), from: 2 },
        Output { name: "at", ty: Type::Timestamp, from: 3 },
    ],
    writes: &["failures"],
    asks_id: false,
};

/// `where: not succeeded`
fn failed_sign_ins_where(row: &Row, _: &Context) -> Result<Option<bool>, Reason> {
    Ok(logic::not(row.boolean(1)))
}
