//! What no test has shown: conditions that never held or always did, arms of a `case` that nothing took, windows that
//! nothing was late for, sinks that no test looks at.

use crate::model::test::{Of, Test};
use crate::model::{Branch, BranchId, Expression, Hot, Model, SinkId};
use crate::source::Span;
use pipec_runtime::context::Context;
use pipec_runtime::expr::eval::{Watch, watched};
use pipec_runtime::expr::{Expr, Node, logic};
use pipec_runtime::row::Row;
use pipec_runtime::value::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What the tests of a model have shown.
pub struct Coverage<'m> {
    model: &'m Model,
    entered: BTreeSet<usize>,
    late: BTreeSet<usize>,
    looked_at: BTreeSet<usize>,
    /// What conditions were: by their place, and the truth.
    truths: BTreeSet<(usize, Option<bool>)>,
    taken: RefCell<BTreeSet<Arm>>,
}

/// Something that no test has shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// The place.
    pub span: Span,
    /// What it is.
    pub message: String,
}

/// An arm of a `case`: where the expression starts in the file, where the `case` stands in it, and the arm's number.
type Arm = (usize, usize, usize, Option<usize>);

/// Notes the arms that an expression takes.
struct Arms<'c> {
    expression: usize,
    taken: &'c RefCell<BTreeSet<Arm>>,
}

impl Watch for Arms<'_> {
    fn takes(&self, case: &Expr, arm: Option<usize>) {
        self.taken.borrow_mut().insert((self.expression, case.at.start, case.at.end, arm));
    }
}

impl<'m> Coverage<'m> {
    /// Of no test yet.
    pub fn new(model: &'m Model) -> Coverage<'m> {
        Coverage {
            model,
            entered: BTreeSet::new(),
            late: BTreeSet::new(),
            looked_at: BTreeSet::new(),
            truths: BTreeSet::new(),
            taken: RefCell::default(),
        }
    }

    /// A test begins.
    pub fn begins(&mut self, test: &Test) {
        let sinks = test.expect.iter().filter_map(|it| match it.of {
            Of::Sink(SinkId(id)) => Some(id),
            Of::Stream(_) | Of::Branch(_) | Of::DeadLetters => None,
        });
        self.looked_at.extend(sinks);
    }

    /// A record is late for the window of a branch.
    pub fn late(&mut self, branch: BranchId) {
        self.late.insert(branch.0);
    }

    /// A branch looks at a row: its condition and its columns are worked out once more, before who watches.
    pub fn entered(&mut self, branch: BranchId, row: &Row<'_>, context: &Context) {
        self.entered.insert(branch.0);
        let model = self.model;
        let Some(hot) = model.branch(branch).as_hot() else { return };
        if let Some(filter) = &hot.filter
            && !self.holds(filter, row, context)
        {
            return;
        }
        let mut row = row.clone();
        for add in &hot.adds {
            let looks = |it: &Expr, row: &Row<'_>| {
                logic::holds(self.value(&add.expression, it, row, context).and_then(|it| it.boolean()))
            };
            for call in &add.aggregates {
                if call.filter.as_ref().is_none_or(|it| looks(it, &row))
                    && let Some(argument) = &call.argument
                {
                    self.value(&add.expression, argument, &row, context);
                }
            }
            if hot.window.is_none() {
                let Some(value) = self.value(&add.expression, &add.expression.expr, &row, context) else {
                    return;
                };
                row.push(value);
            }
        }
    }

    /// A window closes.
    pub fn closes(&mut self, branch: BranchId, row: &Row<'_>, output: &Row<'_>, context: &Context) {
        let model = self.model;
        let Some(hot) = model.branch(branch).as_hot() else { return };
        for add in &hot.adds {
            self.value(&add.expression, &add.expression.expr, row, context);
        }
        if let Some(having) = &hot.having {
            self.holds(having, output, context);
        }
    }

    /// Whether a condition holds, which is noted; one that fails is nothing of the three.
    fn holds(&mut self, condition: &Expression, row: &Row<'_>, context: &Context) -> bool {
        let Some(value) = self.value(condition, &condition.expr, row, context) else { return false };
        self.truths.insert((condition.span.start, value.boolean()));
        logic::holds(value.boolean())
    }

    /// The value of a part of an expression; none where it fails.
    fn value<'a>(&self, of: &Expression, expr: &Expr, row: &Row<'a>, context: &Context) -> Option<Value<'a>> {
        watched(expr, row, context, &Arms { expression: of.span.start, taken: &self.taken }).ok()
    }

    /// All that was not shown, in the order of the file, and how much there is to be shown.
    pub fn gaps(&self) -> (Vec<Gap>, usize) {
        let mut points: Vec<(bool, Gap)> = Vec::new();
        for (id, branch, hot) in self.model.hot() {
            let name = &branch.name.value;
            let is_entered = self.entered.contains(&id.0);
            points.push((is_entered, gap(branch.name.span, format!("no record comes to `{name}`"))));
            if is_entered {
                self.of_branch(id, branch, hot, &mut points);
            }
        }
        for (id, sink) in self.model.sinks.iter().enumerate() {
            let message = format!("no test looks at `{}`", sink.name.value);
            points.push((self.looked_at.contains(&id), gap(sink.name.span, message)));
        }
        let whole = points.len();
        let mut gaps: Vec<Gap> = points.into_iter().filter(|(shown, _)| !shown).map(|(_, it)| it).collect();
        gaps.sort_by_key(|it| it.span.start);
        (gaps, whole)
    }

    fn of_branch(&self, id: BranchId, branch: &Branch, hot: &Hot, points: &mut Vec<(bool, Gap)>) {
        let name = &branch.name.value;
        for (key, condition) in [("where", &hot.filter), ("having", &hot.having)] {
            let Some(condition) = condition else { continue };
            let all = [(Some(true), "true"), (Some(false), "false"), (None, "unknown")];
            for (truth, word) in all.into_iter().filter(|(it, _)| it.is_some() || condition.expr.nullable) {
                let message = format!("`{key}` of `{name}` is never {word}");
                let is_shown = self.truths.contains(&(condition.span.start, truth));
                points.push((is_shown, gap(condition.span, message)));
            }
            self.arms(condition, &condition.expr, points);
        }
        for add in &hot.adds {
            add.over_records().for_each(|it| self.arms(&add.expression, it, points));
            self.arms(&add.expression, &add.expression.expr, points);
        }
        if let Some(window) = &hot.window {
            let message = format!("no record is late for the window of `{name}`");
            points.push((self.late.contains(&id.0), gap(window.span, message)));
        }
    }

    /// The arms of each `case` in an expression that stand in the file.
    fn arms(&self, of: &Expression, expr: &Expr, points: &mut Vec<(bool, Gap)>) {
        let taken = self.taken.borrow();
        expr.visit(&mut |it| {
            let Node::Case { arms, otherwise } = &it.node else { return };
            let is_taken = |arm| taken.contains(&(of.span.start, it.at.start, it.at.end, arm));
            for (index, (when, _)) in arms.iter().enumerate() {
                let place = of.place(&when.at);
                points.push((
                    is_taken(Some(index)),
                    gap(place, "this arm of a `case` is never taken".to_owned()),
                ));
            }
            if let Some(otherwise) = otherwise {
                let place = of.place(&otherwise.at);
                points.push((is_taken(None), gap(place, "the `else` of a `case` is never taken".to_owned())));
            }
        });
    }
}

fn gap(span: Span, message: String) -> Gap {
    Gap { span, message }
}
