//! The statements of an application: for each branch an in-application stream, and a pump that fills it.
//!
//! <https://docs.aws.amazon.com/kinesisanalytics/latest/dev/streams-pumps.html>

use super::layout::{self, Column, Pump};
use super::windows;
use crate::plan::{self, Branch, Expression, Job, Threshold};
use crate::sql::{Cannot, KINESIS_ANALYTICS as DIALECT, Printer, conjunction};
use pipec_runtime::column::Format;
use pipec_runtime::types::Type;
use std::collections::BTreeMap;

/// The in-application stream of the records that the application reads.
pub const SOURCE: &str = "SOURCE_SQL_STREAM_001";

/// Why there is no window over the rows of windows.
pub const AFTER_A_WINDOW: &str = "a window's row has the time at which it was given, and no other";
/// Why a column that splits a window cannot be left out.
pub const KEY_LEFT_OUT: &str = "what it groups by must stand in its rows";

/// The statements for the branches of a job, each with a comment; one that cannot be said is the comment alone.
pub fn section(job: &Job, thresholds: &[Threshold]) -> String {
    let writer = Writer { job, thresholds };
    let mut blocks = Vec::new();
    let source = writer.source(&mut blocks);
    let mut said: Vec<Result<Stream, String>> = Vec::new();
    for branch in &job.branches {
        let input = match branch.reads {
            None => source.clone(),
            Some(at) => match &said[at] {
                Ok(stream) => Ok(stream.clone()),
                Err(_) => Err(format!("it reads `{}`, which it cannot say", job.branches[at].name)),
            },
        };
        let pump = input.and_then(|it| writer.pump(branch, &it));
        blocks.push(layout::branch(branch, pump.as_ref().map(|(pump, _)| pump).map_err(String::as_str)));
        said.push(pump.map(|(_, stream)| stream));
    }
    blocks.join("\n")
}

/// The type that the source's schema gives a column, or why it has none: a timestamp that comes as a number is one.
pub fn source_type(column: &plan::Column) -> Result<String, &'static str> {
    match (misnamed(&column.name), column.format) {
        (Some(why), _) => Err(why),
        (None, Format::EpochMillis | Format::EpochSeconds) => (DIALECT.ty)(Type::Bigint),
        (None, Format::Plain) => (DIALECT.ty)(column.ty),
    }
}

/// Why a column cannot have this name.
pub fn misnamed(name: &str) -> Option<&'static str> {
    match name {
        "ROWTIME" | "APPROXIMATE_ARRIVAL_TIME" => Some("it has a column of that name itself"),
        _ if name.chars().count() > 128 => Some("its names end at 128 characters"),
        _ if name.chars().any(char::is_control) => Some("its names have no control characters"),
        _ => None,
    }
}

/// Why there cannot be a stream of this name.
pub fn taken(branch: &str) -> Option<&'static str> {
    (branch == "error_stream").then_some("its stream of errors has that name")
}

/// A stream that branches read.
#[derive(Debug, Clone)]
struct Stream {
    name: String,
    columns: Vec<String>,
    types: Vec<Type>,
    /// Whether its rows are those of windows.
    windowed: bool,
}

/// A row's columns, by index: their SQL and their types.
#[derive(Debug, Clone, Default)]
struct Row {
    sql: Vec<String>,
    types: Vec<Type>,
}

impl Row {
    fn push(&mut self, sql: String, ty: Type) {
        self.sql.push(sql);
        self.types.push(ty);
    }
}

/// The SQL of what is selected in another form than it is used in, by its place in the row.
type Values = BTreeMap<usize, String>;

struct Writer<'w> {
    job: &'w Job,
    thresholds: &'w [Threshold],
}

