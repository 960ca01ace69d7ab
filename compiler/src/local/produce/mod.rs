//! Believable records of a stream, from its schema and a seed alone.
//!
//! The bytes are a function of the pipeline and the request: no clock, no place. A record's values depend on nothing but
//! the seed and its number, so that asking for more records, or for late ones, leaves the others as they are.

mod arrival;
mod chance;
mod checks;
mod choice;
mod column;
mod digits;
mod faults;
mod form;
mod ids;
mod instants;
mod layout;
mod limits;
mod maker;
mod makers;
mod names;
mod numbers;
mod places;
mod request;
mod scene;
mod spread;
mod text;
mod words;

pub use request::Request;

use crate::model::{Model, Stream};
use arrival::{Arrivals, Manner, Tempo};
use chance::{Chance, mixed};
use checks::{Checks, TRIES};
use faults::Faults;
use layout::Layout;
use makers::Makers;
use pipec_runtime::column::Format;
use scene::{Cast, Scene};

/// So many of a hundred values that may be null are null, and so many are not there.
const NULL: u64 = 2;
const ABSENT: u64 = 1;

/// Why no record is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// What is asked for cannot be.
    Usage(String),
    /// The pipeline's file does not say what it must.
    File(String),
}

/// Makes the records of a stream, one after the other.
#[derive(Debug, Clone)]
pub struct Producer {
    stream: Stream,
    seed: u64,
    left: Option<u64>,
    index: u64,
    layout: Layout,
    makers: Makers,
    cast: Cast,
    arrivals: Arrivals,
    checks: Checks,
    faults: Faults,
}

impl Producer {
    /// The producer of what is asked for, of a model without errors.
    pub fn new(model: &Model, request: &Request) -> Result<Producer, Refusal> {
        let id = request.stream(model)?;
        let stream = model.stream(id).clone();
        let format = stream.event_time.as_ref().map_or(Format::Plain, |it| stream.columns[it.value].format);
        let delay = i64::try_from(stream.watermark.delay.value.millis).unwrap_or(i64::MAX);
        let tempo = Tempo::new(format, delay, &limits::windows(model, id));
        request.check(&stream, tempo)?;
        let layout = Layout::new(&stream.columns).map_err(|pair| one_place(&stream, pair))?;
        let faults = Faults::of(&stream.columns, layout.columns());
        let limits = limits::of(model, id);
        let cast = Cast::of(&stream.columns, &limits);
        let makers = Makers::of(model, id, request, &limits, &cast)?;
        Ok(Producer {
            seed: request.seed,
            left: request.count,
            index: 0,
            layout,
            makers,
            cast,
            arrivals: Arrivals::new(request, tempo),
            checks: Checks::of(model, id, request.start),
            faults,
            stream,
        })
    }

    /// Writes the next record, which no newline is in; false where there is none.
    pub fn write(&mut self, out: &mut Vec<u8>) -> bool {
        if self.left == Some(0) {
            return false;
        }
        let Some((manner, time)) = self.arrivals.next(self.index) else { return false };
        let mut chance = Chance::of(self.seed, self.index);
        let key = self.stream.partition_key.as_ref().map(|it| it.value);
        let number = key.map_or(0, |it| self.makers.all[it].draw(self.index, 0, &mut chance));
        let scene = self.cast.scene(self.index, time, number, &mut chance);
        match manner {
            Manner::InOrder | Manner::OutOfOrder | Manner::Late => {
                self.passing(&scene, &mut chance, out);
            }
            Manner::Malformed => self.malformed(&scene, &mut chance, out),
        }
        self.index += 1;
        self.left = self.left.map(|it| it - 1);
        true
    }

    /// Writes a record that passes the checks of its columns; where none of many does, the last one.
    fn passing(&self, scene: &Scene, chance: &mut Chance, out: &mut Vec<u8>) {
        let start = out.len();
        for _ in 0..TRIES {
            out.truncate(start);
            self.record(scene, chance, None, out);
            if self.checks.pass(&out[start..]) {
                return;
            }
        }
    }

    fn record(
        &self,
        scene: &Scene,
        chance: &mut Chance,
        instead: Option<&(usize, Vec<u8>)>,
        out: &mut Vec<u8>,
    ) {
        let key = self.stream.partition_key.as_ref().map(|it| it.value);
        self.layout.write(out, |column, out| {
            if let Some((_, value)) = instead.filter(|(it, _)| *it == column) {
                return out.extend_from_slice(value);
            }
            let maker = &self.makers.all[column];
            if self.makers.nulls[column] {
                match chance.below(100) {
                    it if it < NULL => return out.extend_from_slice(b"null"),
                    it if it < NULL + ABSENT => return,
                    _ => {}
                }
            }
            let of_key = mixed(self.seed).wrapping_add(mixed(scene.key)).wrapping_add(column as u64);
            let number =
                if key == Some(column) { scene.key } else { maker.draw(scene.index, of_key, chance) };
            maker.write(number, scene, &self.cast, chance, out);
        });
    }

    fn malformed(&mut self, scene: &Scene, chance: &mut Chance, out: &mut Vec<u8>) {
        let start = out.len();
        let flaw = self.faults.next(&self.stream.columns, chance);
        self.record(scene, chance, flaw.instead.as_ref(), out);
        flaw.spoil(start, chance, out);
    }
}

fn one_place(stream: &Stream, (left, right): (usize, usize)) -> Refusal {
    let name = |it: usize| &stream.columns[it].name.value;
    Refusal::File(format!("columns `{}` and `{}` are in one place of the record", name(left), name(right)))
}
