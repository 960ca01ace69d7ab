//! A function with its log and its rights: it runs a job, whatever feeds it.

use super::super::job;
use super::Ground;
use crate::engines::lambda::{self, Function, Variable};
use crate::model::{BranchId, Target};
use crate::plan::{Job, NodeId, Target as Address};
use crate::sinks::{Base, Place, Reach};
use pipec_runtime::dead_letter::{BUCKET_VARIABLE, PREFIX};
use pipec_runtime::job::STREAM_VARIABLE;

/// Adds the function that runs a job of these branches.
pub fn add(
    ground: &Ground,
    place: Place,
    description: String,
    mut job: Job,
    branches: &[BranchId],
    base: &mut Base,
) -> NodeId {
    let reaches = reaches(ground, branches);
    job.targets = reaches.iter().map(|(name, reach)| address(name, reach)).collect();
    let logs = base.logs(&place);
    let function = Function {
        description,
        architecture: ground.model.settings.architecture,
        variables: variables(base, &job.stream, &reaches, ground.dead_letters),
        logs,
        key: base.key,
    };
    let function = base.add(place, "", function);
    for (_, reach) in reaches {
        base.plan.connect(function, reach.node, reach.rights);
    }
    let prefix = format!("{PREFIX}{}/", job.stream);
    base.plan.connect(function, ground.dead_letters, [lambda::write_dead_letters(&prefix)]);
    base.plan.connect(function, logs, [lambda::LOG]);
    base.plan.jobs.push(job);
    function
}

/// What branches write, each once.
fn reaches(ground: &Ground, branches: &[BranchId]) -> Vec<(String, Reach)> {
    let mut targets: Vec<Target> = Vec::new();
    for branch in branches {
        for it in &ground.model.branch(*branch).to {
            if !targets.contains(&it.value) {
                targets.push(it.value);
            }
        }
    }
    let reach = |it: Target| (job::name(ground.model, it), ground.outlets.reach(ground.model, it));
    targets.into_iter().map(reach).collect()
}

fn address(name: &str, reach: &Reach) -> Address {
    Address { name: name.to_owned(), variable: reach.variable.clone(), writer: reach.writer.clone() }
}

fn variables(
    base: &Base,
    stream: &str,
    reaches: &[(String, Reach)],
    dead_letters: NodeId,
) -> Vec<(String, Variable)> {
    let mut variables = vec![
        (STREAM_VARIABLE.to_owned(), Variable::Text(stream.to_owned())),
        (BUCKET_VARIABLE.to_owned(), Variable::Name(dead_letters)),
    ];
    variables.extend(reaches.iter().map(|(_, it)| (it.variable.clone(), Variable::Name(it.node))));
    let thresholds = base.plan.thresholds.iter();
    variables.extend(thresholds.map(|it| (it.variable.clone(), Variable::Parameter(it.parameter.clone()))));
    variables
}
