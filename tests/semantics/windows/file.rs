//! A section as a file of the language, with what its stories ask.

use super::story::{INPUT, Stage};
use crate::semantics::corpus::Section;
use serde_json::Value;

/// The file: each branch writes to a queue, so that all are run.
pub fn file(stage: &Stage) -> String {
    let Section { columns, thresholds, schemas, streams, branches, .. } = stage.section;
    let mut text = format!("version: 1\npipeline: windows\nschemas:\n  {INPUT}: {columns}\n");
    schemas.iter().for_each(|(name, body)| text.push_str(&format!("  {name}: {body}\n")));
    let id = stage.section.id.as_ref().map(|it| format!(", id: {it}")).unwrap_or_default();
    text.push_str(&format!("streams:\n  {INPUT}: {{ schema: {INPUT}{id}{} }}\n", timed(stage.section)));
    for (name, body) in streams {
        let schema = schemas.iter().any(|it| it.0 == *name).then(|| format!("schema: {name}"));
        text.push_str(&format!("  {name}: {}\n", with(body, schema.as_slice())));
    }
    text.push_str(if thresholds.is_empty() { "" } else { "thresholds:\n" });
    thresholds.iter().for_each(|(name, body)| text.push_str(&format!("  {name}: {body}\n")));
    text.push_str("hot:\n");
    for it in branches {
        let from = format!("from: {}", it.of.as_deref().unwrap_or(INPUT));
        let to = it.to.as_ref().map_or("to: out".to_owned(), |to| format!("to: [out, {to}]"));
        text.push_str(&format!("  {}: {}\n", it.name, with(&it.body, &[from, to])));
    }
    for (index, expression) in stage.expressions.iter().enumerate() {
        text.push_str(&format!(
            "  {}: {{ from: {INPUT}, to: out, window: {{ tumbling: {{ size: 60s }} }}, add: {{ value: {} }} }}\n",
            Stage::branch(index),
            Value::from(expression.as_str()),
        ));
    }
    text.push_str("sinks:\n  out: { sqs: {} }\n");
    text
}

/// What a stream says of its event time.
fn timed(section: &Section) -> String {
    let Some(time) = &section.time else { return String::new() };
    let delay = time.delay.as_ref().map(|it| format!(", watermark: {{ delay: {it} }}"));
    format!(", event_time: {}{}", time.column, delay.unwrap_or_default())
}

/// A mapping with more in it.
fn with(body: &str, more: &[String]) -> String {
    let inside = body.trim().trim_start_matches('{').trim();
    let more: String = more.iter().map(|it| format!("{it}, ")).collect();
    format!("{{ {more}{inside}")
}
