//! The door of a terminal: records as JSON Lines on standard input, rows and rejections on standard output.
//!
//! A row is the line `{"branch":"…","row":{…}}`, one for each branch that keeps the record. A rejection is the line
//! `{"stream":"…","branch":null,"reason":"…"}`, where `branch` is a name if one of that branch's expressions failed.

use crate::context::{Context, clock};
use crate::encode;
use crate::fault::Reason;
use crate::identity::{Identity, Position};
use crate::job::{Accepted, Job, Outcome, Runner};
use crate::threshold::{self, Threshold};
use crate::timestamp::Timestamp;
use crate::value::Value;
use std::env;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::process::ExitCode;

/// The most bytes of a line: a Kinesis stream carries no larger record.
pub const LONGEST: u64 = 10 * 1024 * 1024;

/// Bytes that are read and written at once, where there are so many.
const BUFFER: usize = 256 * 1024;

/// The environment variable that fixes `now()`.
pub const NOW: &str = "PIPEC_NOW";

/// Runs one job over standard input, that of the stream which the first argument names, or the only one. Thresholds
/// come from their environment variables. The exit status is 2 for a mistake in these, and 3 for a failing pipe.
pub fn run(pipeline: &str, jobs: &[Job], thresholds: &[Threshold<'_>]) -> ExitCode {
    let ready = choose(jobs, env::args().nth(1).as_deref()).and_then(|job| {
        let thresholds = threshold::all(thresholds)?;
        Ok((Runner::new(pipeline, job), thresholds, fixed_now()?))
    });
    let outcome = match ready {
        Ok((runner, thresholds, now)) => {
            let input = BufReader::with_capacity(BUFFER, io::stdin().lock());
            let output = BufWriter::with_capacity(BUFFER, io::stdout().lock());
            pump(&runner, thresholds, now, input, output)
        }
        Err(message) => return fail(&message, 2),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read our output has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string(), 3),
    }
}

fn choose<'j>(jobs: &'j [Job], stream: Option<&str>) -> Result<&'j Job, String> {
    let streams = || jobs.iter().map(|it| format!("`{}`", it.stream)).collect::<Vec<_>>().join(", ");
    match (stream, jobs) {
        (Some(name), _) => jobs
            .iter()
            .find(|it| it.stream == name)
            .ok_or_else(|| format!("no stream is called `{name}`; there is {}", streams())),
        (None, [job]) => Ok(job),
        (None, _) => Err(format!("the first argument names the stream, one of {}", streams())),
    }
}

fn fixed_now() -> Result<Option<Timestamp>, String> {
    let Ok(text) = env::var(NOW) else { return Ok(None) };
    let now = Timestamp::parse(&text).ok_or_else(|| {
        format!("the variable {NOW} wants a timestamp such as 2026-01-01T00:00:00Z, not {text:?}")
    })?;
    Ok(Some(now))
}

/// Runs a job over lines; a line is held whole, and no more than one.
pub fn pump(
    runner: &Runner<'_>,
    thresholds: Vec<Value<'static>>,
    now: Option<Timestamp>,
    mut input: impl BufRead,
    mut output: impl Write,
) -> io::Result<()> {
    let mut context = Context::new(now.unwrap_or_else(clock), thresholds);
    let mut line = Vec::new();
    let mut number = 0;
    while let Some(length) = next(&mut input, &mut line)? {
        context.now = now.unwrap_or_else(clock);
        number += 1;
        let place = Position::local(number);
        let accepted = match length > LONGEST {
            true => Err(Reason::TooLarge),
            false => runner.run(&line, Identity::Position(&place), &context),
        };
        tell(runner.job(), accepted, &mut output)?;
    }
    output.flush()
}

/// Reads the next line without its end, and gives its length; none at the end of the input. A line that is too long
/// is passed over, and what it leaves in `line` is not to be used.
fn next(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<u64>> {
    line.clear();
    let mut length = input.by_ref().take(LONGEST + 1).read_until(b'\n', line)? as u64;
    if length == 0 {
        return Ok(None);
    }
    let ended = line.last() == Some(&b'\n');
    if ended {
        line.pop();
        return Ok(Some(length - 1));
    }
    if length > LONGEST {
        length += skip_line(input)?;
    }
    Ok(Some(length))
}

/// Passes over the rest of a line.
fn skip_line(input: &mut impl BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let chunk = input.fill_buf()?;
        let end = chunk.iter().position(|it| *it == b'\n');
        let used = end.map_or(chunk.len(), |it| it + 1);
        let done = end.is_some() || chunk.is_empty();
        input.consume(used);
        skipped += used as u64;
        if done {
            return Ok(skipped);
        }
    }
}

