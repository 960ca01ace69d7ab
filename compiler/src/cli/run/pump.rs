//! The way of records from inputs through the engine to whoever takes what it makes.

use super::Setting;
use super::input::{Input, Source};
use super::keeper::{Keeper, Read as Reading, Reads};
use super::progress::Progress;
use super::stop::Stop;
use crate::local::Engine;
use crate::local::lines::{Line, Lines, Mark};
use crate::local::outlets;
use crate::model::StreamId;
use pipec_runtime::context::clock;
use pipec_runtime::fault::Reason;
use pipec_runtime::timestamp::Timestamp;
use std::io::{self, ErrorKind, Read};

/// An engine and its inputs.
pub struct Pump<'a> {
    engine: Engine,
    /// What `now()` is, where that is fixed.
    now: Option<Timestamp>,
    inputs: &'a [Input],
    has_windows: bool,
    /// Whether a later run may go on from this one.
    is_kept: bool,
    reads: Reads,
    /// Whether all windows are closed, so that no record may come.
    is_closed: bool,
    is_new: bool,
    progress: Progress,
}

/// Where an earlier run ended.
#[derive(Debug, Default)]
pub struct Resumed {
    /// How far each input was read.
    pub reads: Reads,
    /// Whether it closed windows.
    pub is_closed: bool,
}

impl<'a> Pump<'a> {
    /// An engine before its first record.
    pub fn new(engine: Engine, setting: &'a Setting<'_>) -> Pump<'a> {
        Pump {
            engine,
            now: setting.now,
            inputs: &setting.inputs,
            has_windows: outlets::has_windows(setting.model),
            is_kept: setting.arguments.state.is_some(),
            reads: Reads::default(),
            is_closed: false,
            is_new: false,
            progress: Progress::new(&setting.inputs),
        }
    }

    /// Goes on where an earlier run ended.
    pub fn resume(&mut self, resumed: Resumed) -> Result<(), Stop> {
        if let Some(path) = resumed.reads.left_out(self.inputs) {
            return Err(Stop::usage(format!(
                "`{path}` was read in part by the last run: give it again with `--input`"
            )));
        }
        (self.reads, self.is_closed) = (resumed.reads, resumed.is_closed);
        Ok(())
    }

    /// Reads all inputs, and closes windows unless more will come. Whether there was something new.
    pub fn run(mut self, keeper: &mut impl Keeper, open: bool) -> Result<bool, Stop> {
        for input in self.inputs {
            self.read(input, keeper)?;
        }
        if self.has_windows && !open && !self.is_closed {
            self.is_new = true;
            self.is_closed = true;
            self.engine.close(self.now.unwrap_or_else(clock), keeper);
        }
        keeper.finish(&self.engine, &self.reads, self.is_closed)?;
        Ok(self.is_new)
    }

    /// Reads an input to its end.
    fn read(&mut self, input: &Input, keeper: &mut impl Keeper) -> Result<(), Stop> {
        let unread = |error: &io::Error| damaged(input, error);
        let mut source = input.open().map_err(|it| unread(&it))?;
        let mark = self.reads.of(input).mark;
        skip(input, &mut source, mark)?;
        let mut lines = Lines::new(mark, self.is_kept);
        loop {
            let space = lines.space();
            let asked = space.len();
            let got = match source.bytes.read(space) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                got => got,
            };
            let count = *got.as_ref().unwrap_or(&0);
            lines.filled(count);
            let records = self.records(input, &mut lines, keeper)?;
            self.progress.add(count as u64, records);
            if let Err(error) = got {
                self.reads.set(input, Reading { mark: lines.mark(), ended: false });
                keeper.keep(&self.engine, &self.reads)?;
                return Err(damaged(input, &error));
            }
            if count == 0 {
                self.last(input, &mut lines, keeper)?;
                self.reads.set(input, Reading { mark: lines.mark(), ended: true });
                return keeper.pause(source.is_live, &self.engine, &self.reads);
            }
            self.reads.set(input, Reading { mark: lines.mark(), ended: false });
            keeper.pause(source.is_live && count < asked, &self.engine, &self.reads)?;
        }
    }

    /// Takes all records that are whole; they have one time.
    fn records(&mut self, input: &Input, lines: &mut Lines, keeper: &mut impl Keeper) -> Result<u64, Stop> {
        let now = self.now.unwrap_or_else(clock);
        let mut records = 0;
        while let Some(line) = lines.line() {
            if self.is_closed {
                return Err(closed(input));
            }
            records += 1;
            match line {
                Line::Whole(record) => self.engine.accept(input.stream, record, now, keeper),
                Line::TooLarge(head) => {
                    self.engine.refuse(input.stream, Reason::TooLarge, head, keeper);
                }
                Line::Grown => return Err(grown(input)),
            }
            if let Err(stop) = keeper.check() {
                self.count(input.stream, records, keeper);
                return Err(stop);
            }
        }
        self.count(input.stream, records, keeper);
        Ok(records)
    }

    /// Takes the record that no line feed ends.
    fn last(&mut self, input: &Input, lines: &mut Lines, keeper: &mut impl Keeper) -> Result<(), Stop> {
        let Some(record) = lines.last() else { return Ok(()) };
        if self.is_closed {
            return Err(closed(input));
        }
        self.engine.accept(input.stream, record, self.now.unwrap_or_else(clock), keeper);
        self.count(input.stream, 1, keeper);
        self.progress.add(0, 1);
        keeper.check()
    }

    fn count(&mut self, stream: StreamId, records: u64, keeper: &mut impl Keeper) {
        keeper.tally().read[stream.0] += records;
        self.is_new |= records > 0;
    }
}

/// Passes over what an earlier run has read, which must be what it was then.
fn skip(input: &Input, source: &mut Source, mark: Mark) -> Result<(), Stop> {
    let (mut left, mut sum) = (mark.bytes, crc32fast::Hasher::new());
    let mut piece = vec![0; 256 * 1024];
    while left > 0 {
        let most = left.min(piece.len() as u64) as usize;
        match source.bytes.read(&mut piece[..most]) {
            Ok(0) => break,
            Ok(count) => {
                sum.update(&piece[..count]);
                left -= count as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(damaged(input, &error)),
        }
    }
    if left > 0 || sum.finalize() != mark.sum {
        return Err(Stop::outside(format!(
            "{} does not begin with the {} bytes that were read of it before. Nothing more was taken. Give it as it was, \
             or begin in another folder.",
            input.name(),
            mark.bytes
        )));
    }
    Ok(())
}

fn damaged(input: &Input, error: &io::Error) -> Stop {
    Stop::outside(format!(
        "{} could not be read to its end: {error}. What came before counts; windows stay open.",
        input.name()
    ))
}

fn closed(input: &Input) -> Stop {
    Stop::outside(format!(
        "{} has new records, but the last run closed all windows at its end. Nothing was changed. Begin in another \
         folder, and give `--open` for as long as more will come.",
        input.name()
    ))
}

fn grown(input: &Input) -> Stop {
    Stop::outside(format!(
        "the last line of {} had no end when it was read, and has grown since. Nothing more was taken. Begin in another \
         folder.",
        input.name()
    ))
}
