//! The corpus as one pipeline: a stream for each section, a branch for each of its expressions.

use super::cases::{STREAMS, Stream};
use crate::rules::Pipeline;
use pipec::lower;
use pipec::plan::Plan;
use pipec_tests::resolved;

/// The pipeline. Each expression's branch writes its value alone.
pub fn pipeline() -> Pipeline {
    let mut plan = planned(&written(&STREAMS));
    for branch in plan.jobs.iter_mut().flat_map(|it| &mut it.branches) {
        if branch.adds.iter().any(|it| it.name == VALUE) {
            branch.outputs.retain(|it| it.name == VALUE);
        }
    }
    Pipeline::new("semantics", plan, RECORDS)
}

/// Random records given to each job, beside those of the rows.
const RECORDS: usize = 20;
/// The column that an expression's branch adds.
const VALUE: &str = "value";

/// A file's plan. It is not measured: no stack is made of it, and none could hold so much.
fn planned(text: &str) -> Plan {
    lower::lower(&resolved::model(text))
}

/// The file of all streams.
fn written(streams: &[Stream]) -> String {
    let [mut schemas, mut sources, mut thresholds, mut branches] = [const { String::new() }; 4];
    for stream in streams {
        let (name, section) = (&stream.name, stream.section);
        schemas.push_str(&format!("  {name}: {}\n", columns(stream)));
        let id = section.id.as_ref().map(|it| format!(", id: {it}")).unwrap_or_default();
        sources.push_str(&format!("  {name}: {{ schema: {name}{id} }}\n"));
        for (threshold, body) in &section.thresholds {
            thresholds.push_str(&format!("  {threshold}: {body}\n"));
        }
        branches.push_str(&branch(&stream.whole(), name, " }"));
        for (index, expression) in stream.expressions.iter().enumerate() {
            branches.push_str(&branch(&stream.branch(index), name, &added(expression)));
        }
        for it in &section.branches {
            let body = it.body.replacen('{', ",", 1);
            branches.push_str(&branch(&it.name, it.of.as_ref().unwrap_or(name), &body));
        }
    }
    let thresholds = if thresholds.is_empty() { String::new() } else { format!("thresholds:\n{thresholds}") };
    file(&schemas, &sources, &thresholds, &branches)
}

/// The file of one expression over a section's columns.
pub fn alone(stream: &Stream, expression: &str) -> String {
    let (schema, source) = (format!("  s: {}\n", columns(stream)), "  s: { schema: s }\n");
    file(&schema, source, "", &branch("b", "s", &added(expression)))
}

fn file(schemas: &str, streams: &str, thresholds: &str, branches: &str) -> String {
    format!(
        "version: 1\npipeline: semantics\nschemas:\n{schemas}streams:\n{streams}{thresholds}hot:\n{branches}\
         sinks:\n  out: {{ sqs: {{}} }}\n"
    )
}

fn columns(stream: &Stream) -> &str {
    let columns = stream.section.columns.as_str();
    if columns.is_empty() { "{ x: integer }" } else { columns }
}

fn branch(name: &str, from: &str, rest: &str) -> String {
    format!("  {name}: {{ from: {from}, to: out{rest}\n")
}

fn added(expression: &str) -> String {
    format!(", add: {{ {VALUE}: {} }} }}", serde_json::Value::from(expression))
}
