//! The application of a stream, and a function for the rows of each branch that writes something.

use super::super::job;
use super::super::outlets::place;
use super::{Ground, function};
use crate::cfn::kinesis_analytics;
use crate::engines::kinesis_analytics_sql::{Application, INVOKE, LOG, READ, name, statements};
use crate::model::{BranchId, StreamId};
use crate::plan::{self, NodeId};
use crate::sinks::{Base, Place};

/// Adds the application that runs these branches of a stream, its outputs, and their functions.
pub fn add(ground: &Ground, id: StreamId, branches: &[BranchId], base: &mut Base) {
    let Ground { model, outlets, .. } = *ground;
    let stream = model.stream(id);
    let outputs: Vec<(String, NodeId)> = branches.iter().filter_map(|it| output(ground, *it, base)).collect();
    let functions: Vec<NodeId> = outputs.iter().map(|(_, function)| *function).collect();
    let at = Place { name: format!("{}-application", stream.name.value), ..place("streams", &stream.name) };
    let logs = base.logs(&at);
    let job = job::job(model, id, branches);
    let application = Application {
        name: name(&stream.name.value),
        description: format!("Runs the branches of {} that read {}.", model.name.value, stream.name.value),
        stream: outlets.streams[id.0],
        columns: job.columns.iter().filter_map(column).collect(),
        code: statements::section(&job, &base.plan.thresholds),
        outputs,
        logs,
    };
    let application = base.add(at, "", application);
    base.plan.connect(application, outlets.streams[id.0], [READ]);
    functions.into_iter().for_each(|it| base.plan.connect(application, it, [INVOKE]));
    base.plan.connect(application, logs, [LOG]);
}

/// The function that takes a branch's rows, if the branch writes something.
fn output(ground: &Ground, id: BranchId, base: &mut Base) -> Option<(String, NodeId)> {
    let model = ground.model;
    let branch = model.branch(id);
    let name = &branch.name.value;
    if branch.to.is_empty() {
        return None;
    }
    let place = Place { name: format!("{name}-function"), path: branch.path(), span: branch.name.span };
    let description = format!("Brings the rows of {name} in {} to its sinks.", model.name.value);
    Some((name.clone(), function::add(ground, place, description, job::rows(model, id), &[id], base)))
}

/// A column as the application reads it; none where its SQL does without it.
fn column(it: &plan::Column) -> Option<kinesis_analytics::Column> {
    let mapping = it.path.iter().fold("$".to_owned(), |path, key| path + "." + key);
    let sql_type = statements::source_type(it).ok()?;
    Some(kinesis_analytics::Column { name: it.name.clone(), mapping, sql_type })
}
