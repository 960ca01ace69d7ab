//! `dialect-cannot`: what the SQL of Kinesis Analytics cannot say exactly, where that engine runs the branch.

use crate::diagnostic::{Code, Diagnostics};
use crate::engines::Name;
use crate::engines::kinesis_analytics_sql::{statements, windows};
use crate::model::{Added, Branch, BranchId, Column, Expression, Hot, Input, Model, StreamId};
use crate::source::Span;
use crate::sql::{Cannot, KINESIS_ANALYTICS as DIALECT, Printer};
use pipec_runtime::types::Type;
use pipec_runtime::window::Window;
use std::collections::BTreeMap;

/// The finding's page.
pub const CODE: Code = Code {
    name: "dialect-cannot",
    what: "The SQL of Kinesis Analytics cannot say a part of a branch that it is to run.",
    why: "A branch means the same on every engine. What this engine's reference does not have, or leaves open, such as the \
          order of texts or what a whole number beyond 64 bits becomes, its SQL could only guess.",
    example: "hot:\n  alarm: { engine: kinesis_analytics_sql, where: upper(note) = 'HOT' }\n",
    instead: "hot:\n  alarm: { engine: lambda, where: upper(note) = 'HOT' }\n",
};

/// Tells of each such part.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for id in (0..model.streams.len()).map(StreamId) {
        let runs = |it: &BranchId| {
            let branch = model.branch(*it);
            branch.intact && branch.as_hot().is_some_and(|it| it.engine == Name::KinesisAnalyticsSql)
        };
        let branches: Vec<BranchId> = model.fed(id).into_iter().filter(runs).collect();
        if branches.is_empty() || !model.stream(id).intact {
            continue;
        }
        let mut teller = Teller { model, findings, rows: BTreeMap::new() };
        teller.source(id);
        branches.into_iter().for_each(|it| teller.branch(it));
    }
}

struct Teller<'t> {
    model: &'t Model,
    findings: &'t mut Diagnostics,
    /// The types of the rows of branches, and whether a window has made them.
    rows: BTreeMap<usize, (Vec<Type>, bool)>,
}

impl Teller<'_> {
    fn tell(&mut self, span: Span, why: &str) {
        let engine = Name::KinesisAnalyticsSql.word();
        self.findings.error(&CODE, span, format!("`{engine}` cannot say this: {why}"));
    }

    fn part(&mut self, whole: &Expression, cannot: &Cannot) {
        self.tell(whole.place(&cannot.at), cannot.why);
    }

    fn source(&mut self, id: StreamId) {
        let model = self.model;
        let columns = &model.stream(id).columns;
        self.names(columns.iter());
        let types: Vec<Type> = columns.iter().map(|it| it.ty).collect();
        for (_, check) in model.checks(id) {
            self.value(check, &types);
        }
    }

    fn names<'c>(&mut self, columns: impl Iterator<Item = &'c Column>) {
        for column in columns {
            if let Some(why) = statements::misnamed(&column.name.value) {
                self.tell(column.name.span, why);
            }
        }
    }

    /// The type that a value has there; that of the model where it cannot be said.
    fn value(&mut self, it: &Expression, types: &[Type]) -> Type {
        match DIALECT.cannot(&it.expr, types) {
            Ok(ty) => ty,
            Err(cannot) => {
                self.part(it, &cannot);
                told(it.expr.ty)
            }
        }
    }

    fn branch(&mut self, id: BranchId) {
        let model = self.model;
        let branch = model.branch(id);
        let Some(hot) = branch.as_hot() else { return };
        // A branch before it that another engine is to run has no rows here.
        let before = match branch.from.as_ref().map(|it| it.value) {
            Some(Input::Branch(before)) => self.rows.get(&before.0).cloned(),
            Some(Input::Stream(_)) | None => None,
        };
        let as_meant = || (hot.input.iter().map(|it| it.ty).collect(), false);
        let (input, windowed) = before.unwrap_or_else(as_meant);
        if let Some(why) = statements::taken(&branch.name.value) {
            self.tell(branch.name.span, why);
        }
        hot.filter.iter().for_each(|it| {
            self.value(it, &input);
        });
        self.window(hot, windowed);
        let mut row = before_adds(hot, &input);
        for add in &hot.adds {
            self.aggregates(add, &input, &mut row);
            row.push(self.value(&add.expression, &row));
        }
        let types = self.outputs(branch, hot, &row);
        hot.having.iter().for_each(|it| {
            self.value(it, &types);
        });
        self.rows.insert(id.0, (types, windowed || hot.window.is_some()));
    }

    /// Tells of a window that cannot be said; of a kind that the engine has not, another rule tells.
    fn window(&mut self, hot: &Hot, windowed: bool) {
        let Some(window) = &hot.window else { return };
        if windowed {
            self.tell(window.span, statements::AFTER_A_WINDOW);
        }
        if let (Window::Tumbling { .. }, Err(why)) = (window.kind, windows::interval(window.kind)) {
            self.tell(window.span, why);
        }
        for (at, key) in hot.group_by.iter().enumerate() {
            if !hot.outputs.iter().any(|it| it.from == at) {
                self.tell(key.span, statements::KEY_LEFT_OUT);
            }
        }
    }

    fn aggregates(&mut self, add: &Added, input: &[Type], row: &mut Vec<Type>) {
        for call in &add.aggregates {
            let columns = vec![String::new(); input.len()];
            let threshold = |_: usize| String::new();
            let printer = Printer { dialect: &DIALECT, row: &columns, types: input, threshold: &threshold };
            match windows::aggregate(call, &printer) {
                Ok((_, ty)) => row.push(ty),
                Err(cannot) => {
                    self.part(&add.expression, &cannot);
                    row.push(told(add.expression.expr.ty));
                }
            }
        }
    }

    /// The types of a branch's rows.
    fn outputs(&mut self, branch: &Branch, hot: &Hot, row: &[Type]) -> Vec<Type> {
        self.names(hot.adds.iter().filter_map(|add| {
            hot.outputs.iter().map(|it| &it.column).find(|it| it.name.value == add.name.value)
        }));
        let types: Vec<Type> = hot.outputs.iter().map(|it| row[it.from]).collect();
        for (output, ty) in hot.outputs.iter().zip(&types) {
            if let Err(why) = (DIALECT.ty)(*ty) {
                let own = hot.adds.iter().find(|it| it.name.value == output.column.name.value);
                let span = own.map_or(branch.name.span, |it| it.name.span);
                let name = &output.column.name.value;
                self.tell(span, &format!("{why}, and `{name}` is {ty}"));
            }
        }
        types
    }
}

/// The type of what has been told already, so that nothing more is told of it.
fn told(ty: Type) -> Type {
    if (DIALECT.ty)(ty).is_ok() { ty } else { Type::Boolean }
}

/// The types of a row before `add`.
fn before_adds(hot: &Hot, input: &[Type]) -> Vec<Type> {
    match &hot.window {
        None => input.to_vec(),
        Some(_) => {
            let keys = hot.group_by.iter().map(|it| input[it.value]);
            keys.chain([Type::Timestamp, Type::Timestamp]).collect()
        }
    }
}
