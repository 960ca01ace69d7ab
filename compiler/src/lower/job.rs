//! What runs together: the branches that a stream feeds, directly or through branches; and rows on their way to sinks.

use crate::engines;
use crate::model::{self, BOUNDS, BranchId, Input, Model, StreamId, Target};
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
        id: stream.id.iter().map(|it| it.value).collect(),
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
    let id_columns = identity(model, id);
    let as_it_is = |(from, it): (usize, &plan::Output)| plan::Output { from, ..it.clone() };
    let outputs = branch.outputs.iter().enumerate().map(as_it_is).collect();
    Job {
        stream: branch.name.clone(),
        columns: branch.outputs.iter().map(column).collect(),
        checks: Vec::new(),
        id: id_columns,
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

/// The columns that make a row itself, by index: the bounds and the key of its window, or what its stream names. Where not
/// all of them stand in the row there are none, and its bytes do.
fn identity(model: &Model, id: BranchId) -> Vec<usize> {
    let branch = model.branch(id);
    let hot = branch.as_hot().expect("a branch with rows is hot");
    let wanted: Vec<usize> = match (&hot.window, model.root(branch)) {
        // A row begins with its key and its bounds.
        (Some(_), _) => (0..hot.group_by.len() + BOUNDS.len()).collect(),
        (None, Some(stream)) => model.stream(stream).id.iter().map(|it| it.value).collect(),
        (None, None) => Vec::new(),
    };
    let at = |it: &usize| (0..hot.outputs.len()).find(|output| origin(model, id, *output) == Some(*it));
    wanted.iter().map(at).collect::<Option<_>>().unwrap_or_default()
}

/// Where a branch's column comes from, unchanged: a place in the row of its window, or in the record of its stream.
fn origin(model: &Model, id: BranchId, output: usize) -> Option<usize> {
    let branch = model.branch(id);
    let hot = branch.as_hot()?;
    let from = hot.outputs[output].from;
    match branch.from.as_ref()?.value {
        _ if hot.window.is_some() => Some(from),
        _ if from >= hot.input.len() => None,
        Input::Stream(_) => Some(from),
        Input::Branch(before) if model.branch(before).as_hot()?.window.is_some() => None,
        Input::Branch(before) => origin(model, before, from),
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
