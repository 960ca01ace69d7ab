//! Why a pipeline is as it is: for each branch its engine, what it becomes in AWS, its rights, its limits, and its cost.

mod becomes;
pub mod cost;
mod engine;
mod limits;
mod rights;

use crate::model::{Branch, BranchId, Model, StreamId};
use crate::plan::Plan;
use serde::Serialize;

/// A branch, explained.
#[derive(Debug, Clone, Serialize)]
pub struct Explained {
    /// The way to it in the file, `hot.abnormal`.
    pub branch: String,
    /// The stream that its records come from, itself or through branches.
    pub stream: String,
    /// What runs it.
    pub engine: Engine,
    /// What it becomes in AWS, what others share with it among that; nothing where it cannot be deployed.
    pub becomes: Vec<Thing>,
    /// What may be done for it, a sentence each.
    pub rights: Vec<String>,
    /// What bounds it, a sentence each.
    pub limits: Vec<String>,
}

/// What runs a branch, and why.
#[derive(Debug, Clone, Serialize)]
pub struct Engine {
    /// Its name.
    pub name: String,
    /// Why it.
    pub because: String,
    /// What is to be said of each of the others.
    pub others: Vec<String>,
    /// What each of all costs before any record has come.
    pub costs: Vec<String>,
}

/// A thing in AWS.
#[derive(Debug, Clone, Serialize)]
pub struct Thing {
    /// Its logical id; an empty text where it is there already.
    pub id: String,
    /// What it is.
    pub noun: String,
    /// The way in the file to what it is there for.
    pub path: String,
}

/// A branch and what stands around it, for those who explain a part of it.
#[derive(Clone, Copy)]
struct Subject<'a> {
    model: &'a Model,
    plan: Option<&'a Plan>,
    id: BranchId,
    branch: &'a Branch,
    stream: StreamId,
}

/// Every branch whose stream is known, in the order of the file; without a plan, what the model alone tells.
pub fn explain(model: &Model, plan: Option<&Plan>) -> Vec<Explained> {
    let subjects = model.branches.iter().enumerate().filter_map(|(id, branch)| {
        let stream = model.root(branch)?;
        Some(Subject { model, plan, id: BranchId(id), branch, stream })
    });
    subjects.map(explained).collect()
}

fn explained(of: Subject) -> Explained {
    Explained {
        branch: of.branch.path(),
        stream: of.model.stream(of.stream).name.value.clone(),
        engine: engine::of(of),
        becomes: becomes::of(of),
        rights: rights::of(of),
        limits: limits::of(of),
    }
}
