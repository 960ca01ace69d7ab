//! The columns of the streams, and the thresholds.

use pipec_runtime::column::{Column, Format};
use pipec_runtime::threshold::Threshold;
use pipec_runtime::types::Type;

/// The columns of `clicks`.
pub const CLICKS: &[Column] = &[
    Column { name: "clickId", ty: Type::String, nullable: false, path: &["clickId"], format: Format::Plain },
    Column {
        name: "session",
        ty: Type::Varchar(40),
        nullable: false,
        path: &["session"],
        format: Format::Plain,
    },
    Column { name: "page", ty: Type::String, nullable: true, path: &["page"], format: Format::Plain },
    Column {
        name: "millisOnPage",
        ty: Type::Integer,
        nullable: true,
        path: &["millisOnPage"],
        format: Format::Plain,
    },
    Column {
        name: "clickedAt",
        ty: Type::Timestamp,
        nullable: false,
        path: &["clickedAt"],
        format: Format::Plain,
    },
];

/// The columns of `sign_ins`.
pub const SIGN_INS: &[Column] = &[
    Column {
        name: "userId",
        ty: Type::Varchar(64),
        nullable: false,
        path: &["userId"],
        format: Format::Plain,
    },
    Column {
        name: "succeeded",
        ty: Type::Boolean,
        nullable: false,
        path: &["succeeded"],
        format: Format::Plain,
    },
    Column {
        name: "address",
        ty: Type::Varchar(45),
        nullable: true,
        path: &["address"],
        format: Format::Plain,
    },
    Column { name: "at", ty: Type::Timestamp, nullable: false, path: &["at"], format: Format::Plain },
];

/// The thresholds, in the order of the file.
pub const THRESHOLDS: &[Threshold] = &[Threshold {
    name: "too_fast",
    variable: "THRESHOLD_TOO_FAST",
    ty: Type::Integer,
    min: None,
    max: None,
}];
