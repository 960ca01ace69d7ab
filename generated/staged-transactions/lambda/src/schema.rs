//! The columns of the streams, and the thresholds.

use pipec_runtime::column::{Column, Format};
use pipec_runtime::threshold::Threshold;
use pipec_runtime::types::Type;

/// The columns of `transactions`.
pub const TRANSACTIONS: &[Column] = &[
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
];

/// The thresholds, in the order of the file.
pub const THRESHOLDS: &[Threshold] = &[Threshold {
    name: "high_transaction",
    variable: "THRESHOLD_HIGH_TRANSACTION",
    ty: Type::Integer,
    min: Some("0"),
    max: None,
}];
