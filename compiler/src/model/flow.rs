//! What reaches the columns of branches: a property that an expression has, and all that is made of its value.

use super::{Branch, Hot, Input, Model, Target};
use pipec_runtime::aggregate::Call;
use pipec_runtime::expr::{Expr, Node};

/// What a value is made by.
#[derive(Debug, Clone, Copy)]
pub enum Maker<'m> {
    /// An expression, over what stands before it in the row.
    Expression(&'m Expr),
    /// An aggregate, over records.
    Aggregate(&'m Call),
}

impl<'m> Maker<'m> {
    /// The expressions in it.
    fn expressions(self) -> Vec<&'m Expr> {
        match self {
            Maker::Expression(it) => vec![it],
            Maker::Aggregate(it) => it.argument.iter().chain(&it.filter).collect(),
        }
    }

    /// Whether it calls this function.
    pub fn calls(self, name: &str) -> bool {
        self.any(&|node| matches!(node, Node::Call(function, _) if function.name == name))
    }

    fn reads(self, row: &[bool]) -> bool {
        self.any(&|node| matches!(node, Node::Column(at) if row.get(*at) == Some(&true)))
    }

    fn any(self, is: &dyn Fn(&Node) -> bool) -> bool {
        let mut found = false;
        for expression in self.expressions() {
            expression.visit(&mut |it| found |= is(&it.node));
        }
        found
    }
}

/// By branch, for each column of its rows, whether the property is in it.
pub fn reached(model: &Model, brings: &dyn Fn(Maker<'_>) -> bool) -> Vec<Vec<bool>> {
    let none = |it: &Branch| vec![false; it.as_hot().map_or(0, |it| it.outputs.len())];
    let mut all: Vec<Vec<bool>> = model.branches.iter().map(none).collect();
    // A step adds and never takes away, so it ends, cycles or not.
    loop {
        let next: Vec<Vec<bool>> =
            model.branches.iter().map(|it| of_branch(model, it, &all, brings)).collect();
        if next == all {
            return all;
        }
        all = next;
    }
}

fn of_branch(
    model: &Model,
    branch: &Branch,
    all: &[Vec<bool>],
    brings: &dyn Fn(Maker<'_>) -> bool,
) -> Vec<bool> {
    let Some(hot) = branch.as_hot() else { return Vec::new() };
    let input: Vec<bool> = match branch.from.as_ref().map(|it| it.value) {
        Some(Input::Branch(it)) => all[it.0].clone(),
        Some(Input::Stream(it)) => {
            let writers = writers(model, Target::Stream(it));
            hot.input.iter().map(|it| writers.iter().any(|at| has(model, *at, &it.name.value, all))).collect()
        }
        None => Vec::new(),
    };
    let row = row(hot, &input, brings);
    hot.outputs.iter().map(|it| row.get(it.from) == Some(&true)).collect()
}

fn row(hot: &Hot, input: &[bool], brings: &dyn Fn(Maker<'_>) -> bool) -> Vec<bool> {
    let mut row: Vec<bool> = match hot.window {
        None => input.to_vec(),
        Some(_) => {
            let keys = hot.group_by.iter().map(|it| input.get(it.value) == Some(&true));
            keys.chain([false, false]).collect()
        }
    };
    for add in &hot.adds {
        for call in &add.aggregates {
            let call = Maker::Aggregate(call);
            row.push(brings(call) || call.reads(input));
        }
        let value = Maker::Expression(&add.expression.expr);
        row.push(brings(value) || value.reads(&row));
    }
    row
}

fn writers(model: &Model, target: Target) -> Vec<usize> {
    let writes = |it: &Branch| it.to.iter().any(|it| it.value == target);
    (0..model.branches.len()).filter(|it| writes(&model.branches[*it])).collect()
}

fn has(model: &Model, branch: usize, column: &str, all: &[Vec<bool>]) -> bool {
    let Some(hot) = model.branches[branch].as_hot() else { return false };
    hot.outputs.iter().zip(&all[branch]).any(|(it, has)| *has && it.column.name.value == column)
}
