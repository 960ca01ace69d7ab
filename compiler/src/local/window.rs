//! A branch with a window: what its records leave in the windows, and the rows that these become.

use super::closing::Made;
use crate::model::{Hot, Window};
use pipec_runtime::aggregate::Call;
use pipec_runtime::context::Context;
use pipec_runtime::encode;
use pipec_runtime::expr::eval::eval;
use pipec_runtime::expr::{Expr, logic};
use pipec_runtime::fault::Reason;
use pipec_runtime::key;
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::types::Type;
use pipec_runtime::value::{Value, recycled};
use pipec_runtime::window::{Closed, Windows};

/// The windows of a branch.
pub struct Windowed {
    /// Those that are open.
    pub windows: Windows,
    keys: Vec<Key>,
    calls: Vec<Call>,
    adds: Vec<Add>,
    outputs: Vec<usize>,
    having: Option<Expr>,
    /// The key of the record at hand, kept for its memory.
    key: Vec<u8>,
    /// The memory of what it was to the aggregates.
    values: Vec<Value<'static>>,
}

/// A column that splits windows.
struct Key {
    name: String,
    ty: Type,
    /// Where it is in the input.
    from: usize,
}

/// An added column.
struct Add {
    /// How many aggregates its value is made of.
    calls: usize,
    value: Expr,
}

impl Windowed {
    /// The windows of a branch, before its first record.
    pub fn new(hot: &Hot, window: &Window) -> Windowed {
        let key = |at: usize| Key { name: hot.input[at].name.value.clone(), ty: hot.input[at].ty, from: at };
        let add =
            |it: &crate::model::Added| Add { calls: it.aggregates.len(), value: it.expression.expr.clone() };
        Windowed {
            windows: Windows::new(window.kind),
            keys: hot.group_by.iter().map(|it| key(it.value)).collect(),
            calls: hot.adds.iter().flat_map(|it| it.aggregates.clone()).collect(),
            adds: hot.adds.iter().map(add).collect(),
            outputs: hot.outputs.iter().map(|it| it.from).collect(),
            having: hot.having.as_ref().map(|it| it.expr.clone()),
            key: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Takes a row of the input into its windows.
    pub fn enter(
        &mut self,
        input: &Row<'_>,
        time: i64,
        watermark: Option<i64>,
        context: &Context,
    ) -> Result<(), Reason> {
        self.key.clear();
        for key in &self.keys {
            key::push(input.get(key.from), &mut self.key);
        }
        if self.windows.is_late(time, &self.key, watermark) {
            return Err(Reason::Late);
        }
        // All values before the first is counted: a record whose argument fails has entered no window.
        let mut values = std::mem::take(&mut self.values);
        for call in &self.calls {
            values.push(value(call, input, context)?);
        }
        let start = || self.calls.iter().map(Call::start).collect();
        let states = self.windows.enter(time, &self.key, watermark, start);
        states.iter_mut().zip(&values).for_each(|(state, value)| state.add(value));
        self.values = recycled(values);
        Ok(())
    }

    /// Whether this watermark closes a window.
    pub fn closes_at(&self, watermark: i64) -> bool {
        self.windows.next_close().is_some_and(|it| watermark >= it)
    }

    /// How many windows this watermark closes, and their rows; a row that `having` does not let through is not there.
    pub fn close(
        &mut self,
        watermark: i64,
        at: usize,
        context: &Context,
        mut see: impl FnMut(&Row<'_>, &Row<'_>),
    ) -> (usize, Vec<Made>) {
        let closed = self.windows.close(watermark);
        let count = closed.len();
        let made = closed.into_iter().filter_map(|it| {
            let row = self.row(&it, context, &mut see).transpose()?;
            Some(Made { end: it.end, start: it.start, key: it.key, step: at, window: at, row })
        });
        (count, made.collect())
    }

    fn row(
        &self,
        closed: &Closed,
        context: &Context,
        see: &mut impl FnMut(&Row<'_>, &Row<'_>),
    ) -> Result<Option<Row<'static>>, Reason> {
        let bound = |millis| Timestamp::from_millis(millis).ok_or(Reason::Overflow);
        let mut row = Row::new(self.key_of(&closed.key));
        row.push(bound(closed.start)?);
        row.push(bound(closed.end)?);
        let mut results = self.calls.iter().zip(&closed.states);
        for add in &self.adds {
            for (call, state) in results.by_ref().take(add.calls) {
                row.push(call.result(state)?);
            }
            let value = eval(&add.value, &row, context)?;
            row.push(value);
        }
        let output = Row::new(self.outputs.iter().map(|it| row.get(*it).clone()).collect());
        see(&row, &output);
        match &self.having {
            Some(having) if !logic::holds(eval(having, &output, context)?.boolean()) => Ok(None),
            Some(_) | None => Ok(Some(output)),
        }
    }

    fn key_of(&self, key: &[u8]) -> Vec<Value<'static>> {
        let types: Vec<Type> = self.keys.iter().map(|it| it.ty).collect();
        key::values(key, &types)
    }

    /// The bounds and key of a row, as JSON.
    pub fn bounds(&self, made: &Made) -> String {
        let bounds = [made.start, made.end].map(|it| Value::Timestamp(Timestamp(it)));
        let names =
            ["window_start", "window_end"].into_iter().chain(self.keys.iter().map(|it| it.name.as_str()));
        encode::row(names, &Row::new(bounds.into_iter().chain(self.key_of(&made.key)).collect()))
    }
}

/// What a record is to an aggregate: null where its filter does not hold, and the truth where it counts records.
fn value<'a>(call: &Call, input: &Row<'a>, context: &Context) -> Result<Value<'a>, Reason> {
    if let Some(filter) = &call.filter
        && !logic::holds(eval(filter, input, context)?.boolean())
    {
        return Ok(Value::Null);
    }
    call.argument.as_ref().map_or(Ok(Value::Boolean(true)), |it| eval(it, input, context))
}
