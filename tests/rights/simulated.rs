//! iam-simulate, which nobody here wrote, on every golden: calls, strangers and mutants, all in one process.

use super::calls::{Call, Role, idle, names, roles};
use super::mutants::{Mutant, mutants};
use super::things::Account;
use super::{by_tags, tag};
use pipec_tests::place::{self, Stack};
use pipec_tests::sample::ACCOUNT;
use pipec_tests::{judge, judged, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use std::process::Stdio;
use std::sync::LazyLock;

/// The spec whose table of kills is kept, and whose golden gets the faults.
const SEED: &str = "high-transactions";

/// A role before the judge.
struct Case {
    name: String,
    role: Role,
    mutants: Vec<Mutant>,
    verdict: Verdict,
}

/// What the judge says.
#[derive(Debug, Default)]
struct Verdict {
    /// For the policy itself and each mutant: whether it allows each call.
    documents: Vec<Vec<bool>>,
    /// Whether the policy allows each stranger.
    strangers: Vec<bool>,
    /// What is wrong with the calls themselves.
    faults: Vec<String>,
}

fn case(name: String, role: Role) -> Case {
    let mutants = mutants(&role.policy, &role.calls);
    Case { name, role, mutants, verdict: Verdict::default() }
}

/// Asks the judge.
pub fn said(questions: Vec<Value>) -> Value {
    let mut node = judge::node("simulate.mjs");
    node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = node.spawn().expect("node can be run");
    let mut stdin = child.stdin.take().expect("its input is a pipe");
    write!(stdin, "{}", json!({ "cases": questions })).expect("node reads its input");
    drop(stdin);
    judge::json(&child.wait_with_output().expect("node ends"))
}

/// Asks the judge about all cases; it tells its version.
fn ask(cases: &mut [Case]) -> String {
    let said = said(cases.iter().map(Case::question).collect());
    let answers = said["answers"].as_array().expect("there is an answer for each case");
    assert_eq!(answers.len(), cases.len());
    for (case, answer) in cases.iter_mut().zip(answers) {
        case.verdict = Verdict {
            documents: answer["documents"].as_array().into_iter().flatten().map(yes).collect(),
            strangers: yes(&answer["strangers"]),
            faults: answer["faults"].as_array().into_iter().flatten().map(ToString::to_string).collect(),
        };
        assert_eq!(case.verdict.documents.len(), 1 + case.mutants.len());
        assert_eq!(case.verdict.strangers.len(), case.role.strangers.len());
    }
    said["version"].as_str().expect("the judge has a version").to_owned()
}

fn call(it: &Call) -> Value {
    let context = it.context.iter().map(|(key, value)| (tag(key, &has_forms), json!(value)));
    let policy = it.policy.as_ref().map(|it| by_tags(it, &has_forms));
    json!({ "action": it.action, "resource": it.on, "context": context.collect::<Value>(), "policy": policy })
}

fn yes(list: &Value) -> Vec<bool> {
    list.as_array().into_iter().flatten().map(|it| *it == true).collect()
}

/// iam-simulate knows `kms:EncryptionContext:${EncryptionContextKey}` as it stands, and no form of it.
pub fn has_forms(key: &str) -> bool {
    key.starts_with("kms:EncryptionContext:")
}

impl Case {
    /// The question for the judge.
    fn question(&self) -> Value {
        let Case { role, mutants, .. } = self;
        let policies = std::iter::once(&role.policy).chain(mutants.iter().map(|it| &it.policy));
        let calls = |calls: &[Call]| calls.iter().map(call).collect::<Value>();
        json!({
            "principal": format!("arn:aws:sts::{ACCOUNT}:assumed-role/{}/session", role.id),
            "account": ACCOUNT,
            "documents": policies.map(|it| by_tags(it, &has_forms)).collect::<Value>(),
            "calls": calls(&role.calls),
            "strangers": calls(&role.strangers),
        })
    }

    /// The calls that fail with a mutant, and do not without.
    fn kills(&self, mutant: usize) -> BTreeSet<usize> {
        let (whole, less) = (&self.verdict.documents[0], &self.verdict.documents[mutant + 1]);
        (0..self.role.calls.len()).filter(|at| whole[*at] && !less[*at]).collect()
    }

    /// What is not as it should be.
    fn complaints(&self) -> Vec<String> {
        let Case { name, role, mutants, verdict } = self;
        let mut said: Vec<String> = verdict.faults.iter().map(|it| format!("{name}: {it}")).collect();
        let denied = role.calls.iter().zip(&verdict.documents[0]).filter(|(_, allowed)| !**allowed);
        said.extend(denied.map(|(it, _)| format!("{name}: {it} is denied: {}", it.on)));
        let reached = role.strangers.iter().zip(&verdict.strangers).filter(|(_, allowed)| **allowed);
        said.extend(
            reached.map(|(it, _)| format!("{name}: {it} is allowed on {} with {:?}", it.on, it.context)),
        );
        for (at, mutant) in mutants.iter().enumerate() {
            let (of, what) = (&mutant.of, &mutant.what);
            match mutant.needed_by.len() {
                0 => said.push(format!("{name}: {of} {what}: nothing needs what is gone")),
                calls if calls < mutant.times => {
                    let times = mutant.times;
                    said.push(format!(
                        "{name}: {of} {what}: it is given {times} times, and calls that need it are {calls}"
                    ));
                }
                _ => {}
            }
            let kills = self.kills(at);
            if kills != mutant.needed_by {
                let (fail, need) = (names(&role.calls, &kills), names(&role.calls, &mutant.needed_by));
                said.push(format!("{name}: {of} {what}: {fail:?} fail, and {need:?} need it"));
            }
        }
        said
    }
}

/// A fault in a policy, and what is said of it.
struct Fault {
    name: &'static str,
    /// The `Sid` of the statement that gets it.
    sid: &'static str,
    plant: fn(&mut Value),
    said: &'static str,
}

const FAULTS: &[Fault] = &[
    Fault {
        name: "needless-action",
        sid: "TransactionsFunctionPutsAbnormals",
        plant: |it| it["Action"] = json!(["dynamodb:PutItem", "dynamodb:GetItem"]),
        said: "without dynamodb:GetItem: nothing needs what is gone",
    },
    Fault {
        name: "missing-action",
        sid: "TransactionsMappingReadsTransactions",
        plant: |it| {
            it["Action"] = json!(["kinesis:DescribeStream", "kinesis:GetShardIterator", "kinesis:ListShards"])
        },
        said: "mapping: kinesis:GetRecords on TransactionsStream is denied",
    },
    Fault {
        name: "any-resource",
        sid: "TransactionsFunctionPutsAbnormals",
        plant: |it| it["Resource"] = json!("*"),
        said: "function: dynamodb:PutItem on AbnormalsTable is allowed on arn:aws:dynamodb:eu-west-1:111122223333:table/AbnormalsTable-elsewhere",
    },
    Fault {
        name: "any-table",
        sid: "TransactionsFunctionPutsAbnormals",
        plant: |it| it["Resource"] = json!("arn:aws:dynamodb:eu-west-1:111122223333:table/*"),
        said: "function: dynamodb:PutItem on AbnormalsTable is allowed on arn:aws:dynamodb:eu-west-1:111122223333:table/AbnormalsTable-elsewhere",
    },
    Fault {
        name: "whole-bucket",
        sid: "TransactionsFunctionWritesDeadLetters",
        plant: |it| it["Resource"] = json!("arn:aws:s3:::DeadLettersBucket/rejected/*"),
        said: "is allowed on arn:aws:s3:::DeadLettersBucket/rejected/transactions-elsewhere/",
    },
    Fault {
        name: "any-service",
        sid: "TransactionsFunctionUnlocksAbnormals",
        plant: |it| it["Condition"] = json!({}),
        said: "function: kms:Decrypt for AbnormalsTable is allowed on",
    },
    Fault {
        name: "any-stream",
        sid: "TransactionsMappingUnsealsTransactions",
        plant: |it| {
            it["Condition"] =
                json!({ "StringEquals": { "kms:ViaService": "kinesis.eu-west-1.amazonaws.com" } })
        },
        said: "TransactionsStream-elsewhere",
    },
    Fault {
        name: "given-twice",
        sid: "TransactionsFunctionSealsAbnormalAlerts",
        plant: |it| {
            it["Action"] = json!("sns:Publish");
            it["Resource"] = json!(["arn:aws:sns:eu-west-1:111122223333:AbnormalAlertsTopic"]);
            it["Condition"] = json!({});
        },
        said: "without sns:Publish: it is given 2 times, and calls that need it are 1",
    },
];

/// The role of the seed's function once for each fault.
fn planted(spec: &Stack, template: &Value) -> Vec<Case> {
    let roles = roles(&Account::of(spec, template));
    let role = roles.iter().find(|it| it.id == "TransactionsFunctionRole").expect("the seed has a function");
    let case = |fault: &Fault| {
        let mut role = role.clone();
        let statements = role.policy["Statement"].as_array_mut().expect("a policy has statements");
        let statement = statements.iter_mut().find(|it| it["Sid"] == fault.sid);
        (fault.plant)(statement.unwrap_or_else(|| panic!("the seed has no {}", fault.sid)));
        let mut case = case(fault.name.to_owned(), role);
        case.mutants.retain(|it| it.of.contains(fault.sid));
        case
    };
    FAULTS.iter().map(case).collect()
}

/// All goldens' roles and all faults, judged in one process; and the judge's version.
static CASES: LazyLock<(Vec<Case>, String)> = LazyLock::new(|| {
    let stacks = place::stacks();
    let mut cases = Vec::new();
    for spec in &stacks {
        let template = spec.template();
        let roles = roles(&Account::of(spec, &template));
        cases.extend(roles.into_iter().map(|it| case(format!("{}/{}", spec.name, it.id), it)));
        if spec.name == SEED {
            cases.extend(planted(spec, &template));
        }
    }
    let version = ask(&mut cases);
    (cases, version)
});

fn goldens() -> impl Iterator<Item = &'static Case> {
    CASES.0.iter().filter(|it| it.name.contains('/'))
}