impl Writer<'_> {
    /// The stream that branches read: that of the records that are accepted, where any might not be.
    fn source(&self, blocks: &mut Vec<String>) -> Result<Stream, String> {
        let Job { stream, columns, checks, .. } = self.job;
        if let Some((it, why)) = columns.iter().find_map(|it| Some((it, misnamed(&it.name)?))) {
            return Err(format!("{why} (`{}`)", it.name));
        }
        let names = columns.iter().map(|it| it.name.clone()).collect();
        let types: Vec<Type> = columns.iter().map(|it| it.ty).collect();
        let plain = columns.iter().all(|it| it.nullable && it.format == Format::Plain);
        if plain && checks.is_empty() {
            return Ok(Stream { name: SOURCE.to_owned(), columns: names, types, windowed: false });
        }
        let name = format!("{stream}-accepted");
        let mut pump = Pump { stream: name.clone(), from: SOURCE.to_owned(), ..Pump::default() };
        let row = Row { sql: columns.iter().map(accepted).collect(), types: types.clone() };
        for (it, value) in columns.iter().zip(&row.sql) {
            // A column without a type stays behind, and with it the branches that use it.
            let Ok(ty) = (DIALECT.ty)(it.ty) else { continue };
            pump.columns.push(Column::new(&it.name, ty, it.nullable, value));
            if !it.nullable {
                pump.wheres.push(format!("{} IS NOT NULL", DIALECT.quoted(&it.name)));
            }
        }
        for (column, check) in checks {
            let said = self.said(check, &row).map_err(|why| format!("the `check` of `{column}`: {why}"))?;
            pump.wheres.push(format!("NOT (({said}) IS FALSE)"));
        }
        blocks.push(layout::ACCEPTED.to_owned() + &pump.statements());
        Ok(Stream { name, columns: names, types, windowed: false })
    }

    /// The pump that fills a branch's stream, and the stream.
    fn pump(&self, branch: &Branch, input: &Stream) -> Result<(Pump, Stream), String> {
        if let Some(why) = taken(&branch.name) {
            return Err(why.to_owned());
        }
        let sql = input.columns.iter().map(|it| DIALECT.quoted(it)).collect();
        let read = Row { sql, types: input.types.clone() };
        let mut pump = Pump { stream: branch.name.clone(), from: input.name.clone(), ..Pump::default() };
        pump.wheres = self.all(branch.keep.as_ref(), &read)?;
        let (mut row, mut values) = self.before_adds(branch, input, &read, &mut pump)?;
        self.add(branch, &read, &mut row, &mut values)?;
        let mut outputs = Row::default();
        for it in &branch.outputs {
            let ty = row.types[it.from];
            let named = (DIALECT.ty)(ty).and_then(|ty| misnamed(&it.name).map_or(Ok(ty), Err));
            let named = named.map_err(|why| format!("{why} (`{}`)", it.name))?;
            let value = values.get(&it.from).unwrap_or(&row.sql[it.from]);
            pump.columns.push(Column::new(&it.name, named, it.nullable, value));
            outputs.push(row.sql[it.from].clone(), ty);
        }
        pump.havings = self.all(branch.having.as_ref(), &outputs)?;
        let stream = Stream {
            name: branch.name.clone(),
            columns: branch.outputs.iter().map(|it| it.name.clone()).collect(),
            types: outputs.types,
            windowed: input.windowed || branch.window.is_some(),
        };
        Ok((pump, stream))
    }

    /// A row as it is before `add`, and what of it is selected in another form; groups where there is a window.
    fn before_adds(
        &self,
        branch: &Branch,
        input: &Stream,
        read: &Row,
        pump: &mut Pump,
    ) -> Result<(Row, Values), String> {
        let Some(window) = branch.window else { return Ok((read.clone(), Values::new())) };
        if input.windowed {
            return Err(AFTER_A_WINDOW.to_owned());
        }
        let selected = |at: usize| branch.outputs.iter().any(|it| it.from == at);
        if let Some(at) = (0..branch.group_by.len()).find(|it| !selected(*it)) {
            let name = &input.columns[branch.group_by[at]];
            return Err(format!("{KEY_LEFT_OUT} (`{name}`)"));
        }
        let interval = windows::interval(window)?;
        let start = format!("STEP({}.ROWTIME BY {interval})", DIALECT.quoted(&input.name));
        let end = format!("{start} + {interval}");
        let mut row = Row::default();
        branch.group_by.iter().for_each(|it| row.push(read.sql[*it].clone(), read.types[*it]));
        pump.groups = row.sql.iter().cloned().chain([start.clone()]).collect();
        row.push(start, Type::Timestamp);
        row.push(format!("({end})"), Type::Timestamp);
        let end = Values::from([(row.sql.len() - 1, end)]);
        Ok((row, end))
    }

    /// Adds the values of `add` to a row, and to what is selected.
    fn add(&self, branch: &Branch, read: &Row, row: &mut Row, values: &mut Values) -> Result<(), String> {
        for add in &branch.adds {
            for call in &add.aggregates {
                let said = self.with(read, |printer| windows::aggregate(call, printer));
                let (sql, ty) = said.map_err(|it| reason(&add.value, it))?;
                row.push(sql, ty);
            }
            let Expression { expr, .. } = &add.value;
            let said = self.with(row, |printer| {
                let ty = printer.narrow(expr);
                Ok((printer.value(expr, ty)?, printer.print(expr)?, ty))
            });
            let (value, plain, ty) = said.map_err(|it| reason(&add.value, it))?;
            values.insert(row.sql.len(), value);
            row.push(if plain.contains(' ') { format!("({plain})") } else { plain }, ty);
        }
        Ok(())
    }

    /// What must hold, each.
    fn all(&self, condition: Option<&Expression>, row: &Row) -> Result<Vec<String>, String> {
        let Some(condition) = condition else { return Ok(Vec::new()) };
        let parts = conjunction(&condition.expr).into_iter();
        let said = parts.map(|it| self.with(row, |printer| printer.conjunct(it)));
        said.map(|it| it.map_err(|cannot| reason(condition, cannot))).collect()
    }

    fn said(&self, it: &Expression, row: &Row) -> Result<String, String> {
        self.with(row, |printer| printer.print(&it.expr)).map_err(|cannot| reason(it, cannot))
    }

    fn with<T>(&self, row: &Row, print: impl FnOnce(&Printer) -> T) -> T {
        let threshold = |at: usize| format!("'${{{}}}'", self.thresholds[at].parameter);
        print(&Printer { dialect: &DIALECT, row: &row.sql, types: &row.types, threshold: &threshold })
    }
}

/// A column of the source as its value.
fn accepted(column: &plan::Column) -> String {
    let name = DIALECT.quoted(&column.name);
    match column.format {
        Format::Plain => name,
        Format::EpochMillis => format!("TO_TIMESTAMP({name})"),
        Format::EpochSeconds => format!("TO_TIMESTAMP({name} * 1000)"),
    }
}

/// Why a part of an expression cannot be said, and the part.
fn reason(whole: &Expression, cannot: Cannot) -> String {
    match whole.text.get(cannot.at) {
        None | Some("") => cannot.why.to_owned(),
        Some(part) => format!("{} (`{part}`)", cannot.why),
    }
}
