//! Other accounts, before iam-simulate: with the grants that are written for them, each role may do what it is asked for
//! with things of theirs; without, nobody may; and nobody else may at all. And readers of a stream may read it, only it, and
//! nothing more.

use super::calls::{Call, Role, roles};
use super::simulated::{has_forms, said};
use super::things::Account;
use super::{by_tags, tag};
use pipec_tests::place::{self, Stack};
use pipec_tests::policy::{self, STACK};
use pipec_tests::sample::{ACCOUNT, Sample};
use pipec_tests::{judged, text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Whose the buckets are.
const BUCKETS: &str = "222233330000";
/// Somebody with whom nobody has to do.
pub const STRANGER: &str = "777788889999";

/// A question to the judge, and what it must say.
pub struct Question {
    /// What is asked, for a message.
    pub about: String,
    /// The statement that is left out: then the answer says whether it is needed.
    pub without: Option<String>,
    /// What is asked.
    pub call: Value,
    /// What must be said.
    pub allowed: bool,
}

/// The policies that a spec's grants make of things, by ARN.
fn grants(spec: &Stack) -> BTreeMap<String, Value> {
    policy::grants(spec).into_iter().map(|it| (it.at, it.document)).collect()
}

/// A session of some role of an account.
pub fn principal(account: &str) -> String {
    format!("arn:aws:sts::{account}:assumed-role/role/session")
}

/// A call as the judge is asked: by whom, and with which policy of the thing.
fn asked(call: &Call, caller: &str, role: &str, policy: Option<&Value>) -> Value {
    let context = call.context.iter().map(|(key, value)| (tag(key, &has_forms), json!(value)));
    let mut context: Value = context.collect();
    context["aws:PrincipalTag/pipec-role"] = json!(role);
    let owner = call.on.split(':').nth(4).filter(|it| !it.is_empty()).unwrap_or(BUCKETS);
    json!({
        "principal": principal(caller),
        "account": owner,
        "action": call.action,
        "resource": call.on,
        "context": context,
        "policy": policy.map(|it| by_tags(it, &has_forms)),
    })
}

/// What is asked of a role and a thing.
fn questions(role: &Role, known_by: &str, grants: &BTreeMap<String, Value>) -> Vec<Question> {
    let mut questions = Vec::new();
    for call in &role.calls {
        let whole = if call.on.starts_with("arn:aws:s3:") {
            call.on.split('/').next().unwrap_or_default()
        } else {
            &call.on
        };
        let Some(policy) = grants.get(whole) else { continue };
        let mut put = |what: &str, allowed, call| {
            questions.push(Question { about: what.to_owned(), without: None, call, allowed });
        };
        let about = format!("{} {call} ({})", role.id, call.on);
        put(&about, true, asked(call, STACK, known_by, Some(policy)));
        put(&format!("{about} without a grant"), false, asked(call, STACK, known_by, None));
        put(&format!("{about} as another role"), false, asked(call, STACK, "another/role", Some(policy)));
        put(&format!("{about} as a stranger"), false, asked(call, STRANGER, known_by, Some(policy)));
        for statement in policy["Statement"].as_array().expect("a policy has statements") {
            let mut less = policy.clone();
            less["Statement"].as_array_mut().expect("it has").retain(|it| it != statement);
            let without = Some(format!("{whole} {}", statement["Sid"]));
            let call = asked(call, STACK, known_by, Some(&less));
            questions.push(Question { about: about.clone(), without, call, allowed: false });
        }
    }
    questions
}

/// Asks them of a role: whether each is allowed.
pub fn answers(policy: &Value, questions: &[Question]) -> Vec<bool> {
    let calls: Vec<&Value> = questions.iter().map(|it| &it.call).collect();
    let case = json!({
        "principal": principal(STACK), "account": STACK, "documents": [by_tags(policy, &has_forms)],
        "calls": calls, "strangers": [],
    });
    let said = said(vec![case]);
    let answer = &said["answers"][0];
    assert_eq!(answer["faults"], json!([]));
    let list = answer["documents"][0].as_array().expect("the judge answers each call");
    assert_eq!(list.len(), questions.len());
    list.iter().map(|it| *it == true).collect()
}

/// The roles of a template that have to do with others, with the tags that they are known by.
fn known(template: &Value, account: &Account) -> Vec<(Role, String)> {
    let known_by = |role: &Role| {
        let tags = template["Resources"][&role.id]["Properties"]["Tags"].as_array()?;
        let tag = tags.iter().find(|it| it["Key"] == "pipec-role")?;
        Some(tag["Value"].as_str().expect("a tag is a text").to_owned())
    };
    roles(account).into_iter().filter_map(|it| Some((it.clone(), known_by(&it)?))).collect()
}

/// What is wrong with these grants of a spec, and how much was asked.
fn judge(spec: &Stack, grants: &BTreeMap<String, Value>) -> (Vec<String>, usize) {
    let template = spec.template();
    let (mut complaints, mut count) = (Vec::new(), 0);
    let mut needed: BTreeSet<String> = BTreeSet::new();
    for (role, known_by) in known(&template, &Account::of(spec, &template)) {
        let questions = questions(&role, &known_by, grants);
        let answers = answers(&role.policy, &questions);
        for (question, allowed) in questions.iter().zip(answers) {
            match &question.without {
                Some(statement) if !allowed => drop(needed.insert(statement.clone())),
                Some(_) => {}
                None if allowed == question.allowed => {}
                None => complaints.push(format!("{}: {} is {allowed}", spec.name, question.about)),
            }
        }
        count += questions.len();
    }
    let statements = grants.iter().flat_map(|(arn, it)| {
        let list = it["Statement"].as_array().expect("a policy has statements");
        list.iter().map(move |it| format!("{arn} {}", it["Sid"]))
    });
    let idle = statements.filter(|it| !needed.contains(it));
    complaints.extend(idle.map(|it| format!("{}: nobody needs {it}", spec.name)));
    (complaints, count)
}

#[test]
fn the_grants_are_what_other_accounts_must_allow() {
    let judged_specs = place::stacks().into_iter().map(|it| judge(&it, &grants(&it)));
    let (complaints, counts): (Vec<_>, Vec<usize>) = judged_specs.unzip();
    text::none(&complaints.concat());
    judged("grants", counts.iter().sum());
}

/// A fault in each statement of all grants, and what is said of it.
type Planted = (fn(&mut Value), &'static str);

#[test]
fn what_is_planted_in_a_grant_is_found() {
    const FAULTS: [Planted; 3] = [
        (|it| drop(it.as_object_mut().map(|it| it.remove("Condition"))), "as another role is true"),
        (|it| it["Principal"] = json!({ "AWS": "*" }), "as a stranger is true"),
        (|it| it["Action"] = json!("sqs:PurgeQueue"), "ClicksFunctionRole mapping: kinesis:GetRecords"),
    ];
    let spec = place::stacks().into_iter().find(|it| it.name == "click-audit").expect("the spec is there");
    for (plant, said) in FAULTS {
        let mut grants = grants(&spec);
        let statements = grants.values_mut().filter_map(|it| it["Statement"].as_array_mut()).flatten();
        statements.for_each(plant);
        let (complaints, _) = judge(&spec, &grants);
        assert!(complaints.iter().any(|it| it.contains(said)), "{said}: {complaints:?}");
    }
}

/// What readers of another account may do, and what not, whatever their own account lets them.
#[test]
fn readers_read_their_stream_and_nothing_else() {
    const READER: &str = "444455556666";
    let template = place::template("card-payments");
    let sample = Sample::of(&template)
        .with_names([("ClearingStream".to_owned(), "clearing-requests".to_owned())].into());
    let resource = |id: &str| sample.value(&template["Resources"][id]["Properties"]);
    let (key, stream) = (&resource("PipelineKey")["KeyPolicy"], resource("ClearingStreamPolicy"));
    let (arn, policy) = (stream["ResourceArn"].as_str().expect("an ARN"), &stream["ResourcePolicy"]);
    let sealed = sample.value(&json!({ "Fn::GetAtt": ["PipelineKey", "Arn"] }));
    let call = |action: &str, on: &str, context: &[(&str, &str)], caller: &str, policy: &Value| {
        let context = context.iter().map(|(key, it)| (tag(key, &has_forms), json!(it)));
        let mut context: Value = context.collect::<serde_json::Map<_, _>>().into();
        context["aws:SecureTransport"] = json!("true");
        json!({
            "principal": principal(caller), "account": ACCOUNT, "action": action, "resource": on,
            "context": context, "policy": by_tags(policy, &has_forms),
        })
    };
    let reading = ["DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards"];
    let mut questions = Vec::new();
    let mut ask = |about: &str, allowed: bool, call: Value| {
        questions.push(Question { about: about.to_owned(), without: None, call, allowed });
    };
    for action in reading.map(|it| format!("kinesis:{it}")) {
        ask(&action, true, call(&action, arn, &[], READER, policy));
        ask(&format!("{action} by a stranger"), false, call(&action, arn, &[], STRANGER, policy));
    }
    for action in
        ["PutRecords", "DeleteStream", "MergeShards", "PutResourcePolicy"].map(|it| format!("kinesis:{it}"))
    {
        ask(&action, false, call(&action, arn, &[], READER, policy));
    }
    let (via, about) = ("kms:ViaService", "kms:EncryptionContext:aws:kinesis:arn");
    let (kinesis, dynamodb) = ("kinesis.eu-west-1.amazonaws.com", "dynamodb.eu-west-1.amazonaws.com");
    let sealed = sealed.as_str().expect("an ARN");
    let other = arn.replace("clearing-requests", "payments");
    let mut decrypts = |what: &str, allowed: bool, action: &str, context: &[(&str, &str)], caller: &str| {
        ask(what, allowed, call(action, sealed, context, caller, key));
    };
    let own = [(via, kinesis), (about, arn)];
    decrypts("it decrypts its stream", true, "kms:Decrypt", &own, READER);
    decrypts("it seals", false, "kms:GenerateDataKey", &own, READER);
    decrypts("it decrypts another stream", false, "kms:Decrypt", &[(via, kinesis), (about, &other)], READER);
    decrypts("it decrypts tables", false, "kms:Decrypt", &[(via, dynamodb), (about, arn)], READER);
    decrypts("a stranger decrypts", false, "kms:Decrypt", &own, STRANGER);
    let everything = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": ["kinesis:*", "kms:*"], "Resource": "*" }
    ] });
    let found = answers(&everything, &questions);
    let wrong = questions.iter().zip(&found).filter(|(it, allowed)| it.allowed != **allowed);
    text::none(&wrong.map(|(it, allowed)| format!("{} is {allowed}", it.about)).collect::<Vec<_>>());
    judged("readers", questions.len());
}
