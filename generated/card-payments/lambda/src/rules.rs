//! What each branch does with a record: a function for every expression, with its text as the file has it.

use super::schema;
use pipec_runtime::context::Context;
use pipec_runtime::decimal::Decimal;
use pipec_runtime::expr::{cast, functions, logic, ops};
use pipec_runtime::fault::Reason;
use pipec_runtime::job::{Branch, Job, Output, Target, Writer};
use pipec_runtime::row::Row;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;

/// The branches that each stream feeds.
pub const JOBS: &[Job] = &[
    Job {
        stream: "payments",
        columns: schema::PAYMENTS,
        checks: &[payments_check_amount],
        id: &[],
        branches: &[LARGE_PAYMENTS, PAYMENTS_OVER_THE_CONTACTLESS_LIMIT, ABROAD, TO_CLEAR],
        targets: &[
            Target {
                name: "large_payment_items",
                variable: "TABLE_LARGE_PAYMENT_ITEMS",
                writer: Writer::Table {
                    partition_key: "cardId",
                    sort_key: Some("paymentId"),
                    replaces: false,
                },
            },
            Target {
                name: "large_payment_alerts",
                variable: "TOPIC_LARGE_PAYMENT_ALERTS",
                writer: Writer::Topic,
            },
            Target { name: "review_queue", variable: "QUEUE_REVIEW_QUEUE", writer: Writer::Queue },
            Target {
                name: "payments_abroad",
                variable: "STREAM_PAYMENTS_ABROAD",
                writer: Writer::Stream { partition_key: None },
            },
            Target {
                name: "clearing",
                variable: "STREAM_CLEARING",
                writer: Writer::Stream { partition_key: Some("paymentId") },
            },
        ],
    },
    Job {
        stream: "payments_abroad",
        columns: schema::PAYMENTS_ABROAD,
        checks: &[],
        id: &[],
        branches: &[ABROAD_ARCHIVE],
        targets: &[Target {
            name: "abroad_files",
            variable: "DELIVERY_ABROAD_FILES",
            writer: Writer::Delivery,
        }],
    },
];

/// `check: amount > 0.00`
fn payments_check_amount(row: &Row, _: &Context) -> Result<Option<bool>, Reason> {
    Ok(ops::more(row.decimal(4), Decimal::new(0, 2)))
}

const LARGE_PAYMENTS: Branch = Branch {
    name: "large_payments",
    reads: None,
    keep: Some(large_payments_where),
    adds: &[large_payments_add_seen_at],
    outputs: &[
        Output { name: "paymentId", ty: Type::Varchar(36), from: 0 },
        Output { name: "cardId", ty: Type::Varchar(36), from: 1 },
        Output { name: "merchantId", ty: Type::Varchar(36), from: 2 },
        Output { name: "country", ty: Type::Varchar(2), from: 3 },
        Output { name: "amount", ty: Type::Decimal { precision: 12, scale: 2 }, from: 4 },
        Output { name: "contactless", ty: Type::Boolean, from: 5 },
        Output { name: "paidAt", ty: Type::Timestamp, from: 6 },
        Output { name: "seenAt", ty: Type::Timestamp, from: 7 },
    ],
    writes: &["large_payment_items", "large_payment_alerts"],
    asks_id: false,
};

/// `where: amount >= large`
fn large_payments_where(row: &Row, context: &Context) -> Result<Option<bool>, Reason> {
    Ok(ops::more_or_equal(row.decimal(4), context.decimal(0)))
}

/// `seenAt: now()`
fn large_payments_add_seen_at<'a>(_: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::now(context).into())
}

const PAYMENTS_OVER_THE_CONTACTLESS_LIMIT: Branch = Branch {
    name: "payments_over_the_contactless_limit",
    reads: None,
    keep: Some(payments_over_the_contactless_limit_where),
    adds: &[],
    outputs: &[
        Output { name: "paymentId", ty: Type::Varchar(36), from: 0 },
        Output { name: "cardId", ty: Type::Varchar(36), from: 1 },
        Output { name: "amount", ty: Type::Decimal { precision: 12, scale: 2 }, from: 4 },
    ],
    writes: &["review_queue"],
    asks_id: false,
};

/// `where: contactless and amount > contactless_limit`
fn payments_over_the_contactless_limit_where(row: &Row, context: &Context) -> Result<Option<bool>, Reason> {
    logic::and(row.boolean(5), || Ok(ops::more(row.decimal(4), context.decimal(2))))
}

const ABROAD: Branch = Branch {
    name: "abroad",
    reads: None,
    keep: Some(abroad_where),
    adds: &[],
    outputs: &[
        Output { name: "paymentId", ty: Type::Varchar(36), from: 0 },
        Output { name: "cardId", ty: Type::Varchar(36), from: 1 },
        Output { name: "country", ty: Type::Varchar(2), from: 3 },
        Output { name: "amount", ty: Type::Decimal { precision: 12, scale: 2 }, from: 4 },
        Output { name: "paidAt", ty: Type::Timestamp, from: 6 },
    ],
    writes: &["payments_abroad"],
    asks_id: false,
};

/// `where: country is not null and country <> home_country`
fn abroad_where(row: &Row, context: &Context) -> Result<Option<bool>, Reason> {
    logic::and(ops::is_not_null(row.text(3)), || Ok(ops::not_equal(row.text(3), context.text(1))))
}

const TO_CLEAR: Branch = Branch {
    name: "to_clear",
    reads: None,
    keep: None,
    adds: &[to_clear_add_cents],
    outputs: &[
        Output { name: "paymentId", ty: Type::Varchar(36), from: 0 },
        Output { name: "amount", ty: Type::Decimal { precision: 12, scale: 2 }, from: 4 },
        Output { name: "cents", ty: Type::Bigint, from: 7 },
    ],
    writes: &["clearing"],
    asks_id: false,
};

/// `cents: cast(amount * 100 as bigint)`
fn to_clear_add_cents<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    let product = ops::multiply(row.decimal(4), cast::to_decimal(Some(100_i64), 0)?)?;
    Ok(cast::cast(product, Type::Bigint)?.whole().into())
}

const ABROAD_ARCHIVE: Branch = Branch {
    name: "abroad_archive",
    reads: None,
    keep: None,
    adds: &[],
    outputs: &[
        Output { name: "paymentId", ty: Type::Varchar(36), from: 0 },
        Output { name: "cardId", ty: Type::Varchar(36), from: 1 },
        Output { name: "country", ty: Type::Varchar(2), from: 2 },
        Output { name: "amount", ty: Type::Decimal { precision: 12, scale: 2 }, from: 3 },
        Output { name: "paidAt", ty: Type::Timestamp, from: 4 },
    ],
    writes: &["abroad_files"],
    asks_id: false,
};
