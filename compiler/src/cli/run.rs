//! `pipec run`: a pipeline over records, on the embedded engine.
//!
//! An empty line is a record like any other, and malformed; the end of the last line begins none. A line of more than
//! 10 MiB is passed over: its dead letter, `too_large`, keeps the first 64 KiB of it. What of a damaged gzip file could be
//! read counts, except for its last, broken line; windows stay open then.

mod arguments;
mod input;
mod keeper;
mod printer;
mod progress;
mod pump;
mod state;
mod stop;
mod thresholds;

pub use arguments::{EXAMPLES, RunArguments};

use super::output::Output;
use super::{Status, input as file};
use crate::compile;
use crate::local::Engine;
use crate::local::outlets::Outlets;
use crate::local::tally::Tally;
use crate::model::Model;
use crate::source::Source;
use input::Input;
use keeper::Keeper;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::value::Value;
use printer::Printer;
use pump::Pump;
use serde_json::json;
use state::{Identity, Store};
use std::time::Instant;
use stop::Stop;

/// What a run begins with.
struct Setting<'a> {
    arguments: &'a RunArguments,
    model: &'a Model,
    outlets: &'a Outlets,
    inputs: Vec<Input>,
    now: Option<Timestamp>,
}

/// Runs a pipeline over records.
pub fn run(arguments: &RunArguments, output: &mut Output) -> Status {
    let source = match file::read(&arguments.file, output) {
        Ok(source) => source,
        Err(status) => return status,
    };
    let compiled = compile(&source);
    // Whoever wants records is spared what `pipec check` tells, unless it stands in the way.
    if compiled.diagnostics.has_errors() {
        output.findings(&compiled.diagnostics, &source);
    }
    let model = match arguments.environment.model(&compiled, output) {
        Ok(model) => model,
        Err(status) => return status,
    };
    match model {
        Some(model) if !compiled.diagnostics.has_errors() => over(arguments, &source, &model, output)
            .unwrap_or_else(|stop| match stop {
                Stop::Enough => Status::Done,
                Stop::Failed(status, text) => {
                    output.failure(&text);
                    status
                }
            }),
        Some(_) | None => Status::Findings,
    }
}

/// Runs a pipeline without mistakes.
fn over(
    arguments: &RunArguments,
    source: &Source,
    model: &Model,
    output: &mut Output,
) -> Result<Status, Stop> {
    let outlets = Outlets::new(model);
    let thresholds = thresholds::all(model, &arguments.threshold)?;
    let inputs = input::all(arguments, model)?;
    let now = arguments.now.as_deref().map(moment).transpose()?;
    let setting = Setting { arguments, model, outlets: &outlets, inputs, now };
    match &arguments.state {
        Some(folder) => {
            let identity = Identity::new(source, model, &thresholds);
            let mut store = Store::open(folder, &outlets, identity)?;
            kept(&setting, thresholds, &mut store, output)
        }
        None => printed(&setting, thresholds, output),
    }
}

fn moment(text: &str) -> Result<Timestamp, Stop> {
    Timestamp::parse(text).ok_or_else(|| {
        Stop::usage(format!("`--now` wants a time such as 2026-01-01T00:00:00Z, not `{text}`"))
    })
}

fn printed(
    setting: &Setting<'_>,
    thresholds: Vec<Value<'static>>,
    output: &mut Output,
) -> Result<Status, Stop> {
    let mut printer = Printer::new(setting.outlets, setting.arguments, output.data())?;
    let engine = Engine::new(setting.model, thresholds);
    let pump = Pump::new(engine, setting);
    let began = Instant::now();
    let outcome = pump.run(&mut printer, setting.arguments.open);
    summary(setting, printer.tally(), began, output);
    outcome.map(|_| Status::Done)
}

fn kept(
    setting: &Setting<'_>,
    thresholds: Vec<Value<'static>>,
    store: &mut Store<'_>,
    output: &mut Output,
) -> Result<Status, Stop> {
    let mut engine = Engine::new(setting.model, thresholds);
    let saved = store.resume(&mut engine);
    let mut pump = Pump::new(engine, setting);
    pump.resume(saved)?;
    let began = Instant::now();
    let outcome = pump.run(store, setting.arguments.open);
    summary(setting, store.tally(), began, output);
    if !outcome? && !setting.arguments.quiet {
        output.progress(&format!("nothing is new: `{}` is what these inputs give", store.folder().display()));
    }
    Ok(Status::Done)
}

/// Tells what came of it all.
fn summary(setting: &Setting<'_>, tally: &Tally, began: Instant, output: &mut Output) {
    if setting.arguments.quiet {
        return;
    }
    let seconds = began.elapsed().as_secs_f64();
    let records: u64 = tally.read.iter().sum();
    let mut text = tally.text(setting.outlets, setting.arguments.state.is_some());
    text += &format!("{records} records, {seconds:.2} s\n");
    let mut object = tally.json(setting.outlets);
    object.insert("seconds".to_owned(), json!(seconds));
    let line = serde_json::Value::Object(object).to_string() + "\n";
    output.summary(&text, &line);
}
