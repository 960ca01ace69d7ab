//! Windows and aggregates in this dialect, and why it has none of the others.

use crate::sql::{Cannot, KINESIS_ANALYTICS as DIALECT, Printer};
use pipec_runtime::aggregate::Call;
use pipec_runtime::types::Type;
use pipec_runtime::window::Window;

/// The length of a window as an interval, or why there is no such window.
///
/// <https://docs.aws.amazon.com/kinesisanalytics/latest/dev/windowed-sql.html>
pub fn interval(window: Window) -> Result<String, &'static str> {
    match window {
        Window::Tumbling { size } => {
            let units = [("SECOND", 1_000), ("MINUTE", 60_000), ("HOUR", 3_600_000), ("DAY", 86_400_000)];
            let fits = |(_, unit): &&(&str, i64)| size % unit == 0 && size / unit < 100;
            let (name, unit) =
                units.iter().find(fits).ok_or("an interval has two digits of one unit at most")?;
            Ok(format!("INTERVAL '{}' {name}", size / unit))
        }
        Window::Sliding { .. } => {
            Err("its sliding windows give a row for each record, not one for each window")
        }
        Window::Session { .. } => Err("it has no windows that end with a silence"),
    }
}

/// A call of an aggregate over the records of a window, and the type of its value.
///
/// <https://docs.aws.amazon.com/kinesisanalytics/latest/sqlref/sql-reference-aggregate-functions.html>
pub fn aggregate(call: &Call, printer: &Printer) -> Result<(String, Type), Cannot> {
    let at = || call.argument.as_ref().or(call.filter.as_ref()).map_or(0..0, |it| it.at.clone());
    if let Some(why) = cannot(call) {
        return Err(Cannot { at: at(), why });
    }
    let ty = call.argument.as_ref().map_or(Type::Boolean, |it| printer.narrow(it));
    let gives = (call.aggregate.gives)(ty).unwrap_or(ty);
    let value = match &call.argument {
        None => None,
        Some(it) => Some(match call.aggregate.name {
            "avg" if it.ty != Type::Double => format!("CAST({} AS DOUBLE)", printer.print(it)?),
            "sum" => printer.value(it, if it.ty == Type::Integer { Type::Bigint } else { it.ty })?,
            _ => printer.print(it)?,
        }),
    };
    let value = match &call.filter {
        None => value.unwrap_or("*".to_owned()),
        Some(filter) => {
            let kept = value.unwrap_or("1".to_owned());
            format!("CASE WHEN {} THEN {kept} END", printer.print(filter)?)
        }
    };
    Ok((format!("{}({value})", call.aggregate.name.to_uppercase()), gives))
}

/// Why an aggregate is not what it is elsewhere.
fn cannot(call: &Call) -> Option<&'static str> {
    let ty = call.argument.as_ref().map(|it| it.ty);
    match (call.aggregate.name, ty) {
        _ if call.distinct => Some("it has no `distinct` in a tumbling window"),
        ("stddev_pop" | "stddev_samp", _) => Some("it works out squares first, and loses digits"),
        ("min" | "max", Some(ty)) if ty.is_text() => DIALECT.open.order_of_texts,
        ("min" | "max", Some(Type::Boolean)) => DIALECT.open.order_of_truths,
        ("sum", Some(Type::Bigint)) => Some("what it does where a sum leaves 64 bits is not documented"),
        ("sum", Some(Type::Decimal { .. })) => Some("its decimals end at 18 digits, and a sum may need more"),
        ("avg", Some(Type::Decimal { precision, .. })) if precision > 15 => {
            Some("which double is nearest to so long a decimal is not documented")
        }
        _ => None,
    }
}
