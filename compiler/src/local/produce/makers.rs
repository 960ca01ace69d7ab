//! The makers of all columns of a stream.

use super::column::{self, Around};
use super::limits::Limits;
use super::maker::Maker;
use super::request::Request;
use super::scene::Cast;
use super::{Refusal, form, names};
use crate::diagnostic::nearest;
use crate::model::{Model, Stream, StreamId};

/// What makes each column's values.
#[derive(Debug, Clone)]
pub struct Makers {
    /// A maker for each column.
    pub all: Vec<Maker>,
    /// Whether a column is sometimes null.
    pub nulls: Vec<bool>,
}

impl Makers {
    /// Those that are asked for.
    pub fn of(
        model: &Model,
        id: StreamId,
        request: &Request,
        limits: &[Limits],
        cast: &Cast,
    ) -> Result<Makers, Refusal> {
        let stream = model.stream(id);
        let (key, time) = (stream.partition_key.as_ref(), stream.event_time.as_ref());
        let schema = stream.schema.map_or(stream.name.value.as_str(), |it| &model.schemas[it.0].name.value);
        let schema = names::words(schema);
        let is_keyed = key.is_some_and(|it| is_thing(&names::words(&stream.columns[it.value].name.value)));
        let own = match stream.id.as_slice() {
            [only] => Some(stream.columns[only.value].name.value.as_str()),
            _ => None,
        };
        let around = Around { cast, schema: &schema, is_keyed, own };
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
                    let is_given = form.is_some() || !column.examples.is_empty();
                    let few = if is_given {
                        column::first(&maker, count)
                    } else {
                        column::of_so_many(&maker, column, count)
                    };
                    few.ok_or_else(|| too_many(stream, index, count))?
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
        Ok(Makers { all: makers, nulls })
    }
}

/// Whether a thing stays as it is from record to record, but for what is measured on it.
fn is_thing(words: &[String]) -> bool {
    const THINGS: &str = "ticker symbol stock instrument isin currency pair product item article sku \
                          machine sensor device station vehicle robot server host meter";
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
