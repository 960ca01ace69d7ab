//! From what will run to files: the template, the policies, the crate, the graph, the manifest.

mod cloudformation;
mod diagram;
mod grants;
mod iam;
mod lambda;
mod manifest;
mod measure;
mod overrides;
mod skips;

pub use diagram::{Diagram, Form, GRAPH, Kind, write as graph};
pub use iam::Right;
pub use manifest::{MANIFEST, listed, manifest, manifest_but, sha256};
pub use measure::{CODES, INLINE_BYTES};
pub use overrides::CODES as OVERRIDE_CODES;
pub use skips::SKIPPED_CHECKS;

use crate::artifact::Artifacts;
use crate::cfn::iam::Role;
use crate::cfn::json::print;
use crate::cfn::{Template, Text};
use crate::diagnostic::Diagnostics;
use crate::engines;
use crate::plan::{Acts, Node, Plan, Site, Trust};
use serde_json::{Value, json};

/// Where the documents stand on what others must allow.
pub const GRANTS: &str = "iam/grants/";

/// Where the template is.
pub const TEMPLATE: &str = "template.json";

/// The parameters of an environment's stack, beside its template.
pub const PARAMETERS: &str = "parameters.json";

/// The folder of an environment, with a `/` at its end.
pub fn environment_folder(name: &str) -> String {
    format!("environments/{name}/")
}

/// All files of a pipeline without environments, but the graph, which needs the model, and the manifest, which needs their
/// bytes.
pub fn all(plan: &Plan) -> Artifacts {
    let mut artifacts = Artifacts::new();
    code(plan, &mut artifacts);
    stack(plan, "", &mut artifacts);
    artifacts
}

/// Adds what is the same in every environment: what runs.
pub fn code(plan: &Plan, artifacts: &mut Artifacts) {
    lambda::emit(plan, artifacts);
    if !plan.definitions.is_empty() {
        artifacts.add("sql/kinesis-analytics.sql", engines::kinesis_analytics_sql::file(plan));
    }
}

/// Adds the template and the policies to a folder, and tells what of the finished whole is beyond a limit.
pub fn stack(plan: &Plan, folder: &str, artifacts: &mut Artifacts) -> Diagnostics {
    let stack = built(plan);
    let template = stack.template.print();
    let mut findings = measure::measure(plan, &stack.template, template.len());
    findings.extend(stack.findings);
    artifacts.add(format!("{folder}{TEMPLATE}"), template);
    for it in &stack.roles {
        artifacts.add(format!("{folder}iam/{}.json", it.name), print(&iam::document(plan, it)));
    }
    for (owner, document) in owed(plan, &stack.roles) {
        artifacts.add(format!("{folder}{GRANTS}{owner}.json"), print(&document));
    }
    findings
}

/// Adds the values of the stack's thresholds, as `aws cloudformation` reads them. A deployment that does not say a value
/// keeps the last one, whatever the template's default is.
pub fn parameters(plan: &Plan, folder: &str, artifacts: &mut Artifacts) {
    let thresholds = if plan.jobs.is_empty() { &[] } else { plan.thresholds.as_slice() };
    let list =
        thresholds.iter().map(|it| json!({ "ParameterKey": it.parameter, "ParameterValue": it.default }));
    artifacts.add(format!("{folder}{PARAMETERS}"), print(&Value::Array(list.collect())));
}

/// What the owners of things that are there already must allow, by owner.
fn owed(plan: &Plan, roles: &[iam::Granted]) -> Vec<(String, Value)> {
    let rights = roles.iter().flat_map(|role| {
        let role_name = role.name.as_str();
        let on = iam::on_existing(plan, role);
        on.map(move |(arn, edge, statement)| grants::Right { role: role_name, arn, edge, statement })
    });
    grants::documents(plan, rights)
}

/// Every right of a plan, by role: what `show rights` tells.
pub fn rights(plan: &Plan) -> Vec<Right> {
    built(plan).roles.iter().flat_map(|it| iam::rights(plan, it)).collect()
}

/// A template, and the roles in it with the edges that each statement serves.
struct Stack {
    template: Template,
    roles: Vec<iam::Granted>,
    findings: Diagnostics,
}

/// Builds the template along the edges, heads first; each role just before what acts under it. What the file overrides
/// comes last.
fn built(plan: &Plan) -> Stack {
    let mut site = cloudformation::site(plan, skips::ALL);
    let mut roles = Vec::new();
    for (id, node) in plan.nodes() {
        let role = match node.part.acts() {
            Acts::Never | Acts::Through(_) => None,
            Acts::Itself(trust) => {
                let granted = iam::granted(plan, id, &trust, &site);
                let arn = role(plan, node, &trust, &granted, &mut site);
                roles.push(granted);
                Some(arn)
            }
        };
        site.build(node, role);
    }
    let mut template = site.template;
    let findings = overrides::lay(plan, &mut template);
    Stack { template, roles, findings }
}

fn role(plan: &Plan, node: &Node, trust: &Trust, granted: &iam::Granted, site: &mut Site) -> Text {
    let existing = iam::on_existing(plan, granted).map(|(arn, _, _)| arn);
    let tags = grants::tag(plan, &granted.name, existing);
    let role = Role {
        description: format!("Rights of the {} {}.", node.part.noun(), node.name),
        assume_role_policy_document: iam::trust(trust),
        permissions_boundary: plan.permissions_boundary.clone(),
        tags: tags.into_iter().collect(),
        policies: iam::inline(granted),
    };
    site.template.add(&granted.role, &node.about(), &role).arn()
}

#[cfg(test)]
mod tests;
