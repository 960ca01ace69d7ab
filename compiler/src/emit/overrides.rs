//! Lays what the file overrides over a template that is otherwise complete.

use crate::cfn::Template;
use crate::diagnostic::{Code, Diagnostics};
use crate::plan::{Override, Plan};
use std::collections::BTreeSet;

/// The page of its finding.
pub const CODES: &[&Code] = &[&WITHOUT];

const WITHOUT: Code = Code {
    name: "override-without-resource",
    what: "An override is of a type that its node has no resource of.",
    why: "Nothing would be changed. What several branches of a stream share, such as their function, is the stream's; what only \
          one branch needs is that branch's. `pipec show plan` tells all of them.",
    example: "overrides:\n  alarms: { AWS::SQS::Queue: { DelaySeconds: 5 } }\n",
    instead: "overrides:\n  alarms: { AWS::DynamoDB::Table: { TableClass: STANDARD } }\n",
};

/// Lays each override over the resources that it is of, and tells of those that are of none.
pub fn lay(plan: &Plan, template: &mut Template) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for it in &plan.overrides {
        if template.lay(&it.path, &it.kind, &it.properties, &it.leaves) == 0 {
            without(it, plan, template, &mut findings);
        }
    }
    findings
}

fn without(it: &Override, plan: &Plan, template: &Template, findings: &mut Diagnostics) {
    let message = format!("`{}` has no `{}`", it.path, it.kind);
    let finding = findings.error(&WITHOUT, it.span, message);
    let has = |path: &str| template.types_of(path).contains(&it.kind.as_str());
    let owners = plan.nodes().map(|(_, node)| node.path.as_str()).filter(|path| has(path));
    let owners = owners.collect::<BTreeSet<_>>();
    if owners.is_empty() {
        let types = template.types_of(&it.path);
        if !types.is_empty() {
            finding.help(format!("it has {}", listed(types)));
        }
    } else {
        let has = if owners.len() == 1 { "has" } else { "have" };
        finding.help(format!("{} {has} one", listed(owners)));
    }
}

fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}
