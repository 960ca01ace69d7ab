//! What each branch does with a record: a function for every expression, with its text as the file has it.

use super::schema;
use pipec_runtime::context::Context;
use pipec_runtime::expr::{cast, functions, logic, ops};
use pipec_runtime::fault::Reason;
use pipec_runtime::job::{Branch, Job, Output, Target, Writer};
use pipec_runtime::row::Row;
use pipec_runtime::types::Type;
use pipec_runtime::value::{Value, text};

/// The branches that each stream feeds.
pub const JOBS: &[Job] = &[Job {
    stream: "sensor_readings",
    columns: schema::SENSOR_READINGS,
    checks: &[],
    id: &[0, 5],
    branches: &[CLEAN, LATEST, TROUBLED, DANGEROUS],
    targets: &[
        Target {
            name: "machine_states",
            variable: "TABLE_MACHINE_STATES",
            writer: Writer::Table { partition_key: "machineId", sort_key: None, replaces: true },
        },
        Target {
            name: "troubled_machines",
            variable: "TABLE_TROUBLED_MACHINES",
            writer: Writer::Table {
                partition_key: "machineId",
                sort_key: Some("measuredAt"),
                replaces: false,
            },
        },
        Target { name: "stop_orders", variable: "QUEUE_STOP_ORDERS", writer: Writer::Queue },
    ],
}];

const CLEAN: Branch = Branch {
    name: "clean",
    reads: None,
    keep: Some(clean_where),
    adds: &[clean_add_hall, clean_add_celsius, clean_add_vibration, clean_add_severity],
    outputs: &[
        Output { name: "machineId", ty: Type::Varchar(24), from: 0 },
        Output { name: "measuredAt", ty: Type::Timestamp, from: 5 },
        Output { name: "hall", ty: Type::String, from: 6 },
        Output { name: "celsius", ty: Type::Double, from: 7 },
        Output { name: "vibration", ty: Type::Double, from: 8 },
        Output { name: "severity", ty: Type::Varchar(4), from: 9 },
    ],
    writes: &[],
    asks_id: false,
};

/// `where: machineId not like 'TEST%'`
fn clean_where(row: &Row, _: &Context) -> Result<Option<bool>, Reason> {
    Ok(logic::not(ops::like(row.text(0), text("TEST%"), None)))
}

/// `hall: coalesce(upper(hall), 'UNKNOWN')`
fn clean_add_hall<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(ops::coalesce(functions::upper(row.text(1)), || Ok(text("UNKNOWN")))?.into())
}

/// `celsius: celsius`
fn clean_add_celsius<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(row.double(2).into())
}

/// `vibration: millimetersPerSecond`
fn clean_add_vibration<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    Ok(row.double(3).into())
}

/// ```sql
/// severity: case
///   when celsius > hot_from + 20 or vibration > 2 * shaking_from then 'stop'
///   when celsius > hot_from or vibration > shaking_from then 'look'
///   else 'fine'
/// end
/// ```
fn clean_add_severity<'a>(row: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    let double = cast::to_double(ops::add(context.decimal(0), cast::to_decimal(Some(20_i64), 1)?)?);
    let truth = ops::more(row.double(2), double);
    let truth2 = logic::or(truth, || {
        let double2 = cast::to_double(ops::multiply(cast::to_decimal(Some(2_i64), 0)?, context.decimal(1))?);
        Ok(ops::more(row.double(8), double2))
    })?;
    let value = if logic::holds(truth2) {
        text("stop")
    } else {
        let truth3 = logic::or(ops::more(row.double(2), cast::to_double(context.decimal(0))), || {
            Ok(ops::more(row.double(8), cast::to_double(context.decimal(1))))
        })?;
        if logic::holds(truth3) { text("look") } else { text("fine") }
    };
    Ok(value.into())
}

const LATEST: Branch = Branch {
    name: "latest",
    reads: Some(0),
    keep: None,
    adds: &[],
    outputs: &[
        Output { name: "machineId", ty: Type::Varchar(24), from: 0 },
        Output { name: "measuredAt", ty: Type::Timestamp, from: 1 },
        Output { name: "hall", ty: Type::String, from: 2 },
        Output { name: "celsius", ty: Type::Double, from: 3 },
        Output { name: "vibration", ty: Type::Double, from: 4 },
        Output { name: "severity", ty: Type::Varchar(4), from: 5 },
    ],
    writes: &["machine_states"],
    asks_id: false,
};

const TROUBLED: Branch = Branch {
    name: "troubled",
    reads: Some(0),
    keep: Some(troubled_where),
    adds: &[],
    outputs: &[
        Output { name: "machineId", ty: Type::Varchar(24), from: 0 },
        Output { name: "measuredAt", ty: Type::Timestamp, from: 1 },
        Output { name: "hall", ty: Type::String, from: 2 },
        Output { name: "celsius", ty: Type::Double, from: 3 },
        Output { name: "vibration", ty: Type::Double, from: 4 },
        Output { name: "severity", ty: Type::Varchar(4), from: 5 },
    ],
    writes: &["troubled_machines"],
    asks_id: false,
};

/// `where: severity <> 'fine'`
fn troubled_where(row: &Row, _: &Context) -> Result<Option<bool>, Reason> {
    Ok(ops::not_equal(row.text(5), text("fine")))
}

const DANGEROUS: Branch = Branch {
    name: "dangerous",
    reads: Some(2),
    keep: Some(dangerous_where),
    adds: &[dangerous_add_order, dangerous_add_message],
    outputs: &[
        Output { name: "machineId", ty: Type::Varchar(24), from: 0 },
        Output { name: "measuredAt", ty: Type::Timestamp, from: 1 },
        Output { name: "hall", ty: Type::String, from: 2 },
        Output { name: "celsius", ty: Type::Double, from: 3 },
        Output { name: "vibration", ty: Type::Double, from: 4 },
        Output { name: "severity", ty: Type::Varchar(4), from: 5 },
        Output { name: "order", ty: Type::Varchar(32), from: 6 },
        Output { name: "message", ty: Type::String, from: 7 },
    ],
    writes: &["stop_orders"],
    asks_id: true,
};

/// `where: severity = 'stop'`
fn dangerous_where(row: &Row, _: &Context) -> Result<Option<bool>, Reason> {
    Ok(ops::equal(row.text(5), text("stop")))
}

/// `order: record_id()`
fn dangerous_add_order<'a>(_: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    Ok(functions::record_id(context).into())
}

/// `message: 'Stop ' || machineId || ' in hall ' || hall`
fn dangerous_add_message<'a>(row: &Row<'a>, _: &Context) -> Result<Value<'a>, Reason> {
    let joined = ops::concat(ops::concat(text("Stop "), row.text(0)), text(" in hall "));
    Ok(ops::concat(joined, row.text(2)).into())
}
