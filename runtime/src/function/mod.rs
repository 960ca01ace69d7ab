//! The function in Lambda: it serves the stream that its environment names, batch by batch.

mod counts;
mod effects;
mod event;
mod ledger;
mod log;
mod work;

use crate::context::{Context, clock};
use crate::dead_letter::BUCKET_VARIABLE;
use crate::job::{Job, Runner, STREAM_VARIABLE};
use crate::lines;
use crate::sinks::{self, Account, Bucket, Deadline};
use crate::threshold::{self, Threshold};
use crate::value::Value;
use counts::Counts;
use effects::Effects;
use event::{Answer, Batch};
use lambda_runtime::{LambdaEvent, service_fn};
use ledger::Ledger;
use log::Level;
use serde_json::json;
use std::env;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::Mutex;

/// Set by Lambda, and by nobody else.
const RUNTIME_API: &str = "AWS_LAMBDA_RUNTIME_API";

/// Runs the function of a pipeline. In Lambda it takes events until the sandbox ends; anywhere else it is
/// [`lines::run`]. The exit status is 1 where its environment is not as it must be, with a line that says so.
pub fn run(pipeline: &'static str, jobs: &'static [Job], thresholds: &'static [Threshold]) -> ExitCode {
    if env::var_os(RUNTIME_API).is_none() {
        return lines::run(pipeline, jobs, thresholds);
    }
    let outcome = Function::from_environment(pipeline, jobs, thresholds).and_then(serve);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            log::plain(Level::Error, &message);
            ExitCode::FAILURE
        }
    }
}

/// Takes events, one at a time: a sandbox is never given two at once.
fn serve(function: Function) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|it| format!("the function cannot wait for anything: {it}"))?;
    let function = Mutex::new(function);
    let service = service_fn(async |event| function.lock().await.invoke(event).await);
    runtime
        .block_on(lambda_runtime::run(service))
        .map_err(|it| format!("the Runtime API does not answer: {it}"))
}

/// The function, ready for events.
struct Function {
    effects: Effects,
    thresholds: Vec<Value<'static>>,
}

impl Function {
    fn from_environment(
        pipeline: &'static str,
        jobs: &'static [Job],
        thresholds: &'static [Threshold],
    ) -> Result<Function, String> {
        let stream = variable(STREAM_VARIABLE)?;
        let job = jobs.iter().find(|it| it.stream == stream);
        let job = job.ok_or_else(|| {
            format!("the variable {STREAM_VARIABLE} names no stream of the pipeline: {stream:?}")
        })?;
        let thresholds = threshold::all(thresholds)?;
        let account = Rc::new(Account::from_environment()?);
        let sinks = job.targets.iter().map(|it| sinks::open(it.writer, variable(it.variable)?, &account));
        let effects = Effects {
            pipeline,
            runner: Runner::new(pipeline, job),
            sinks: sinks.collect::<Result<_, String>>()?,
            letters: Box::new(Bucket::new(&account, variable(BUCKET_VARIABLE)?)),
            ledger: Ledger::default(),
        };
        Ok(Function { effects, thresholds })
    }

    /// Does what a batch asks for, and says how far it came.
    async fn invoke(&mut self, event: LambdaEvent<Batch>) -> Result<Answer, lambda_runtime::Error> {
        let LambdaEvent { payload: batch, context: invocation } = event;
        let now = clock();
        let deadline = Deadline::after(time(invocation.deadline, now.0));
        let oldest = batch.records.iter().filter_map(|it| it.arrived).min();
        let age = oldest.map(|it| (now.0 - it.0).max(0));
        let mut counts = Counts { records: batch.records.len(), age, ..Counts::default() };
        let context = Context::new(now, self.thresholds.clone());
        let done = self.effects.run(&batch.records, &context, deadline, &mut counts).await;
        self.tell(&counts, done, &invocation.request_id);
        Ok(batch.answer(done))
    }

    /// The metrics of an invocation, and a line for each sink that did not take everything.
    fn tell(&self, counts: &Counts, done: usize, request: &str) {
        let stream = self.effects.runner.job().stream;
        for (sink, it) in counts.sinks.iter().filter(|(_, it)| !it.codes.is_empty()) {
            let fields =
                json!({ "requestId": request, "sink": sink, "codes": it.codes, "failed": it.failed });
            log::say(Level::Warn, "a sink did not take every row", fields);
        }
        if done < counts.records {
            let fields = json!({ "requestId": request, "records": counts.records, "done": done });
            log::say(Level::Warn, "the rest of the batch must come again", fields);
        }
        counts.lines(self.effects.pipeline, stream, clock()).iter().for_each(log::print);
    }
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("the variable {name} is not set"))
}

/// The time that an invocation has until it must answer. A part of what is left stays for the answer itself.
fn time(deadline: u64, now: i64) -> Duration {
    let left = Duration::from_millis(deadline.saturating_sub(u64::try_from(now).unwrap_or(0)));
    left - (left / 10).clamp(Duration::from_millis(100), Duration::from_secs(2)).min(left)
}

#[cfg(test)]
mod tests;
