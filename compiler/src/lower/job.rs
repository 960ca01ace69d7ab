//! What runs together: the branches that a stream feeds, directly or through branches; and rows on their way to sinks.

use crate::engines;
use crate::model::{self, BranchId, Input, Model, StreamId, Target};
use crate::plan::{self, Job};
use pipec_runtime::column::Format;

/// What all hot branches mean, in the order of the streams that feed them.
pub fn definitions(model: &Model) -> Vec<Job> {
    let jobs = (0..model.streams.len()).map(StreamId).map(|it| job(model, it, &model.fed(it)));
    jobs.filter(|it| !it.branches.is_empty()).collect()
}

/// The branches of an engine that a stream feeds. Branches joined by name run together, so no other stands between them.
pub fn branches(model: &Model, stream: StreamId, engine: engines::Name) -> Vec<BranchId> {
    let runs_there = |id: &BranchId| model.branch(*id).as_hot().is_some_and(|it| it.engine == engine);
    model.fed(stream).into_iter().filter(runs_there).collect()
}

/// What runs of a stream: these branches of it.
pub fn job(model: &Model, id: StreamId, ids: &[BranchId]) -> Job {
    let stream = model.stream(id);
    let name_of = |at: usize| stream.columns[at].name.value.clone();
    Job {
        stream: stream.name.value.clone(),
        columns: stream.columns.iter().map(column).collect(),
        checks: model.checks(id).iter().map(|(at, it)| (name_of(*at), expression(it))).collect(),
        branches: ids.iter().map(|it| branch(model, *it, ids)).collect(),
        targets: Vec::new(),
    }
}

/// What brings the rows of a branch to its sinks, where another engine runs it: they come as JSON, a record each.
pub fn rows(model: &Model, id: BranchId) -> Job {
    let branch = branch(model, id, &[]);
    let column = |it: &plan::Output| plan::Column {
        name: it.name.clone(),
        ty: it.ty,
        nullable: it.nullable,
        path: vec![it.name.clone()],
        format: Format::Plain,
    };
    let as_it_is = |(from, it): (usize, &plan::Output)| plan::Output { from, ..it.clone() };
    let outputs = branch.outputs.iter().enumerate().map(as_it_is).collect();
    Job {
        stream: branch.name.clone(),
        columns: branch.outputs.iter().map(column).collect(),
        checks: Vec::new(),
        targets: Vec::new(),
        branches: vec![plan::Branch {
            name: branch.name,
            description: branch.description,
            outputs,
            writes: branch.writes,
            ..plan::Branch::default()
        }],
    }
}

fn column(it: &model::Column) -> plan::Column {
    plan::Column {
        name: it.name.value.clone(),
        ty: it.ty,
        nullable: it.nullable,
        path: it.path.clone(),
        format: it.format,
    }
}

fn branch(model: &Model, id: BranchId, job: &[BranchId]) -> plan::Branch {
    let branch = model.branch(id);
    let hot = branch.as_hot().expect("a job holds hot branches");
    plan::Branch {
        name: branch.name.value.clone(),
        description: branch.description.clone(),
        reads: branch.from.as_ref().and_then(|it| parent(it.value, job)),
        keep: hot.filter.as_ref().map(expression),
        window: hot.window.as_ref().map(|it| it.kind),
        group_by: hot.group_by.iter().map(|it| it.value).collect(),
        adds: hot.adds.iter().map(added).collect(),
        outputs: hot.outputs.iter().map(output).collect(),
        having: hot.having.as_ref().map(expression),
        writes: branch.to.iter().map(|it| name(model, it.value)).collect(),
    }
}

fn added(it: &model::Added) -> plan::Added {
    plan::Added {
        name: it.name.value.clone(),
        aggregates: it.aggregates.clone(),
        value: expression(&it.expression),
    }
}

fn expression(it: &model::Expression) -> plan::Expression {
    plan::Expression { expr: it.expr.clone(), text: it.text.clone() }
}

fn parent(input: Input, job: &[BranchId]) -> Option<usize> {
    match input {
        Input::Stream(_) => None,
        Input::Branch(id) => job.iter().position(|it| *it == id),
    }
}

fn output(it: &model::Output) -> plan::Output {
    plan::Output {
        name: it.column.name.value.clone(),
        ty: it.column.ty,
        nullable: it.column.nullable,
        from: it.from,
    }
}

/// What a target is called in the file.
pub fn name(model: &Model, target: Target) -> String {
    match target {
        Target::Sink(id) => model.sink(id).name.value.clone(),
        Target::Stream(id) => model.stream(id).name.value.clone(),
    }
}