#[test]
fn each_role_may_do_what_it_is_asked_for_and_nothing_else() {
    text::none(&goldens().flat_map(Case::complaints).collect::<Vec<_>>());
    let questions =
        |it: &Case| it.role.strangers.len() + it.verdict.documents.iter().map(Vec::len).sum::<usize>();
    judged("iam-simulate", goldens().map(questions).sum());
}

#[test]
fn every_role_is_asked_for_something_and_every_row_asks() {
    let idle_roles = goldens().filter(|it| it.role.calls.is_empty());
    let mut found: Vec<String> = idle_roles.map(|it| format!("nobody calls as {}", it.name)).collect();
    let specs = place::stacks();
    let templates: Vec<Value> = specs.iter().map(Stack::template).collect();
    found.extend(idle(
        &specs
            .iter()
            .zip(&templates)
            .flat_map(|(spec, it)| Account::of(spec, it).things())
            .collect::<Vec<_>>(),
    ));
    text::none(&found);
}

#[test]
fn what_is_planted_in_a_policy_is_found() {
    for fault in FAULTS {
        let case = CASES.0.iter().find(|it| it.name == fault.name).expect("each fault is a case");
        let said = case.complaints();
        assert!(said.iter().any(|it| it.contains(fault.said)), "{}: {}", fault.name, said.join("\n"));
    }
}

/// The table that a person reads: what fails without each right of the seed.
#[test]
fn kills_of_the_seed() {
    let mut table = String::new();
    for case in goldens().filter(|it| it.name.starts_with(&format!("{SEED}/"))) {
        table.push_str(&format!("{}\n", case.role.id));
        for (at, mutant) in case.mutants.iter().enumerate() {
            if at == 0 || case.mutants[at - 1].of != mutant.of {
                table.push_str(&format!("\n  {}\n", mutant.of));
            }
            table.push_str(&format!("    {}\n", mutant.what));
            for name in names(&case.role.calls, &case.kills(at)) {
                table.push_str(&format!("      {name}\n"));
            }
        }
        table.push('\n');
    }
    insta::assert_snapshot!("kills", table);
}

/// The pin and what judges are one version.
#[test]
fn the_judge_is_the_pinned_one() {
    let pins = place::read(&place::root().join("tests/tools/package.json"));
    let pins: Value = serde_json::from_str(&pins).expect("the pins are JSON");
    assert_eq!(pins["dependencies"]["@cloud-copilot/iam-simulate"], CASES.1.as_str());
}
