//! From what will run to files: the template, the policies, the crate, the graph, the manifest.

mod cloudformation;
mod diagram;
mod iam;
mod lambda;
mod manifest;
mod measure;
mod skips;

pub use diagram::{Diagram, Form, GRAPH, Kind, write as graph};
pub use iam::Right;
pub use manifest::{MANIFEST, listed, manifest, sha256};
pub use measure::{CODES, INLINE_BYTES, measure};
pub use skips::SKIPPED_CHECKS;

use crate::artifact::Artifacts;
use crate::cfn::iam::Role;
use crate::cfn::json::print;
use crate::cfn::{Template, Text};
use crate::engines;
use crate::plan::{Acts, Node, Plan, Site, Trust};

/// Where the template is.
pub const TEMPLATE: &str = "template.json";

/// All files of a pipeline but the graph, which needs the model, and the manifest, which needs their bytes.
pub fn all(plan: &Plan) -> Artifacts {
    let stack = stack(plan);
    let mut artifacts = Artifacts::new();
    artifacts.add(TEMPLATE, stack.template.print());
    for it in &stack.roles {
        artifacts.add(format!("iam/{}.json", it.name), print(&iam::document(plan, it)));
    }
    lambda::emit(plan, &mut artifacts);
    if !plan.definitions.is_empty() {
        artifacts.add("sql/kinesis-analytics.sql", engines::kinesis_analytics_sql::file(plan));
    }
    artifacts
}

/// Every right of a plan, by role: what `show rights` tells.
pub fn rights(plan: &Plan) -> Vec<Right> {
    stack(plan).roles.iter().flat_map(|it| iam::rights(plan, it)).collect()
}

/// A template, and the roles in it with the edges that each statement serves.
struct Stack {
    template: Template,
    roles: Vec<iam::Granted>,
}

/// Builds the template along the edges, heads first; each role just before what acts under it.
fn stack(plan: &Plan) -> Stack {
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
    Stack { template: site.template, roles }
}

fn role(plan: &Plan, node: &Node, trust: &Trust, granted: &iam::Granted, site: &mut Site) -> Text {
    let role = Role {
        description: format!("Rights of the {} {}.", node.part.noun(), node.name),
        assume_role_policy_document: iam::trust(trust),
        permissions_boundary: plan.permissions_boundary.clone(),
        policies: iam::inline(granted),
    };
    site.template.add(&granted.role, &node.about(), &role).arn()
}

#[cfg(test)]
mod tests;
