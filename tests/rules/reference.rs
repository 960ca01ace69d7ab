//! What a function must write: its job by the interpreter.

use pipec::plan::{Branch, Job};
use pipec_runtime::column::Column;
use pipec_runtime::context::Context;
use pipec_runtime::decode::Decoder;
use pipec_runtime::encode;
use pipec_runtime::expr::eval::eval;
use pipec_runtime::expr::logic;
use pipec_runtime::fault::Reason;
use pipec_runtime::row::Row;

/// What becomes of each record: the lines that a function writes for it.
pub fn lines(job: &Job, records: &[String], context: &Context) -> Vec<Vec<String>> {
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
    let decoder = Decoder::new(&columns);
    records.iter().map(|it| record(job, &decoder, it, context)).collect()
}

fn record(job: &Job, decoder: &Decoder, record: &str, context: &Context) -> Vec<String> {
    let row = match decoder.decode(record.as_bytes()) {
        Ok(row) => row,
        Err(reason) => return vec![rejected(job, "null", reason)],
    };
    let mut lines = Vec::new();
    let mut rows: Vec<Option<Row>> = Vec::new();
    for branch in &job.branches {
        let input = branch.reads.map_or(Some(&row), |it| rows[it].as_ref());
        let name = format!("\"{}\"", branch.name);
        let output = match input.map_or(Ok(None), |it| output(branch, it, context)) {
            Ok(output) => output,
            Err(reason) => {
                lines.push(rejected(job, &name, reason));
                None
            }
        };
        if let Some(row) = &output {
            let row = encode::row(branch.outputs.iter().map(|it| it.name.as_str()), row);
            lines.push(format!("{{\"branch\":{name},\"row\":{row}}}"));
        }
        rows.push(output);
    }
    lines
}

fn rejected(job: &Job, branch: &str, reason: Reason) -> String {
    format!("{{\"stream\":\"{}\",\"branch\":{branch},\"reason\":\"{reason}\"}}", job.stream)
}

fn output<'a>(branch: &Branch, input: &Row<'a>, context: &Context) -> Result<Option<Row<'a>>, Reason> {
    if let Some(keep) = &branch.keep
        && !logic::holds(eval(&keep.expr, input, context)?.boolean())
    {
        return Ok(None);
    }
    let mut row = input.clone();
    for (_, add) in &branch.adds {
        let value = eval(&add.expr, &row, context)?;
        row.push(value);
    }
    Ok(Some(Row::new(branch.outputs.iter().map(|it| row.get(it.from).clone()).collect())))
}
