//! What a function must write: its job by the interpreter.

use pipec::plan::{Branch, Job};
use pipec_runtime::column::Column;
use pipec_runtime::context::Context;
use pipec_runtime::decode::Decoder;
use pipec_runtime::encode;
use pipec_runtime::expr::eval::eval;
use pipec_runtime::expr::logic;
use pipec_runtime::fault::Reason;
use pipec_runtime::identity::{self, Identity, Position};
use pipec_runtime::key;
use pipec_runtime::row::Row;

/// What the pipeline of every program is called.
const PIPELINE: &str = "semantics";

/// What becomes of each record: the lines that a function writes for it.
pub fn lines(job: &Job, records: &[impl AsRef<[u8]>], context: &Context) -> Vec<Vec<String>> {
    let decoder = decoder(job);
    let records = (1..).map(Position::local).zip(records);
    records.map(|(place, it)| record(job, &decoder, &place, it.as_ref(), context)).collect()
}

/// The decoder of a job's records.
pub fn decoder(job: &Job) -> Decoder {
    let paths: Vec<Vec<&str>> =
        job.columns.iter().map(|it| it.path.iter().map(String::as_str).collect()).collect();
    let columns: Vec<Column> = job
        .columns
        .iter()
        .zip(&paths)
        .map(|(it, path)| Column {
            name: &it.name,
            ty: it.ty,
            nullable: it.nullable,
            path,
            format: it.format,
        })
        .collect();
    Decoder::new(&columns)
}

fn record(job: &Job, decoder: &Decoder, place: &Position, record: &[u8], context: &Context) -> Vec<String> {
    let row = match decoder.decode(record) {
        Ok(row) => row,
        Err(reason) => return vec![rejected(&job.stream, None, reason.word())],
    };
    if let Err(reason) = checked(job, &row, context) {
        return vec![rejected(&job.stream, None, reason.word())];
    }
    let mut key = Vec::new();
    job.id.iter().for_each(|it| key::push(row.get(*it), &mut key));
    let identity = if job.id.is_empty() { Identity::Position(place) } else { Identity::Columns(&key) };
    let mut lines = Vec::new();
    let mut rows: Vec<Option<Row>> = Vec::new();
    for branch in &job.branches {
        let input = branch.reads.map_or(Some(&row), |it| rows[it].as_ref());
        // The program works an id out where it is asked for only, and the reference always.
        let context = context.of_record(identity::id(PIPELINE, &branch.name, identity));
        let output = match input.map_or(Ok(None), |it| output(branch, it, &context)) {
            Ok(output) => output,
            Err(reason) => {
                lines.push(rejected(&job.stream, Some(&branch.name), reason.word()));
                None
            }
        };
        if let Some(row) = &output {
            lines.push(kept(
                &branch.name,
                &encode::row(branch.outputs.iter().map(|it| it.name.as_str()), row),
            ));
        }
        rows.push(output);
    }
    lines
}

/// Whether a row passes the checks of its stream.
pub fn checked(job: &Job, row: &Row<'_>, context: &Context) -> Result<(), Reason> {
    for (_, check) in &job.checks {
        if eval(&check.expr, row, context)?.boolean() == Some(false) {
            return Err(Reason::Check);
        }
    }
    Ok(())
}

/// The line of a row.
pub fn kept(branch: &str, row: &str) -> String {
    format!("{{\"branch\":\"{branch}\",\"row\":{row}}}")
}

/// The line of a rejection, by a branch or, without one, by the stream.
pub fn rejected(stream: &str, branch: Option<&str>, reason: &str) -> String {
    let branch = branch.map_or("null".to_owned(), |it| format!("\"{it}\""));
    format!("{{\"stream\":\"{stream}\",\"branch\":{branch},\"reason\":\"{reason}\"}}")
}

/// A branch's row of an input; none where it does not keep it.
pub fn output<'a>(branch: &Branch, input: &Row<'a>, context: &Context) -> Result<Option<Row<'a>>, Reason> {
    if let Some(keep) = &branch.keep
        && !logic::holds(eval(&keep.expr, input, context)?.boolean())
    {
        return Ok(None);
    }
    let mut row = input.clone();
    for add in &branch.adds {
        let value = eval(&add.value.expr, &row, context)?;
        row.push(value);
    }
    Ok(Some(Row::new(branch.outputs.iter().map(|it| row.get(it.from).clone()).collect())))
}
