//! The columns of the streams, and the thresholds.

use pipec_runtime::column::{Column, Format};
use pipec_runtime::threshold::Threshold;
use pipec_runtime::types::Type;

/// The columns of `payments`.
pub const PAYMENTS: &[Column] = &[
    Column {
        name: "paymentId",
        ty: Type::Varchar(36),
        nullable: false,
        path: &["paymentId"],
        format: Format::Plain,
    },
    Column {
        name: "cardId",
        ty: Type::Varchar(36),
        nullable: false,
        path: &["cardId"],
        format: Format::Plain,
    },
    Column {
        name: "merchantId",
        ty: Type::Varchar(36),
        nullable: true,
        path: &["merchantId"],
        format: Format::Plain,
    },
    Column {
        name: "country",
        ty: Type::Varchar(2),
        nullable: true,
        path: &["merchant", "country"],
        format: Format::Plain,
    },
    Column {
        name: "amount",
        ty: Type::Decimal { precision: 12, scale: 2 },
        nullable: false,
        path: &["amount"],
        format: Format::Plain,
    },
    Column {
        name: "contactless",
        ty: Type::Boolean,
        nullable: true,
        path: &["contactless"],
        format: Format::Plain,
    },
    Column {
        name: "paidAt",
        ty: Type::Timestamp,
        nullable: false,
        path: &["paidAt"],
        format: Format::EpochMillis,
    },
];

/// The columns of `payments_abroad`.
pub const PAYMENTS_ABROAD: &[Column] = &[
    Column {
        name: "paymentId",
        ty: Type::Varchar(36),
        nullable: false,
        path: &["paymentId"],
        format: Format::Plain,
    },
    Column {
        name: "cardId",
        ty: Type::Varchar(36),
        nullable: false,
        path: &["cardId"],
        format: Format::Plain,
    },
    Column {
        name: "country",
        ty: Type::Varchar(2),
        nullable: true,
        path: &["country"],
        format: Format::Plain,
    },
    Column {
        name: "amount",
        ty: Type::Decimal { precision: 12, scale: 2 },
        nullable: false,
        path: &["amount"],
        format: Format::Plain,
    },
    Column { name: "paidAt", ty: Type::Timestamp, nullable: false, path: &["paidAt"], format: Format::Plain },
];

/// The thresholds, in the order of the file.
pub const THRESHOLDS: &[Threshold] = &[
    Threshold {
        name: "large",
        variable: "THRESHOLD_LARGE",
        ty: Type::Decimal { precision: 12, scale: 2 },
        min: Some("100.00"),
        max: Some("1000000.00"),
    },
    Threshold {
        name: "home_country",
        variable: "THRESHOLD_HOME_COUNTRY",
        ty: Type::String,
        min: None,
        max: None,
    },
    Threshold {
        name: "contactless_limit",
        variable: "THRESHOLD_CONTACTLESS_LIMIT",
        ty: Type::Decimal { precision: 18, scale: 2 },
        min: None,
        max: None,
    },
];
