//! `pipec produce`: records on standard output, as fast as they are read or at the rate that they happen.

use super::arguments::ProduceArguments;
use super::output::Output;
use super::{Status, files, input};
use crate::compile;
use crate::local::produce::{Producer, Refusal};
use std::io::{self, ErrorKind, StdoutLock, Write};
use std::thread;
use std::time::{Duration, Instant};

/// How many bytes are written at once.
const BLOCK: usize = 1 << 16;
/// What nobody waits for: a shorter sleep takes as long.
const MOMENT: Duration = Duration::from_millis(1);

/// Prints the records that are asked for. Only errors of the pipeline are told: `check` tells the rest.
pub fn run(arguments: &ProduceArguments, output: &mut Output) -> Status {
    produce(arguments, output).unwrap_or_else(|status| status)
}

fn produce(arguments: &ProduceArguments, output: &mut Output) -> Result<Status, Status> {
    let source = input::read(&arguments.file, output)?;
    let compiled = compile(&source);
    // What cannot be deployed can have records.
    let model = arguments.environment.model(&compiled, output)?;
    let Some(model) = model.filter(|_| !compiled.diagnostics.has_errors()) else {
        output.findings(&compiled.diagnostics, &source);
        return Err(Status::Findings);
    };
    let producer = Producer::new(&model, &arguments.request()).map_err(|refusal| {
        let (text, status) = match refusal {
            Refusal::Usage(text) => (text, Status::Usage),
            Refusal::File(text) => (text, Status::Findings),
        };
        output.failure(&text);
        status
    })?;
    let mut out = output.data();
    let written = match arguments.pace {
        true => paced(producer, arguments.rate, &mut out),
        false => at_once(producer, &mut out),
    };
    written.map_or_else(|error| ended(&error, output), |()| Ok(Status::Done))
}

fn at_once(mut producer: Producer, out: &mut StdoutLock<'_>) -> io::Result<()> {
    let mut block = Vec::with_capacity(2 * BLOCK);
    while producer.write(&mut block) {
        block.push(b'\n');
        if block.len() >= BLOCK {
            out.write_all(&block)?;
            block.clear();
        }
    }
    out.write_all(&block)?;
    out.flush()
}

/// Writes each record when it is its turn, however long the reader took for those before it.
fn paced(mut producer: Producer, rate: f64, out: &mut StdoutLock<'_>) -> io::Result<()> {
    let began = Instant::now();
    let mut block = Vec::new();
    let mut index = 0_u64;
    while producer.write(&mut block) {
        block.push(b'\n');
        index += 1;
        let turn = Duration::try_from_secs_f64(index as f64 / rate).unwrap_or(Duration::MAX);
        let wait = turn.saturating_sub(began.elapsed());
        if wait >= MOMENT || block.len() >= BLOCK {
            out.write_all(&block)?;
            out.flush()?;
            block.clear();
            thread::sleep(wait);
        }
    }
    out.write_all(&block)?;
    out.flush()
}

/// How a failed write ends the command: whoever closed the pipe has read enough.
fn ended(error: &io::Error, output: &mut Output) -> Result<Status, Status> {
    if error.kind() == ErrorKind::BrokenPipe {
        return Ok(Status::Done);
    }
    let why = files::why(error);
    Err(output.failure(&format!(
        "the records could not be written: {why}. Those before are written, the last of them perhaps in part."
    )))
}
