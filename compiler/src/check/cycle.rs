//! `cycle`: branches and streams that feed themselves.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{BranchId, Input, Model, Target};

/// Most branches of a cycle that are named.
const MOST_NAMED: usize = 5;

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
    let mut state = vec![State::New; model.branches.len()];
    for id in 0..model.branches.len() {
        for mut cycle in cycles_from(id, model, &mut state) {
            cycle.sort_unstable();
            tell(&cycle, model, findings);
        }
    }
}

/// What is known of a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnTheWay,
    Done,
}

/// Follows what branches read, each branch once; a branch met again on the same way closes a cycle.
fn cycles_from(start: usize, model: &Model, state: &mut [State]) -> Vec<Vec<usize>> {
    let mut cycles = Vec::new();
    let mut way: Vec<(usize, Vec<usize>)> = Vec::new();
    enter(start, model, state, &mut way);
    while let Some((id, open)) = way.last_mut() {
        let Some(next) = open.pop() else {
            state[*id] = State::Done;
            way.pop();
            continue;
        };
        match state[next] {
            State::New => enter(next, model, state, &mut way),
            State::OnTheWay => {
                let ids = way.iter().map(|(id, _)| *id);
                cycles.push(ids.skip_while(|it| *it != next).collect());
            }
            State::Done => {}
        }
    }
    cycles
}

fn enter(id: usize, model: &Model, state: &mut [State], way: &mut Vec<(usize, Vec<usize>)>) {
    if state[id] == State::New {
        state[id] = State::OnTheWay;
        way.push((id, inputs(model, id)));
    }
}

fn tell(cycle: &[usize], model: &Model, findings: &mut Diagnostics) {
    let Some(first) = cycle.first().map(|it| &model.branches[*it]) else { return };
    let shown = cycle.iter().take(MOST_NAMED).map(|it| format!("`{}`", model.branches[*it].name.value));
    let mut names = shown.collect::<Vec<_>>().join(", ");
    if cycle.len() > MOST_NAMED {
        names.push_str(&format!(" and {} more", cycle.len() - MOST_NAMED));
    }
    let message = match cycle {
        [_] => format!("{names} reads what it writes"),
        _ => format!("{names} read each other in a circle"),
    };
    let from = first.from.as_ref().map_or(first.name.span, |it| it.span);
    findings.error(&CODE, from, message).help("let one of them read another stream");
}

/// The branches that a branch reads, directly or through a stream.
fn inputs(model: &Model, id: usize) -> Vec<usize> {
    match model.branch(BranchId(id)).from.as_ref().map(|it| it.value) {
        Some(Input::Branch(branch)) => vec![branch.0],
        Some(Input::Stream(stream)) => {
            let writes =
                |id: &usize| model.branches[*id].to.iter().any(|it| it.value == Target::Stream(stream));
            (0..model.branches.len()).filter(writes).collect()
        }
        None => Vec::new(),
    }
}
