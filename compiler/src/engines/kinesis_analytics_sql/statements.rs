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
        let pump = input.and_then(|it| Ok((writer.pump(branch, &it)?, it)));
        blocks.push(layout::comment(branch, pump.as_ref().map(|(pump, _)| pump).map_err(String::as_str)));
        said.push(pump.map(|(pump, input)| {
            blocks.push(pump.statements());
            Stream::of(branch, &input)
        }));
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
    /// Whether its rows are those of windows.
    windowed: bool,
}

impl Stream {
    fn of(branch: &Branch, input: &Stream) -> Stream {
        Stream {
            name: branch.name.clone(),
            columns: branch.outputs.iter().map(|it| it.name.clone()).collect(),
            windowed: input.windowed || branch.window.is_some(),
        }
    }
}

/// The SQL of a row's columns, by index.
type Row = Vec<String>;
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
        let plain = columns.iter().all(|it| it.nullable && it.format == Format::Plain);
        if plain && checks.is_empty() {
            return Ok(Stream { name: SOURCE.to_owned(), columns: names, windowed: false });
        }
        let name = format!("{stream}-accepted");
        let mut pump = Pump { stream: name.clone(), from: SOURCE.to_owned(), ..Pump::default() };
        let row: Row = columns.iter().map(accepted).collect();
        for (it, value) in columns.iter().zip(&row) {
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
        Ok(Stream { name, columns: names, windowed: false })
    }

    /// The pump that fills a branch's stream.
    fn pump(&self, branch: &Branch, input: &Stream) -> Result<Pump, String> {
        if let Some(why) = taken(&branch.name) {
            return Err(why.to_owned());
        }
        let read: Row = input.columns.iter().map(|it| DIALECT.quoted(it)).collect();
        let mut pump = Pump { stream: branch.name.clone(), from: input.name.clone(), ..Pump::default() };
        if let Some(keep) = &branch.keep {
            for part in conjunction(&keep.expr) {
                let said = self.with(&read, |printer| printer.conjunct(part));
                pump.wheres.push(said.map_err(|it| reason(keep, it))?);
            }
        }
        let (mut row, mut values) = self.before_adds(branch, input, &read, &mut pump)?;
        self.add(branch, &read, &mut row, &mut values)?;
        for it in &branch.outputs {
            let ty = (DIALECT.ty)(it.ty).map_err(|why| format!("{why} (`{}`)", it.name))?;
            if let Some(why) = misnamed(&it.name) {
                return Err(format!("{why} (`{}`)", it.name));
            }
            let value = values.get(&it.from).unwrap_or(&row[it.from]);
            pump.columns.push(Column::new(&it.name, ty, it.nullable, value));
        }
        if let Some(having) = &branch.having {
            let row: Row = branch.outputs.iter().map(|it| row[it.from].clone()).collect();
            pump.having = Some(self.said(having, &row)?);
        }
        Ok(pump)
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
            return Err("a window's row has the time at which it was given, and no other".to_owned());
        }
        let selected = |at: usize| branch.outputs.iter().any(|it| it.from == at);
        if let Some(at) = (0..branch.group_by.len()).find(|it| !selected(*it)) {
            let name = &input.columns[branch.group_by[at]];
            return Err(format!("what it groups by must stand in its rows (`{name}`)"));
        }
        let interval = windows::interval(window)?;
        let start = format!("STEP({}.ROWTIME BY {interval})", DIALECT.quoted(&input.name));
        let end = format!("{start} + {interval}");
        let mut row: Row = branch.group_by.iter().map(|it| read[*it].clone()).collect();
        pump.groups = row.iter().cloned().chain([start.clone()]).collect();
        row.extend([start, format!("({end})")]);
        Ok((row.clone(), Values::from([(row.len() - 1, end)])))
    }

    /// Adds the values of `add` to a row, and to what is selected.
    fn add(&self, branch: &Branch, read: &Row, row: &mut Row, values: &mut Values) -> Result<(), String> {
        for add in &branch.adds {
            for call in &add.aggregates {
                let aggregate = self.with(read, |printer| windows::aggregate(call, printer));
                row.push(aggregate.map_err(|it| reason(&add.value, it))?);
            }
            let Expression { expr, .. } = &add.value;
            let said = self.with(row, |printer| Ok((printer.value(expr, expr.ty)?, printer.print(expr)?)));
            let (value, plain) = said.map_err(|it| reason(&add.value, it))?;
            values.insert(row.len(), value);
            row.push(if plain.contains(' ') { format!("({plain})") } else { plain });
        }
        Ok(())
    }

    fn said(&self, it: &Expression, row: &Row) -> Result<String, String> {
        self.with(row, |printer| printer.print(&it.expr)).map_err(|cannot| reason(it, cannot))
    }

    fn with<T>(&self, row: &Row, print: impl FnOnce(&Printer) -> T) -> T {
        let column = |at: usize| row[at].clone();
        let threshold = |at: usize| format!("'${{{}}}'", self.thresholds[at].parameter);
        print(&Printer { dialect: &DIALECT, column: &column, threshold: &threshold })
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
