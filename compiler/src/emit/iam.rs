//! Statements from edges: one for each access, and one for the key that its head is sealed with.

use crate::cfn::Text;
use crate::cfn::iam::{Condition, Effect, Inline, Policy, Principal, Statement};
use crate::plan::{Access, Edge, KeyUse, NodeId, Plan, Site, Trust, camel};
use serde_json::{Map, Value, json};

/// What a role may do.
#[derive(Debug)]
pub struct Granted {
    /// The name of what acts under it, and of its file.
    pub name: String,
    /// The role's logical id.
    pub role: String,
    trust: Policy,
    statements: Vec<Served>,
}

/// A statement, and the edge that it serves.
#[derive(Debug)]
struct Served {
    statement: Statement,
    from: NodeId,
    to: NodeId,
    key: Option<NodeId>,
    reason: &'static str,
}

/// A right: a line of `show rights`.
#[derive(Debug, Clone, PartialEq)]
pub struct Right {
    /// The way in the file to who has it.
    pub path: String,
    /// Who has it.
    pub from: String,
    /// On what.
    pub to: String,
    /// The ARNs, as `Fn::Sub` has them.
    pub resource: Vec<String>,
    /// The statement's name.
    pub sid: String,
    /// What may be done.
    pub actions: Vec<&'static str>,
    /// When: operator, key and values in a line.
    pub conditions: Vec<String>,
    /// Why a resource has a `*`, or why the key; empty where nobody would wonder.
    pub reason: String,
}

/// What the role of a node may do.
pub fn granted(plan: &Plan, actor: NodeId, of: &Trust, site: &Site) -> Granted {
    let statements = plan.edges_of(actor).flat_map(|edge| served(plan, edge, site)).collect();
    let node = plan.node(actor);
    Granted { name: node.name.clone(), role: format!("{}Role", node.id), trust: trust(of), statements }
}

/// The statements that an edge makes; nothing else makes any.
fn served(plan: &Plan, edge: &Edge, site: &Site) -> Vec<Served> {
    let rights = edge.access.iter().flat_map(|access| {
        let own = Served {
            statement: statement(plan, edge, access, site),
            from: edge.from,
            to: edge.to,
            key: None,
            reason: access.reason,
        };
        std::iter::once(own).chain(of_key(plan, edge, access, site))
    });
    rights.collect()
}

fn statement(plan: &Plan, edge: &Edge, access: &Access, site: &Site) -> Statement {
    allow(sid(plan, edge, access.verb), access.actions, access.on.arns(&site.arn(edge.to)), Vec::new())
}

/// The right on the key that the head of the edge is sealed with, if the access needs one.
fn of_key(plan: &Plan, edge: &Edge, access: &Access, site: &Site) -> Option<Served> {
    let KeyUse::Needs { verb, actions } = access.key else { return None };
    let seal = plan.node(edge.to).part.seal()?;
    let conditions = seal.sealing.conditions(&site.arn(edge.to));
    let statement = allow(sid(plan, edge, verb), actions, vec![site.arn(seal.key)], conditions);
    Some(Served { statement, from: edge.from, to: edge.to, key: Some(seal.key), reason: "" })
}

fn sid(plan: &Plan, edge: &Edge, verb: &str) -> String {
    format!("{}{verb}{}", camel(&plan.node(edge.from).name), camel(&plan.node(edge.to).name))
}

fn allow(sid: String, action: &[&'static str], resource: Vec<Text>, condition: Vec<Condition>) -> Statement {
    Statement { sid, effect: Effect::Allow, principal: None, action: action.to_vec(), resource, condition }
}

/// Who may take a role.
pub fn trust(trust: &Trust) -> Policy {
    Policy::new(vec![Statement {
        sid: "Service".to_owned(),
        effect: Effect::Allow,
        principal: Some(Principal::Service(trust.service.into())),
        action: vec!["sts:AssumeRole"],
        resource: Vec::new(),
        condition: trust.conditions.clone(),
    }])
}

/// The role's policy; none where no edge gives it a right.
pub fn inline(granted: &Granted) -> Vec<Inline> {
    if granted.statements.is_empty() {
        return Vec::new();
    }
    vec![Inline { policy_name: "Edges".to_owned(), policy_document: policy(granted) }]
}

fn policy(granted: &Granted) -> Policy {
    Policy::new(granted.statements.iter().map(|it| it.statement.clone()).collect())
}

/// The role for review: who takes it, which edge each statement serves, and the policy as the template has it.
pub fn document(plan: &Plan, granted: &Granted) -> Value {
    let edges = granted.statements.iter().map(|it| (it.statement.sid.clone(), json!(edge(plan, it))));
    let reasons = granted.statements.iter().filter(|it| !it.reason.is_empty());
    let reasons = reasons.map(|it| (it.statement.sid.clone(), json!(it.reason)));
    json!({
        "Role": granted.role,
        "Trust": granted.trust,
        "Edges": edges.collect::<Map<_, _>>(),
        "Reasons": reasons.collect::<Map<_, _>>(),
        "PolicyDocument": policy(granted),
    })
}

/// An edge in a line, and behind it the key that its head is sealed with.
fn edge(plan: &Plan, served: &Served) -> String {
    let names = [Some(served.from), Some(served.to), served.key].into_iter().flatten();
    names.map(|it| plan.node(it).name.as_str()).collect::<Vec<_>>().join(" -> ")
}

/// The statements on things that are there already: whose owner must allow it, the edge in a line, the statement.
pub fn on_existing<'g>(
    plan: &'g Plan,
    granted: &'g Granted,
) -> impl Iterator<Item = (&'g str, String, &'g Statement)> {
    granted.statements.iter().filter_map(|it| {
        let arn = plan.node(it.key.unwrap_or(it.to)).part.existing()?;
        Some((arn, edge(plan, it), &it.statement))
    })
}

/// The rights of a role.
pub fn rights(plan: &Plan, granted: &Granted) -> Vec<Right> {
    granted.statements.iter().map(|it| right(plan, it)).collect()
}

fn right(plan: &Plan, served: &Served) -> Right {
    let (from, to) = (plan.node(served.from), plan.node(served.to));
    let statement = &served.statement;
    Right {
        path: from.path.clone(),
        from: from.name.clone(),
        to: plan.node(served.key.unwrap_or(served.to)).name.clone(),
        resource: statement.resource.iter().map(ToString::to_string).collect(),
        sid: statement.sid.clone(),
        actions: statement.action.clone(),
        conditions: statement.condition.iter().map(condition).collect(),
        reason: match served.key {
            Some(_) => format!("{} is sealed with it", to.name),
            None => served.reason.to_owned(),
        },
    }
}

fn condition(it: &Condition) -> String {
    let values = it.values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    format!("{} {} {values}", it.key, it.operator)
}