fn tell(job: &Job, accepted: Result<Accepted<'_>, Reason>, output: &mut impl Write) -> io::Result<()> {
    let outcomes = match accepted {
        Ok(accepted) => accepted.outcomes,
        Err(reason) => return reject(job.stream, Value::Null, reason, output),
    };
    for (branch, outcome) in job.branches.iter().zip(outcomes) {
        match outcome {
            Outcome::Kept(row) => {
                let row = encode::row(branch.outputs.iter().map(|it| it.name), &row);
                writeln!(output, "{{\"branch\":{},\"row\":{row}}}", json(branch.name.into()))?;
            }
            Outcome::Left => {}
            Outcome::Rejected(reason) => reject(job.stream, branch.name.into(), reason, output)?,
        }
    }
    Ok(())
}

fn reject(stream: &str, branch: Value<'_>, reason: Reason, output: &mut impl Write) -> io::Result<()> {
    let (stream, branch) = (json(stream.into()), json(branch));
    writeln!(output, "{{\"stream\":{stream},\"branch\":{branch},\"reason\":\"{reason}\"}}")
}

fn json(value: Value<'_>) -> String {
    let mut json = String::new();
    encode::value(&value, &mut json);
    json
}

fn fail(message: &str, status: u8) -> ExitCode {
    // Where standard error is closed too, the status alone must tell.
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::from(status)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, choose, pump};
    use crate::column::{Column, Format};
    use crate::expr::ops;
    use crate::job::{Branch, Job, Output, Runner};
    use crate::timestamp::Timestamp;
    use crate::types::Type;

    const JOB: Job = Job {
        stream: "numbers",
        columns: &[Column {
            name: "v",
            ty: Type::Bigint,
            nullable: true,
            path: &["v"],
            format: Format::Plain,
        }],
        checks: &[],
        id: &[],
        branches: &[Branch {
            name: "next",
            reads: None,
            keep: Some(|row, _| Ok(ops::is_not_null(row.whole(0)))),
            adds: &[
                |row, _| Ok(ops::add(row.whole(0), Some(1))?.into()),
                |_, context| Ok(context.now.into()),
            ],
            outputs: &[
                Output { name: "next", ty: Type::Bigint, from: 1 },
                Output { name: "at", ty: Type::Timestamp, from: 2 },
            ],
            writes: &[],
            asks_id: false,
        }],
        targets: &[],
    };

    fn check(input: &[u8], expect: &str) {
        let mut output = Vec::new();
        pump(&Runner::new("p", &JOB), vec![], Some(Timestamp(0)), input, &mut output)
            .expect("memory does not fail");
        assert_eq!(String::from_utf8_lossy(&output), expect);
    }

    #[test]
    fn rows_and_rejections_come_in_the_order_of_the_records() {
        check(
            b"{\"v\":1}\n{\"v\":null}\r\nnot json\n{\"v\":9223372036854775807}\n{\"v\":\"\"}",
            "{\"branch\":\"next\",\"row\":{\"next\":2,\"at\":\"1970-01-01T00:00:00.000Z\"}}\n\
             {\"stream\":\"numbers\",\"branch\":null,\"reason\":\"malformed\"}\n\
             {\"stream\":\"numbers\",\"branch\":\"next\",\"reason\":\"overflow\"}\n\
             {\"stream\":\"numbers\",\"branch\":null,\"reason\":\"type\"}\n",
        );
    }

    #[test]
    fn an_empty_line_is_a_record_and_the_end_of_the_last_one_is_none() {
        check(b"", "");
        check(b"\n", "{\"stream\":\"numbers\",\"branch\":null,\"reason\":\"malformed\"}\n");
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_the_next_one_is_read() {
        let mut input = vec![b' '; LONGEST as usize + 5];
        input.extend(b"\n{\"v\":null}\n");
        check(&input, "{\"stream\":\"numbers\",\"branch\":null,\"reason\":\"too_large\"}\n");
        let mut input = vec![b' '; LONGEST as usize - 10];
        input.extend(b"{\"v\":null}\n");
        check(&input, "");
    }

    #[test]
    fn the_stream_is_named_where_there_are_several() {
        let other = Job { stream: "others", ..JOB };
        assert_eq!(choose(&[JOB], None).map(|it| it.stream), Ok("numbers"));
        assert_eq!(choose(&[JOB, other], Some("others")).map(|it| it.stream), Ok("others"));
        assert!(choose(&[JOB, other], None).is_err_and(|it| it.contains("`numbers`, `others`")));
        assert!(choose(&[JOB], Some("x")).is_err());
    }
}
