#![doc = include_str!("../ARCHITECTURE.md")]

// ---- words -------------------------------------------------------------------------------------------------
pub mod source;

pub mod diagnostic;

pub mod artifact;

pub mod yaml;

pub mod syntax;

pub mod cfn;

pub mod retired;

pub mod sql;

pub mod plan;

// ---- parts: open sets, one file each, one explicit list ------------------------------------------------------
pub mod sinks;

pub mod engines;

// ---- passes: one type in, one type out -----------------------------------------------------------------------
pub mod spec;

pub mod model;

pub mod check;

// ---- the gate: before it users can be blamed, behind it nobody can -------------------------------------------
pub mod lower;

pub mod emit;

// ---- doors ---------------------------------------------------------------------------------------------------
pub mod local;

pub mod editor;

pub mod cli;

use artifact::Artifacts;
use diagnostic::{Code, Diagnostics};
use model::Model;
use plan::Plan;
use source::Source;
use yaml::Node;

/// What a file becomes, as far as it is right.
#[derive(Debug)]
pub struct Compiled {
    /// The tree that was read.
    pub node: Node,
    /// What is meant; `None` where the root is no mapping.
    pub model: Option<Model>,
    /// What will run; `None` where there is an error, or something that cannot be deployed.
    pub plan: Option<Plan>,
    /// The files; `None` where there is an error, or something that cannot be deployed.
    pub artifacts: Option<Artifacts>,
    /// All that was found, in every stage.
    pub diagnostics: Diagnostics,
    /// What stands against a deployment only: a model with no other mistakes can still be tested and run here.
    pub undeployable: Diagnostics,
}

/// Walks the whole corridor. It goes on after errors up to the gate, so that one run tells all.
pub fn compile(source: &Source) -> Compiled {
    let (node, mut diagnostics) = yaml::parse(source);
    let (spec, found) = spec::read(source, &node);
    if yaml::is_partial(&diagnostics) {
        // What the tree lacks would be told as missing, unknown and unused.
        diagnostics.extend(found.without(syntax::ABOUT_SHAPE));
        let undeployable = Diagnostics::new();
        return Compiled { node, model: None, plan: None, artifacts: None, diagnostics, undeployable };
    }
    diagnostics.extend(found);
    let model = spec.map(|spec| {
        let (model, found) = model::resolve(spec);
        diagnostics.extend(found);
        diagnostics.extend(check::all(&model));
        model
    });
    let undeployable = model.as_ref().map(check::deployable).unwrap_or_default();
    let mut compiled = Compiled { node, model, plan: None, artifacts: None, diagnostics, undeployable };
    if !compiled.diagnostics.has_errors() && !compiled.undeployable.has_errors() {
        compiled.pass_gate(source);
    }
    compiled
}

impl Compiled {
    /// All that stands against a deployment, and whatever else was found.
    pub fn with_undeployable(&self) -> Diagnostics {
        let mut all = self.diagnostics.clone();
        all.extend(self.undeployable.clone());
        all
    }

    /// Lowers and emits what has no error. Nothing is handed out where the finished whole breaks a limit.
    fn pass_gate(&mut self, source: &Source) {
        let Some(model) = &self.model else { return };
        let plan = lower::lower(model);
        let mut artifacts = emit::all(&plan);
        emit::graph(model, &plan, &mut artifacts);
        emit::manifest(&source.text, &mut artifacts);
        self.diagnostics.extend(emit::measure(&plan, &artifacts));
        if !self.diagnostics.has_errors() {
            self.plan = Some(plan);
            self.artifacts = Some(artifacts);
        }
    }
}

/// Every kind of finding, by name.
pub fn codes() -> Vec<&'static Code> {
    let lists = [
        yaml::CODES,
        syntax::CODES,
        spec::CODES,
        model::CODES,
        model::expression::CODES,
        model::test::CODES,
        emit::CODES,
    ];
    let mut codes: Vec<&Code> = lists.into_iter().flatten().copied().chain(check::codes()).collect();
    codes.sort_by_key(|it| it.name);
    codes
}
