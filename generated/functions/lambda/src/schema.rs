//! The columns of the streams, and the thresholds.

use pipec_runtime::column::{Column, Format};
use pipec_runtime::threshold::Threshold;
use pipec_runtime::types::Type;

/// The columns of `scans`.
pub const SCANS: &[Column] = &[
    Column {
        name: "scanId",
        ty: Type::Varchar(36),
        nullable: false,
        path: &["scanId"],
        format: Format::Plain,
    },
    Column {
        name: "parcelId",
        ty: Type::Varchar(20),
        nullable: false,
        path: &["parcelId"],
        format: Format::Plain,
    },
    Column {
        name: "carrier",
        ty: Type::Varchar(16),
        nullable: true,
        path: &["carrier"],
        format: Format::Plain,
    },
    Column {
        name: "country",
        ty: Type::Varchar(2),
        nullable: true,
        path: &["address", "country"],
        format: Format::Plain,
    },
    Column {
        name: "postcode",
        ty: Type::Varchar(12),
        nullable: true,
        path: &["address", "postcode"],
        format: Format::Plain,
    },
    Column { name: "note", ty: Type::String, nullable: true, path: &["note"], format: Format::Plain },
    Column {
        name: "kilograms",
        ty: Type::Double,
        nullable: true,
        path: &["kilograms"],
        format: Format::Plain,
    },
    Column {
        name: "declared",
        ty: Type::Decimal { precision: 9, scale: 2 },
        nullable: true,
        path: &["declared"],
        format: Format::Plain,
    },
    Column { name: "pieces", ty: Type::Integer, nullable: false, path: &["pieces"], format: Format::Plain },
    Column { name: "grams", ty: Type::Bigint, nullable: true, path: &["grams"], format: Format::Plain },
    Column { name: "insured", ty: Type::Boolean, nullable: true, path: &["insured"], format: Format::Plain },
    Column { name: "signed", ty: Type::Boolean, nullable: false, path: &["signed"], format: Format::Plain },
    Column {
        name: "scannedAt",
        ty: Type::Timestamp,
        nullable: false,
        path: &["scannedAt"],
        format: Format::Plain,
    },
    Column {
        name: "promisedAt",
        ty: Type::Timestamp,
        nullable: true,
        path: &["promise", "at"],
        format: Format::EpochMillis,
    },
    Column {
        name: "sentAt",
        ty: Type::Timestamp,
        nullable: true,
        path: &["sentAt"],
        format: Format::EpochSeconds,
    },
];

/// The thresholds, in the order of the file.
pub const THRESHOLDS: &[Threshold] = &[
    Threshold {
        name: "heavy_from",
        variable: "THRESHOLD_HEAVY_FROM",
        ty: Type::Double,
        min: None,
        max: None,
    },
    Threshold {
        name: "most_pieces",
        variable: "THRESHOLD_MOST_PIECES",
        ty: Type::Integer,
        min: None,
        max: None,
    },
    Threshold {
        name: "most_grams",
        variable: "THRESHOLD_MOST_GRAMS",
        ty: Type::Bigint,
        min: None,
        max: None,
    },
    Threshold {
        name: "valuable_from",
        variable: "THRESHOLD_VALUABLE_FROM",
        ty: Type::Decimal { precision: 9, scale: 2 },
        min: Some("0.00"),
        max: None,
    },
    Threshold { name: "home", variable: "THRESHOLD_HOME", ty: Type::String, min: None, max: None },
    Threshold { name: "strict", variable: "THRESHOLD_STRICT", ty: Type::Boolean, min: None, max: None },
    Threshold {
        name: "opened_on",
        variable: "THRESHOLD_OPENED_ON",
        ty: Type::Timestamp,
        min: None,
        max: None,
    },
];
