//! Believable records of a stream, from its schema and a seed alone.
//!
//! The bytes are a function of the pipeline and the request: no clock, no place. A record's values depend on nothing but
//! the seed and its number, so that asking for more records, or for late ones, leaves the others as they are.

mod arrival;
mod chance;
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
mod names;
mod numbers;
mod places;
mod request;
mod scene;
mod spread;
mod text;
mod words;

pub use request::{Request, START};

use crate::diagnostic::nearest;
use crate::model::{Model, Stream, StreamId};
use arrival::{Arrivals, Manner, Tempo};
use chance::Chance;
use column::Around;
use faults::Faults;
use layout::Layout;
use limits::Limits;
use maker::Maker;
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
    makers: Vec<Maker>,
    /// Whether a column is sometimes null.
    nulls: Vec<bool>,
    cast: Cast,
    arrivals: Arrivals,
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
        let (makers, nulls) = makers(model, id, request, &limits, &cast)?;
        Ok(Producer {
            seed: request.seed,
            left: request.count,
            index: 0,
            layout,
            makers,
            nulls,
            cast,
            arrivals: Arrivals::new(request, tempo),
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
        let number = key.map_or(0, |it| self.makers[it].draw(self.index, &mut chance));
        let scene = self.cast.scene(self.index, time, number, &mut chance);
        match manner {
            Manner::InOrder | Manner::OutOfOrder | Manner::Late => {
                self.record(&scene, &mut chance, None, out)
            }
            Manner::Malformed => self.malformed(&scene, &mut chance, out),
        }
        self.index += 1;
        self.left = self.left.map(|it| it - 1);
        true
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
            let maker = &self.makers[column];
            if self.nulls[column] {
                match chance.below(100) {
                    it if it < NULL => return out.extend_from_slice(b"null"),
                    it if it < NULL + ABSENT => return,
                    _ => {}
                }
            }
            let number = if key == Some(column) { scene.key } else { maker.draw(scene.index, chance) };
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

/// What makes each column's values, and which of them are sometimes null.
fn makers(
    model: &Model,
    id: StreamId,
    request: &Request,
    limits: &[Limits],
    cast: &Cast,
) -> Result<(Vec<Maker>, Vec<bool>), Refusal> {
    let stream = model.stream(id);
    let (key, time) = (stream.partition_key.as_ref(), stream.event_time.as_ref());
    let schema = stream.schema.map_or(stream.name.value.as_str(), |it| &model.schemas[it.0].name.value);
    let schema = names::words(schema);
    let is_keyed = key.is_some_and(|it| has_prices(&names::words(&stream.columns[it.value].name.value)));
    let around = Around { cast, schema: &schema, is_keyed };
    let forms = forms(stream, request)?;
    let (mut makers, mut nulls) = (Vec::new(), Vec::new());
    for (index, column) in stream.columns.iter().enumerate() {
        let form = forms.iter().rev().find(|(it, _)| *it == index);
        let is_key = key.is_some_and(|it| it.value == index);
        let maker = match form {
            _ if time.is_some_and(|it| it.value == index) => Maker::EventTime(column.format),
            Some((_, form)) => form::maker(form, column)?,
            None => column::maker(column, &limits[index], &around)?,
        };
        makers.push(match request.keys.filter(|_| is_key) {
            Some(count) => {
                column::of_so_many(maker, column, count).ok_or_else(|| too_many(stream, index, count))?
            }
            None => maker,
        });
        nulls.push(column.nullable && !is_key && form.is_none());
    }
    if request.keys.is_some() && key.is_none() {
        let name = &stream.name.value;
        return Err(Refusal::Usage(format!(
            "stream `{name}` names no `partition_key` that `--keys` could count"
        )));
    }
    Ok((makers, nulls))
}

/// Whether a thing has a price.
fn has_prices(words: &[String]) -> bool {
    const THINGS: &str = "ticker symbol stock instrument isin currency pair product item article sku";
    names::find(words, &[(THINGS, ())]).is_some()
}

/// The columns that the user says something of, by index.
fn forms<'r>(stream: &Stream, request: &'r Request) -> Result<Vec<(usize, &'r str)>, Refusal> {
    let find = |text: &'r String| {
        let (name, form) = form::split(text)?;
        let names = || stream.columns.iter().map(|it| it.name.value.as_str());
        let Some(index) = names().position(|it| it == name) else {
            let near = nearest(name, names()).map(|it| format!("; `{it}` is close")).unwrap_or_default();
            let stream = &stream.name.value;
            return Err(Refusal::Usage(format!("stream `{stream}` has no column `{name}`{near}")));
        };
        if stream.event_time.as_ref().is_some_and(|it| it.value == index) {
            return Err(Refusal::Usage(format!(
                "column `{name}` is the event time, which `--start` and `--rate` decide"
            )));
        }
        Ok((index, form))
    };
    request.columns.iter().map(find).collect()
}

fn too_many(stream: &Stream, column: usize, count: u64) -> Refusal {
    let name = &stream.columns[column].name.value;
    Refusal::Usage(format!("column `{name}` does not take {count} different values"))
}

fn one_place(stream: &Stream, (left, right): (usize, usize)) -> Refusal {
    let name = |it: usize| &stream.columns[it].name.value;
    Refusal::File(format!("columns `{}` and `{}` are in one place of the record", name(left), name(right)))
}
