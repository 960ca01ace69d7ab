//! `cycle`: branches and streams that feed themselves.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{BranchId, Input, Model, Target};
use std::collections::BTreeSet;

/// The finding's page.
pub const CODE: Code = Code {
    name: "cycle",
    what: "A branch reads, through other branches or streams, what it writes itself.",
    why: "Each record would come round for ever, and AWS bills every round.",
    example: "hot:\n  alarm: { from: alarm }\n",
    instead: "hot:\n  alarm: { from: readings }\n",
};

/// Tells of each cycle once, at the branch of it that stands first in the file.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    for id in 0..model.branches.len() {
        if told.contains(&id) {
            continue;
        }
        if let Some(way) = way_back(model, id) {
            let names: Vec<String> =
                way.iter().map(|it| format!("`{}`", model.branches[*it].name.value)).collect();
            let from = model.branches[id].from.as_ref().map_or(model.branches[id].name.span, |it| it.span);
            let message = match names.as_slice() {
                [name] => format!("{name} reads what it writes"),
                _ => format!("{} read each other in a circle", names.join(", ")),
            };
            findings.error(&CODE, from, message).help("let one of them read another stream");
            told.extend(way);
        }
    }
}

/// The branches of a shortest way from a branch back to itself.
fn way_back(model: &Model, start: usize) -> Option<Vec<usize>> {
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut ways: std::collections::VecDeque<Vec<usize>> = [vec![start]].into();
    while let Some(way) = ways.pop_front() {
        for next in inputs(model, *way.last()?) {
            if next == start {
                return Some(way);
            }
            if seen.insert(next) {
                let mut longer = way.clone();
                longer.push(next);
                ways.push_back(longer);
            }
        }
    }
    None
}

/// The branches that a branch reads, directly or through a stream.
fn inputs(model: &Model, id: usize) -> Vec<usize> {
    match model.branch(BranchId(id)).from.as_ref().map(|it| it.value) {
        Some(Input::Branch(branch)) => vec![branch.0],
        Some(Input::Stream(stream)) => {
            let writes = |id: &usize| {
                model.branches[*id].to.iter().any(|it| it.value == Target::Stream(stream))
            };
            (0..model.branches.len()).filter(writes).collect()
        }
        None => Vec::new(),
    }
}
