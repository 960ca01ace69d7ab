//! A hot branch: what it makes of a row of its input.

use super::closing::Made;
use super::feed;
use super::window::Windowed;
use super::{Origin, See};
use crate::model::{BranchId, Hot, Input, Model, StreamId};
use pipec_runtime::context::Context;
use pipec_runtime::expr::eval::eval;
use pipec_runtime::expr::{Expr, logic};
use pipec_runtime::fault::Reason;
use pipec_runtime::row::Row;
use pipec_runtime::window::Windows;
use std::borrow::Cow;

/// A hot branch of a stream.
pub struct Step {
    /// The branch.
    pub id: BranchId,
    /// Its name.
    pub name: String,
    /// The step that it reads; none where it reads the stream.
    pub reads: Option<usize>,
    /// Whether another step reads it.
    pub is_read: bool,
    /// The columns of its rows.
    pub names: Vec<String>,
    /// The streams that it writes.
    pub streams: Vec<StreamId>,
    /// Whether an expression of its asks for the id of what it makes of a record.
    asks_id: bool,
    filter: Option<Expr>,
    kind: Kind,
}

/// What it does with the rows that pass its filter.
enum Kind {
    /// It makes a row of each.
    Plain { adds: Vec<Expr>, outputs: Vec<usize> },
    /// It takes them together.
    Windowed(Box<Windowed>),
}

impl Step {
    /// A branch of a stream that feeds these.
    pub fn new(model: &Model, id: BranchId, ids: &[BranchId]) -> Step {
        let branch = model.branch(id);
        let hot = branch.as_hot().expect("a stream feeds its hot branches");
        let reads = branch.from.as_ref().and_then(|it| match it.value {
            Input::Stream(_) => None,
            Input::Branch(it) => ids.iter().position(|id| *id == it),
        });
        Step {
            id,
            name: branch.name.value.clone(),
            reads,
            is_read: model.readers(Input::Branch(id)).next().is_some(),
            names: hot.outputs.iter().map(|it| it.column.name.value.clone()).collect(),
            streams: feed::streams(branch),
            asks_id: hot.over_records().any(Expr::asks_id),
            filter: hot.filter.as_ref().map(|it| it.expr.clone()),
            kind: kind(hot),
        }
    }

    /// What its expressions see beside a row that was made of this.
    pub fn context<'c>(&self, pipeline: &str, origin: Origin<'_>, context: &'c Context) -> Cow<'c, Context> {
        match self.asks_id {
            true => Cow::Owned(context.of_record(origin.id(pipeline, &self.name))),
            false => Cow::Borrowed(context),
        }
    }

    /// Takes a row of its input, and gives its own row where that is made of this one alone.
    pub fn take<'a>(
        &mut self,
        input: &Row<'a>,
        time: i64,
        watermark: Option<i64>,
        context: &Context,
    ) -> Result<Option<Row<'a>>, Reason> {
        if let Some(filter) = &self.filter
            && !logic::holds(eval(filter, input, context)?.boolean())
        {
            return Ok(None);
        }
        match &mut self.kind {
            Kind::Plain { adds, outputs } => plain(input, adds, outputs, context).map(Some),
            Kind::Windowed(windowed) => windowed.enter(input, time, watermark, context).map(|()| None),
        }
    }

    /// Whether this watermark closes windows of its.
    pub fn closes_at(&self, watermark: i64) -> bool {
        self.windowed().is_some_and(|it| it.closes_at(watermark))
    }

    /// How many windows this watermark closes, and their rows by end, start and key.
    pub fn close(
        &mut self,
        watermark: i64,
        at: usize,
        context: &Context,
        see: &mut impl See,
    ) -> (usize, Vec<Made>) {
        match &mut self.kind {
            Kind::Plain { .. } => (0, Vec::new()),
            Kind::Windowed(windowed) => windowed
                .close(watermark, at, context, |row, output| see.closes(self.id, row, output, context)),
        }
    }

    /// The bounds and key of a row that this step's windows began, as JSON.
    pub fn bounds(&self, made: &Made) -> String {
        self.windowed().map(|it| it.bounds(made)).unwrap_or_default()
    }

    /// Its open windows.
    pub fn windows(&self) -> Option<&Windows> {
        self.windowed().map(|it| &it.windows)
    }

    /// Goes on with these windows.
    pub fn restore(&mut self, windows: Windows) {
        match &mut self.kind {
            Kind::Plain { .. } => {}
            Kind::Windowed(windowed) => windowed.windows = windows,
        }
    }

    fn windowed(&self) -> Option<&Windowed> {
        match &self.kind {
            Kind::Plain { .. } => None,
            Kind::Windowed(windowed) => Some(windowed),
        }
    }
}

fn kind(hot: &Hot) -> Kind {
    match &hot.window {
        Some(window) => Kind::Windowed(Box::new(Windowed::new(hot, window))),
        None => Kind::Plain {
            adds: hot.adds.iter().map(|it| it.expression.expr.clone()).collect(),
            outputs: hot.outputs.iter().map(|it| it.from).collect(),
        },
    }
}

fn plain<'a>(
    input: &Row<'a>,
    adds: &[Expr],
    outputs: &[usize],
    context: &Context,
) -> Result<Row<'a>, Reason> {
    let mut row = input.clone();
    for add in adds {
        let value = eval(add, &row, context)?;
        row.push(value);
    }
    Ok(Row::new(outputs.iter().map(|it| row.get(*it).clone()).collect()))
}
