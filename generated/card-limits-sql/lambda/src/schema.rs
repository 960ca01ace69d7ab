//! The columns of the streams, and the thresholds.

use pipec_runtime::column::{Column, Format};
use pipec_runtime::threshold::Threshold;
use pipec_runtime::types::Type;

/// The columns of `abnormal`.
pub const ABNORMAL: &[Column] = &[
    Column {
        name: "transactionId",
        ty: Type::Varchar(64),
        nullable: false,
        path: &["transactionId"],
        format: Format::Plain,
    },
    Column { name: "name", ty: Type::Varchar(64), nullable: true, path: &["name"], format: Format::Plain },
    Column { name: "city", ty: Type::Varchar(32), nullable: true, path: &["city"], format: Format::Plain },
    Column {
        name: "transaction",
        ty: Type::Integer,
        nullable: true,
        path: &["transaction"],
        format: Format::Plain,
    },
    Column {
        name: "bankId",
        ty: Type::Varchar(32),
        nullable: true,
        path: &["bankId"],
        format: Format::Plain,
    },
    Column {
        name: "createdAt",
        ty: Type::Timestamp,
        nullable: false,
        path: &["createdAt"],
        format: Format::Plain,
    },
    Column {
        name: "customEnrichment",
        ty: Type::Bigint,
        nullable: true,
        path: &["customEnrichment"],
        format: Format::Plain,
    },
    Column {
        name: "inspectedAt",
        ty: Type::Timestamp,
        nullable: false,
        path: &["inspectedAt"],
        format: Format::Plain,
    },
];

/// The columns of `by_bank`.
pub const BY_BANK: &[Column] = &[
    Column {
        name: "bankId",
        ty: Type::Varchar(32),
        nullable: true,
        path: &["bankId"],
        format: Format::Plain,
    },
    Column {
        name: "window_start",
        ty: Type::Timestamp,
        nullable: false,
        path: &["window_start"],
        format: Format::Plain,
    },
    Column {
        name: "window_end",
        ty: Type::Timestamp,
        nullable: false,
        path: &["window_end"],
        format: Format::Plain,
    },
    Column {
        name: "transactions",
        ty: Type::Bigint,
        nullable: false,
        path: &["transactions"],
        format: Format::Plain,
    },
    Column { name: "highest", ty: Type::Integer, nullable: true, path: &["highest"], format: Format::Plain },
];

/// The thresholds, in the order of the file.
pub const THRESHOLDS: &[Threshold] = &[Threshold {
    name: "high_transaction",
    variable: "THRESHOLD_HIGH_TRANSACTION",
    ty: Type::Integer,
    min: Some("1"),
    max: None,
}];
