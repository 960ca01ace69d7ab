//! The columns of the streams, and the thresholds.

use pipec_runtime::column::{Column, Format};
use pipec_runtime::threshold::Threshold;
use pipec_runtime::types::Type;

/// The columns of `sensor_readings`.
pub const SENSOR_READINGS: &[Column] = &[
    Column {
        name: "machineId",
        ty: Type::Varchar(24),
        nullable: false,
        path: &["machineId"],
        format: Format::Plain,
    },
    Column { name: "hall", ty: Type::Varchar(16), nullable: true, path: &["hall"], format: Format::Plain },
    Column { name: "celsius", ty: Type::Double, nullable: true, path: &["celsius"], format: Format::Plain },
    Column {
        name: "millimetersPerSecond",
        ty: Type::Double,
        nullable: true,
        path: &["millimetersPerSecond"],
        format: Format::Plain,
    },
    Column {
        name: "firmware",
        ty: Type::Varchar(16),
        nullable: true,
        path: &["firmware"],
        format: Format::Plain,
    },
    Column {
        name: "measuredAt",
        ty: Type::Timestamp,
        nullable: false,
        path: &["measuredAt"],
        format: Format::Plain,
    },
];

/// The thresholds, in the order of the file.
pub const THRESHOLDS: &[Threshold] = &[
    Threshold {
        name: "hot_from",
        variable: "THRESHOLD_HOT_FROM",
        ty: Type::Decimal { precision: 18, scale: 1 },
        min: None,
        max: None,
    },
    Threshold {
        name: "shaking_from",
        variable: "THRESHOLD_SHAKING_FROM",
        ty: Type::Decimal { precision: 18, scale: 1 },
        min: None,
        max: None,
    },
];
