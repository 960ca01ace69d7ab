//! What branches compare a stream's columns with, so that records are on both sides of it.

use crate::model::{Added, BOUNDS, BranchId, Hot, Input, Model, StreamId};
use pipec_runtime::aggregate::Call;
use pipec_runtime::context::Context;
use pipec_runtime::expr::eval::eval;
use pipec_runtime::expr::{Comparison, Expr, Node};
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use pipec_runtime::window::Window;

/// What branches ask of a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Limits {
    /// Of its numbers.
    pub numbers: Vec<Limit>,
    /// Texts that it is asked to be.
    pub wanted: Vec<String>,
    /// Texts that it is asked not to be.
    pub unwanted: Vec<String>,
    /// What its texts are asked to begin with.
    pub start: Option<String>,
    /// What it mostly is, where a branch looks for the other.
    pub usually: Option<bool>,
}

/// The side of a number that a branch looks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Limit {
    /// What is more.
    Above(Value<'static>),
    /// What is less.
    Below(Value<'static>),
    /// What is between them.
    Inside(Value<'static>, Value<'static>),
    /// The number itself.
    At(Value<'static>),
}

/// The limits of each column of a stream.
pub fn of(model: &Model, stream: StreamId) -> Vec<Limits> {
    let thresholds = model.thresholds.iter().map(|it| it.value.value.clone()).collect();
    let context = Context::new(Timestamp(0), thresholds);
    let mut found = Search { context, limits: vec![Limits::default(); model.stream(stream).columns.len()] };
    for (id, _, hot) in model.hot() {
        let Some(rows) = Rows::of(model, stream, id) else { continue };
        hot.filter.iter().for_each(|it| found.look(&it.expr, &rows.input));
        hot.adds.iter().for_each(|it| found.look(&it.expression.expr, &rows.row));
        hot.having.iter().for_each(|it| found.look(&it.expr, &rows.output));
        hot.adds.iter().flat_map(Added::over_records).for_each(|it| found.look(it, &rows.input));
    }
    found.limits
}

/// The windows of branches that read a stream, whether themselves or through others.
pub fn windows(model: &Model, stream: StreamId) -> Vec<Window> {
    let reads = |id: BranchId| {
        let from = model.head(id).and_then(|it| model.branch(it).from.as_ref());
        from.is_some_and(|it| it.value == Input::Stream(stream))
    };
    model
        .hot()
        .filter(|(id, ..)| reads(*id))
        .filter_map(|(_, _, hot)| Some(hot.window.as_ref()?.kind))
        .collect()
}

/// For each value of a row, the stream's column that it is, if it is one.
type Origins = Vec<Option<usize>>;

/// The rows that a branch's expressions see.
struct Rows {
    input: Origins,
    row: Origins,
    output: Origins,
}

impl Rows {
    /// Those of a branch; none where its records are not the stream's. The gate refuses cycles.
    fn of(model: &Model, stream: StreamId, id: BranchId) -> Option<Rows> {
        let branch = model.branch(id);
        let hot = branch.as_hot()?;
        let input = match branch.from.as_ref()?.value {
            Input::Stream(id) if id == stream => (0..hot.input.len()).map(Some).collect(),
            Input::Stream(_) => return None,
            Input::Branch(id) => Rows::of(model, stream, id)?.output,
        };
        let row = row(hot, &input);
        let output = hot.outputs.iter().map(|it| at(&row, it.from)).collect();
        Some(Rows { input, row, output })
    }
}

/// The row that `add` makes: as the model has it.
fn row(hot: &Hot, input: &Origins) -> Origins {
    let mut row = match hot.window {
        None => input.clone(),
        Some(_) => hot.group_by.iter().map(|it| at(input, it.value)).chain(BOUNDS.map(|_| None)).collect(),
    };
    for add in &hot.adds {
        row.extend(add.aggregates.iter().map(|it| extreme(it, input)));
        row.push(origin(&add.expression.expr, &row));
    }
    row
}

/// The column whose highest or lowest value an aggregate gives.
fn extreme(call: &Call, input: &Origins) -> Option<usize> {
    let argument = call.argument.as_ref().filter(|_| ["max", "min"].contains(&call.aggregate.name))?;
    origin(argument, input)
}

/// The column that an expression is, whatever its type has become.
fn origin(expr: &Expr, row: &Origins) -> Option<usize> {
    if let Node::Column(index) = &expr.node {
        at(row, *index)
    } else if let Node::Widen(operand) | Node::Cast { operand, .. } = &expr.node {
        origin(operand, row)
    } else if let Node::Coalesce(parts) = &expr.node {
        origin(parts.first()?, row)
    } else {
        None
    }
}

fn at(row: &Origins, index: usize) -> Option<usize> {
    row.get(index).copied().flatten()
}

struct Search {
    context: Context,
    limits: Vec<Limits>,
}

impl Search {
    fn look(&mut self, expr: &Expr, row: &Origins) {
        expr.visit(&mut |part| {
            self.note(part, row);
        });
    }

    /// Notes what one comparison asks of a column.
    fn note(&mut self, expr: &Expr, row: &Origins) -> Option<()> {
        if let Node::Compare(comparison, left, right) = &expr.node {
            match origin(left, row) {
                Some(column) => self.compared(column, *comparison, self.constant(right)?),
                None => self.compared(origin(right, row)?, turned(*comparison), self.constant(left)?),
            }
        } else if let Node::Between { operand, low, high, negated } = &expr.node {
            let (column, low, high) = (origin(operand, row)?, self.constant(low)?, self.constant(high)?);
            let numbers = &mut self.limits[column].numbers;
            match negated {
                true => numbers.extend([Limit::Below(low), Limit::Above(high)]),
                false => numbers.push(Limit::Inside(low, high)),
            }
        } else if let Node::In { operand, list, negated } = &expr.node {
            let column = origin(operand, row)?;
            let comparison = if *negated { Comparison::NotEqual } else { Comparison::Equal };
            for member in list {
                self.compared(column, comparison, self.constant(member)?);
            }
        } else if let Node::Like { operand, pattern, negated: false, .. } = &expr.node {
            let (column, pattern) = (origin(operand, row)?, self.constant(pattern)?.text()?.into_owned());
            let start = pattern.split(['%', '_']).next().filter(|it| !it.is_empty());
            self.limits[column].start = start.map(str::to_owned);
        } else if let Node::Not(operand) = &expr.node {
            let column = origin(operand, row).filter(|_| operand.ty == Type::Boolean)?;
            self.limits[column].usually = Some(true);
        }
        Some(())
    }

    fn compared(&mut self, column: usize, comparison: Comparison, constant: Value<'static>) {
        let limits = &mut self.limits[column];
        match (constant, comparison) {
            (Value::Text(text), Comparison::Equal) => add(&mut limits.wanted, text.into_owned()),
            (Value::Text(text), Comparison::NotEqual) => add(&mut limits.unwanted, text.into_owned()),
            (Value::Boolean(truth), Comparison::Equal) => limits.usually = Some(!truth),
            (Value::Boolean(truth), Comparison::NotEqual) => limits.usually = Some(truth),
            (constant, Comparison::Equal | Comparison::NotEqual) => limits.numbers.push(Limit::At(constant)),
            (constant, Comparison::Less | Comparison::LessOrEqual) => {
                limits.numbers.push(Limit::Below(constant));
            }
            (constant, Comparison::More | Comparison::MoreOrEqual) => {
                limits.numbers.push(Limit::Above(constant));
            }
        }
    }

    /// The value of an expression that no record changes.
    fn constant(&self, expr: &Expr) -> Option<Value<'static>> {
        let mut is_fixed = true;
        expr.visit(&mut |part| is_fixed &= !matches!(part.node, Node::Column(_) | Node::Call(..)));
        let value = if is_fixed { eval(expr, &Row::default(), &self.context).ok()? } else { return None };
        (!value.is_null()).then(|| value.into_owned())
    }
}

fn add(texts: &mut Vec<String>, text: String) {
    if !texts.contains(&text) {
        texts.push(text);
    }
}

/// The comparison with its sides swapped.
fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::Equal,
        Comparison::NotEqual => Comparison::NotEqual,
        Comparison::Less => Comparison::More,
        Comparison::LessOrEqual => Comparison::MoreOrEqual,
        Comparison::More => Comparison::Less,
        Comparison::MoreOrEqual => Comparison::LessOrEqual,
    }
}
