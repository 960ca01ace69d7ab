//! What a user asks for, and whether a stream can give it.

use super::Refusal;
use super::arrival::Tempo;
use crate::diagnostic::nearest;
use crate::model::{Model, Stream, StreamId, Target};
use pipec_runtime::timestamp::Timestamp;

/// What records a user asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The stream, where a pipeline has several.
    pub stream: Option<String>,
    /// How many records; without end where it is none.
    pub count: Option<u64>,
    /// What all chance comes from.
    pub seed: u64,
    /// When the first record happens.
    pub start: Timestamp,
    /// Records in a second of event time.
    pub rate: f64,
    /// How many different values the partition key takes.
    pub keys: Option<u64>,
    /// The share of records that come after later ones, and in time.
    pub out_of_order: f64,
    /// The share of records that come when their windows are closed.
    pub late: f64,
    /// The share of records that cannot be read.
    pub malformed: f64,
    /// `NAME=FORM` for columns.
    pub columns: Vec<String>,
}

/// Without a request of their own, records begin when the year does.
const START: Timestamp = Timestamp(1_767_225_600_000);

impl Default for Request {
    fn default() -> Request {
        Request {
            stream: None,
            count: Some(1_000),
            seed: 0,
            start: START,
            rate: 1.0,
            keys: None,
            out_of_order: 0.0,
            late: 0.0,
            malformed: 0.0,
            columns: Vec::new(),
        }
    }
}

impl Request {
    /// The stream that is meant: the one that is named, or the only one that branches do not write.
    pub fn stream(&self, model: &Model) -> Result<StreamId, Refusal> {
        let ids = || (0..model.streams.len()).map(StreamId);
        let name = |id: StreamId| model.stream(id).name.value.as_str();
        let open: Vec<StreamId> = ids().filter(|it| writer(model, *it).is_none()).collect();
        let list =
            |join: &str| open.iter().map(|it| format!("`{}`", name(*it))).collect::<Vec<_>>().join(join);
        if let Some(asked) = &self.stream {
            let Some(id) = ids().find(|it| name(*it) == asked) else {
                let near = nearest(asked, open.iter().map(|it| name(*it)));
                let help =
                    near.map_or_else(|| format!("there is {}", list(", ")), |it| format!("`{it}` is close"));
                return Err(Refusal::Usage(format!("no stream is called `{asked}`; {help}")));
            };
            return match writer(model, id) {
                None => Ok(id),
                Some(branch) => Err(Refusal::Usage(format!(
                    "stream `{asked}` has its records from branch `{branch}`; produce those of {}",
                    list(" or ")
                ))),
            };
        }
        match open.as_slice() {
            [only] => Ok(*only),
            [] => Err(Refusal::Usage(format!(
                "every stream of `{}` has its records from branches",
                model.name.value
            ))),
            _ => Err(Refusal::Usage(format!(
                "`{}` has several streams; say which with `--stream`: {}",
                model.name.value,
                list(", ")
            ))),
        }
    }

    /// Whether a stream can give what is asked of its times.
    pub fn check(&self, stream: &Stream, tempo: Tempo) -> Result<(), Refusal> {
        let name = &stream.name.value;
        let displaced = self.out_of_order > 0.0 || self.late > 0.0;
        let refuse = |text: String| Err(Refusal::Usage(text));
        if displaced && stream.event_time.is_none() {
            return refuse(format!(
                "stream `{name}` names no `event_time`, so no record can be late or out of order"
            ));
        }
        if self.out_of_order > 0.0 && tempo.room() == 0 {
            return refuse(format!(
                "the watermark of stream `{name}` waits {} ms, so a record that is out of order would be late",
                tempo.delay
            ));
        }
        let shares = [self.out_of_order, self.late, self.malformed];
        if !shares.iter().all(|it| (0.0..=1.0).contains(it)) || shares.iter().sum::<f64>() > 1.0 {
            return refuse(
                "`--out-of-order`, `--late` and `--malformed` are parts of 1, and 1 together at most"
                    .to_owned(),
            );
        }
        if !(1e-6..=1e9).contains(&self.rate) {
            return refuse(format!(
                "a rate of {} records a second is not between 0.000001 and 1000000000",
                self.rate
            ));
        }
        let first = self.start.0.saturating_sub(tempo.farthest());
        let last = self.start.0 as f64 + self.count.unwrap_or(1) as f64 * 1_000.0 / self.rate;
        if first < Timestamp::FIRST.0 || last > Timestamp::LAST.0 as f64 {
            return refuse("records would happen outside of the years 0000 to 9999".to_owned());
        }
        Ok(())
    }
}

/// A branch that writes a stream.
fn writer(model: &Model, stream: StreamId) -> Option<&str> {
    model.writers(Target::Stream(stream)).next().map(|it| it.name.value.as_str())
}
