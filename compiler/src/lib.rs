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

pub mod explain;

// ---- doors ---------------------------------------------------------------------------------------------------
pub mod local;

pub mod editor;

pub mod cli;

use artifact::Artifacts;
use diagnostic::{Code, Diagnostics};
use model::Model;
use model::environment::Laid;
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
    /// The same of each environment, in the order written.
    pub environments: Vec<Environment>,
    /// The files; `None` where there is an error, or something that cannot be deployed.
    pub artifacts: Option<Artifacts>,
    /// All that was found, in every stage and environment.
    pub diagnostics: Diagnostics,
    /// What stands against a deployment only: a model with no other mistakes can still be tested and run here.
    pub undeployable: Diagnostics,
}

/// What a file with an environment laid over it becomes, as far as it is right.
#[derive(Debug)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// The file's tree with it laid over.
    pub node: Node,
    /// What is meant.
    pub model: Model,
    /// What will run; `None` where there is an error anywhere, or something that cannot be deployed.
    pub plan: Option<Plan>,
}

/// Walks the whole corridor. It goes on after errors up to the gate, so that one run tells all.
pub fn compile(source: &Source) -> Compiled {
    let (node, mut diagnostics) = yaml::parse(source);
    let (spec, found) = spec::read(source, &node);
    let mut compiled = Compiled {
        node,
        model: None,
        plan: None,
        environments: Vec::new(),
        artifacts: None,
        diagnostics: Diagnostics::new(),
        undeployable: Diagnostics::new(),
    };
    if yaml::is_partial(&diagnostics) {
        // What the tree lacks would be told as missing, unknown and unused.
        diagnostics.extend(found.without(syntax::ABOUT_SHAPE));
        compiled.diagnostics = diagnostics;
        yaml::withdraw_twice(&compiled.node, &mut compiled.diagnostics);
        return compiled;
    }
    diagnostics.extend(found);
    compiled.diagnostics = diagnostics;
    if let Some(spec) = spec {
        let (model, found) = model::resolve(spec, None);
        compiled.diagnostics.extend(found);
        compiled.diagnostics.extend(check::all(&model));
        compiled.undeployable = check::deployable(&model);
        compiled.lay_environments(source, &model);
        compiled.model = Some(model);
    }
    if !compiled.diagnostics.has_errors() && !compiled.undeployable.has_errors() {
        compiled.pass_gate(source);
    }
    yaml::withdraw_twice(&compiled.node, &mut compiled.diagnostics);
    compiled
}

impl Compiled {
    /// All that stands against a deployment, and whatever else was found.
    pub fn with_undeployable(&self) -> Diagnostics {
        let mut all = self.diagnostics.clone();
        all.extend(self.undeployable.clone());
        all
    }

    /// The environment of this name, if the file has it.
    pub fn environment(&self, name: &str) -> Option<&Environment> {
        self.environments.iter().find(|it| it.name == name)
    }

    /// What is meant, by the file itself and by each environment.
    pub fn models(&self) -> impl Iterator<Item = &Model> {
        self.model.iter().chain(self.environments.iter().map(|it| &it.model))
    }

    /// Walks up to the gate with each environment. Only what it alone brings about is told.
    fn lay_environments(&mut self, source: &Source, base: &Model) {
        for Laid { node, environment, findings } in model::environment::lay_all(&self.node, base) {
            let (spec, mut found) = spec::read(source, &node);
            found.extend(findings);
            let Some(spec) = spec else { continue };
            let (name, block) = (environment.name.clone(), environment.span);
            let (model, resolved) = model::resolve(spec, Some(environment));
            found.extend(resolved);
            found.extend(check::all(&model));
            self.diagnostics.extend_new(found, &name, block);
            self.undeployable.extend_new(check::deployable(&model), &name, block);
            self.environments.push(Environment { name: name.value, node, model, plan: None });
        }
        let models: Vec<&Model> = self.environments.iter().map(|it| &it.model).collect();
        self.diagnostics.extend(check::together(&models));
    }

    /// Lowers and emits what has no error. Nothing is handed out where the finished whole breaks a limit.
    fn pass_gate(&mut self, source: &Source) {
        let Some(model) = &self.model else { return };
        let plan = lower::lower(model);
        let mut artifacts = Artifacts::new();
        emit::code(&plan, &mut artifacts);
        emit::graph(model, &plan, &mut artifacts);
        let mut found = Diagnostics::new();
        if self.environments.is_empty() {
            found.extend(emit::stack(&plan, "", &mut artifacts));
        }
        for it in &mut self.environments {
            let plan = lower::lower(&it.model);
            let folder = emit::environment_folder(&it.name);
            let measured = emit::stack(&plan, &folder, &mut artifacts);
            if let Some(environment) = &it.model.environment {
                found.extend_new(measured, &environment.name, environment.span);
            }
            emit::parameters(&plan, &folder, &mut artifacts);
            it.plan = Some(plan);
        }
        emit::manifest(&source.text, &mut artifacts);
        self.diagnostics.extend(found);
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
        emit::OVERRIDE_CODES,
    ];
    let mut codes: Vec<&Code> = lists.into_iter().flatten().copied().chain(check::codes()).collect();
    codes.sort_by_key(|it| it.name);
    codes
}
