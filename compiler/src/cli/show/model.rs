//! `pipec show model`: names resolved, expressions typed, columns of every node.

use crate::model::{Branch, BranchKind, Column, Hot, Input, Model, Stream, Target, Window};
use crate::syntax::Duration;
use pipec_runtime::window::Window as Kind;
use std::fmt::Write;

/// The model as text.
pub fn print(model: &Model) -> String {
    let mut text = format!("pipeline {}\n", model.name.value);
    for threshold in &model.thresholds {
        line(
            &mut text,
            0,
            &format!("threshold {} {} = {}", threshold.name.value, threshold.ty, threshold.text),
        );
    }
    model.streams.iter().for_each(|it| stream(it, &mut text));
    model.branches.iter().for_each(|it| branch(it, model, &mut text));
    for sink in &model.sinks {
        let kind = sink.settings.as_ref().map_or("?", |it| it.key());
        line(&mut text, 0, &format!("sink {} {kind}", sink.name.value));
    }
    text
}

fn stream(stream: &Stream, text: &mut String) {
    line(text, 0, &format!("stream {}", stream.name.value));
    let name = |index: usize| stream.columns[index].name.value.as_str();
    if let Some(key) = &stream.partition_key {
        line(text, 1, &format!("partition key {}", name(key.value)));
    }
    if !stream.id.is_empty() {
        let names: Vec<&str> = stream.id.iter().map(|it| name(it.value)).collect();
        line(text, 1, &format!("id {}", names.join(", ")));
    }
    if let Some(time) = &stream.event_time {
        let delay = stream.watermark.delay.value;
        line(text, 1, &format!("event time {}, watermark {delay} behind", name(time.value)));
    }
    stream.columns.iter().for_each(|it| column(it, text));
}

fn column(column: &Column, text: &mut String) {
    let not_null = if column.nullable { "" } else { " not null" };
    line(text, 1, &format!("column {} {}{not_null}", column.name.value, column.ty));
}

fn branch(branch: &Branch, model: &Model, text: &mut String) {
    let from = branch.from.as_ref().map_or("?", |it| match it.value {
        Input::Stream(id) => model.stream(id).name.value.as_str(),
        Input::Branch(id) => model.branch(id).name.value.as_str(),
    });
    match &branch.kind {
        BranchKind::Hot(hot) => {
            line(text, 0, &format!("hot {} from {from} on {}", branch.name.value, hot.engine.word()));
            looks(hot, text);
        }
        BranchKind::Cold => line(text, 0, &format!("cold {} from {from}", branch.name.value)),
    }
    for target in &branch.to {
        let name = match target.value {
            Target::Sink(id) => &model.sink(id).name.value,
            Target::Stream(id) => &model.stream(id).name.value,
        };
        line(text, 1, &format!("to {name}"));
    }
}

fn looks(hot: &Hot, text: &mut String) {
    if let Some(filter) = &hot.filter {
        line(text, 1, &format!("where {}", one_line(&filter.text)));
    }
    if let Some(window) = &hot.window {
        line(text, 1, &format!("window {}", lengths(window)));
    }
    for key in &hot.group_by {
        line(text, 1, &format!("group by {}", hot.input[key.value].name.value));
    }
    for added in &hot.adds {
        let expr = &added.expression.expr;
        let not_null = if expr.nullable { "" } else { " not null" };
        let sql = one_line(&added.expression.text);
        line(text, 1, &format!("add {} {}{not_null} = {sql}", added.name.value, expr.ty));
    }
    if let Some(having) = &hot.having {
        line(text, 1, &format!("having {}", one_line(&having.text)));
    }
    hot.outputs.iter().for_each(|it| column(&it.column, text));
}

fn lengths(window: &Window) -> String {
    let length = |millis: i64| Duration { millis: millis.unsigned_abs() };
    match window.kind {
        Kind::Tumbling { size } => format!("tumbling {}", length(size)),
        Kind::Sliding { size, slide } => format!("sliding {} every {}", length(size), length(slide)),
        Kind::Session { gap } => format!("session {}", length(gap)),
    }
}

fn one_line(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(text: &mut String, depth: usize, words: &str) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "{}{words}", "  ".repeat(depth));
}
