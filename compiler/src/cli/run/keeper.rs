//! What a run does with what it makes: it prints it, or keeps it in a folder.

use super::input::Input;
use super::stop::Stop;
use crate::local::lines::Mark;
use crate::local::tally::Tally;
use crate::local::{Engine, See};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far each input was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reads {
    by_input: BTreeMap<(usize, String), Read>,
}

/// How far an input was read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Read {
    /// Up to here.
    pub mark: Mark,
    /// Whether its end was reached.
    pub ended: bool,
}

impl Reads {
    /// How far this input was read.
    pub fn of(&self, input: &Input) -> Read {
        let start = Read { mark: Mark::START, ended: false };
        self.by_input.get(&input.key()).copied().unwrap_or(start)
    }

    /// It was read so far.
    pub fn set(&mut self, input: &Input, read: Read) {
        self.by_input.insert(input.key(), read);
    }

    /// The path of an input that was begun, whose end was not reached, and that is none of these.
    pub fn left_out(&self, inputs: &[Input]) -> Option<&str> {
        let keys: Vec<_> = inputs.iter().map(Input::key).collect();
        let mut open = self.by_input.iter().filter(|(_, read)| !read.ended);
        open.find(|(key, _)| !keys.contains(key)).map(|((_, path), _)| path.as_str())
    }
}

/// Takes what a run makes.
pub trait Keeper: See {
    /// What was counted.
    fn tally(&mut self) -> &mut Tally;
    /// Whether it can take more, asked after each record.
    fn check(&mut self) -> Result<(), Stop>;
    /// A piece of an input is read; `waits` where the next one may be long in coming.
    fn pause(&mut self, waits: bool, engine: &Engine, reads: &Reads) -> Result<(), Stop>;
    /// An input fails here: what came of it is to be had.
    fn keep(&mut self, engine: &Engine, reads: &Reads) -> Result<(), Stop>;
    /// All inputs are read; `closed` where all windows were closed, too.
    fn finish(&mut self, engine: &Engine, reads: &Reads, closed: bool) -> Result<(), Stop>;
}
