//! What holds for every plan: rights follow edges, and what is measured is told.

use super::{GRANTS, TEMPLATE, all, rights, stack};
use crate::artifact::Artifacts;
use crate::diagnostic::Diagnostics;
use crate::lower::lower;
use crate::plan::{Edge, Plan};
use crate::source::Source;
use crate::{model, spec, yaml};
use serde_json::Value;
use std::collections::BTreeMap;

const READINGS: &str = "
version: 1
pipeline: plant
schemas:
  reading: { sensor: varchar(32) not null, level: integer, takenAt: timestamp not null }
streams:
  readings: { schema: reading, partition_key: sensor }
";

/// Pipelines of different shape, laid behind the readings.
const SHAPES: [&str; 6] = [
    "hot: { a: { from: readings, to: t } }\nsinks: { t: { dynamodb: { partition_key: sensor } } }",
    "hot: { a: { from: readings, to: [n, q, b] } }\nsinks: { n: { sns: {} }, q: { sqs: {} }, b: { s3: {} } }",
    "cold: { a: { from: readings, to: b } }\nsinks: { b: { s3: { prefix: raw/ } } }",
    "hot: { a: { from: readings, to: n }, c: { from: a, to: n } }\ncold: { d: { from: readings, to: b } }\n\
     sinks: { n: { sns: {} }, b: { s3: {} } }\nsettings: { encryption: aws_managed }",
    "hot: { a: { from: readings, to: n, where: level > high } }\nsinks: { n: { sns: {} } }\n\
     thresholds: { high: 9 }\nsettings: { removal: destroy, tags: { team: plant } }",
    "hot: { a: { from: readings, to: q } }\nsinks: { q: { sqs: {} } }\n\
     settings: { encryption: { key: 'arn:aws:kms:eu-west-1:111122223333:key/k' } }",
];

fn plan(shape: &str) -> Plan {
    let source = Source::new("test.yaml", format!("{READINGS}{shape}\n"));
    let (node, _) = yaml::parse(&source);
    let (read, findings) = spec::read(&source, &node);
    assert!(!findings.has_errors(), "{findings:?}");
    let (model, findings) = model::resolve(read.expect("it is a mapping"), None);
    assert!(!findings.has_errors(), "{findings:?}");
    lower(&model)
}

fn measured(plan: &Plan) -> Diagnostics {
    stack(plan, "", &mut Artifacts::new())
}

fn json(plan: &Plan, path: &str) -> Value {
    serde_json::from_slice(all(plan).get(path).expect("it is emitted")).expect("it is JSON")
}

/// The resources of a type, by id.
fn resources(plan: &Plan, kind: &str) -> BTreeMap<String, Value> {
    let template = json(plan, TEMPLATE);
    let resources = template["Resources"].as_object().expect("there are resources").clone();
    resources.into_iter().filter(|(_, it)| it["Type"] == kind).collect()
}

/// The statements of all roles, by role and `Sid`.
fn statements(plan: &Plan) -> BTreeMap<(String, String), Value> {
    let mut found = BTreeMap::new();
    for (id, role) in resources(plan, "AWS::IAM::Role") {
        for it in
            role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"].as_array().into_iter().flatten()
        {
            let sid = it["Sid"].as_str().expect("a statement has a name").to_owned();
            assert!(found.insert((id.clone(), sid.clone()), it.clone()).is_none(), "{sid} is there twice");
        }
    }
    found
}

/// The statements that an edge makes: one for each access, and one for each that needs a key its head is sealed with.
fn made_by(plan: &Plan, edge: &Edge) -> usize {
    let sealed = plan.node(edge.to).part.seal().is_some();
    edge.access.iter().map(|it| 1 + usize::from(sealed && it.key != crate::plan::KeyUse::None)).sum()
}

#[test]
fn an_edge_takes_exactly_its_statements_with_it() {
    for shape in SHAPES {
        let plan = plan(shape);
        let whole = statements(&plan);
        let mut made = 0;
        for (index, edge) in plan.edges().iter().enumerate() {
            let rest = statements(&plan.without(index));
            assert!(
                rest.iter().all(|(name, it)| whole.get(name) == Some(it)),
                "{shape}: a statement changed"
            );
            assert_eq!(whole.len() - rest.len(), made_by(&plan, edge), "{shape}");
            made += made_by(&plan, edge);
        }
        assert_eq!(made, whole.len(), "{shape}: a statement without an edge");
    }
}

#[test]
fn every_role_is_taken_and_may_do_something() {
    for shape in SHAPES {
        let plan = plan(shape);
        let template = json(&plan, TEMPLATE).to_string();
        for (id, role) in resources(&plan, "AWS::IAM::Role") {
            assert!(template.contains(&format!("{{\"Fn::GetAtt\":[\"{id}\",\"Arn\"]}}")), "{shape}: {id}");
            assert_eq!(role["Properties"]["Policies"].as_array().map(Vec::len), Some(1), "{shape}: {id}");
        }
    }
}

#[test]
fn the_document_for_review_holds_the_policy_of_the_role() {
    for shape in SHAPES {
        let plan = plan(shape);
        let roles = resources(&plan, "AWS::IAM::Role");
        let artifacts = all(&plan);
        let paths = artifacts.iter().map(|it| it.0).filter(|it| it.starts_with("iam/"));
        let documents: Vec<&str> = paths.filter(|it| !it.starts_with(GRANTS)).collect();
        assert_eq!(documents.len(), roles.len(), "{shape}");
        for path in documents {
            let document = json(&plan, path);
            let role = &roles[document["Role"].as_str().expect("a document names its role")]["Properties"];
            assert_eq!(document["PolicyDocument"], role["Policies"][0]["PolicyDocument"], "{shape}: {path}");
            assert_eq!(document["Trust"], role["AssumeRolePolicyDocument"], "{shape}: {path}");
        }
    }
}

const ABROAD: &str = "hot: { a: { from: readings, to: n } }
sinks: { n: { sns: { existing: 'arn:aws:sns:eu-west-1:444455556666:n', key: 'arn:aws:kms:eu-west-1:111122223333:key/k' } } }";

/// The documents of a stack in this account, each with whom it names, and how many roles have a tag.
fn owed(account: Option<&str>) -> (Vec<(String, Value)>, usize) {
    let mut plan = plan(ABROAD);
    plan.account = account.map(str::to_owned);
    let artifacts = all(&plan);
    let paths = artifacts.iter().map(|it| it.0).filter(|it| it.starts_with(GRANTS));
    let documents = paths.map(|it| {
        let document = json(&plan, it);
        let resource = &document["Resources"][0];
        let who = &resource["PolicyDocument"]["Statement"][0]["Principal"]["AWS"];
        (it.to_owned(), serde_json::json!([resource["Needed"], who]))
    });
    let tagged = |it: &Value| it["Properties"].get("Tags").is_some();
    let roles = resources(&plan, "AWS::IAM::Role");
    (documents.collect(), roles.values().filter(|it| tagged(it)).count())
}

#[test]
fn what_others_must_allow_follows_from_whose_account_it_is() {
    let document = |account: &str, needed: &str, who: &str| {
        let who = format!("arn:aws:iam::{who}:root");
        (format!("iam/grants/{account}.json"), serde_json::json!([needed, who]))
    };
    let always = "always: the stack stands in 111122223333";
    let topic = document("444455556666", always, "111122223333");
    assert_eq!(owed(Some("111122223333")), (vec![topic], 1), "the key is the stack's own account's");
    let always = "always: the stack stands in 999900001111";
    let both = ["111122223333", "444455556666"].map(|it| document(it, always, "999900001111"));
    assert_eq!(owed(Some("999900001111")), (both.to_vec(), 1));
    let perhaps = |noun| format!("only where the stack stands in another account than the {noun}");
    let key = format!("{}, or its policy leaves nothing to IAM", perhaps("key"));
    let both = [("111122223333", key), ("444455556666", perhaps("thing"))];
    let both = both.map(|(account, needed)| document(account, &needed, "ACCOUNT_OF_THE_STACK"));
    assert_eq!(owed(None), (both.to_vec(), 1));
}

#[test]
fn a_stack_has_to_do_with_no_other_account_unless_the_file_says_so() {
    for shape in SHAPES {
        let artifacts = all(&plan(shape));
        let is_owed = artifacts.iter().any(|(path, _)| path.starts_with(GRANTS));
        assert_eq!(is_owed, shape.contains("111122223333"), "{shape}");
    }
}

/// The names of the statements that the owner of a given key must add, by when, and how many roles have a tag.
fn of_given_key(account: Option<&str>) -> (BTreeMap<String, Vec<String>>, usize) {
    let mut plan = plan(SHAPES[5]);
    plan.account = account.map(str::to_owned);
    let document = json(&plan, "iam/grants/111122223333.json");
    let sid = |it: &Value| it["Sid"].as_str().expect("a statement has a name").to_owned();
    let of_resource = |it: &Value| {
        let statements = it["PolicyDocument"]["Statement"].as_array().expect("there are statements");
        let needed = it["Needed"].as_str().expect("it says when");
        (needed.to_owned(), statements.iter().map(sid).collect())
    };
    let things = document["Resources"].as_array().expect("there are resources");
    let tagged = |it: &&Value| it["Properties"].get("Tags").is_some();
    let roles = resources(&plan, "AWS::IAM::Role");
    (things.iter().map(of_resource).collect(), roles.values().filter(tagged).count())
}

#[test]
fn the_owner_of_a_given_key_always_lets_log_groups_use_it() {
    let (owed, tagged) = of_given_key(Some("111122223333"));
    assert_eq!(owed.into_values().collect::<Vec<_>>(), [["LogGroupsOfTheStack"]]);
    assert_eq!(tagged, 0, "the key's account is the stack's: IAM suffices for its roles");
    for (account, needed) in [(None, "only where"), (Some("999900001111"), "always: the stack stands in")] {
        let (owed, tagged) = of_given_key(account);
        assert_eq!((owed.len(), tagged), (2, 1), "{owed:?}");
        let (_, statements) = owed.iter().find(|it| it.0.starts_with(needed)).expect("roles need it");
        for sid in ["ReadingsFunctionSealsQ", "ReadingsMappingUnsealsReadings", "ServicesKeepGrants"] {
            assert!(statements.iter().any(|it| it == sid), "{sid} is not in {statements:?}");
        }
    }
}

/// CloudFormation fills nothing in here.
#[test]
fn what_the_owner_of_a_given_key_adds_is_settled() {
    let all_of_it = json(&plan(SHAPES[5]), "iam/grants/111122223333.json").to_string();
    assert!(!all_of_it.contains("Fn::") && !all_of_it.contains("${"), "{all_of_it}");
    assert!(all_of_it.contains("arn:aws:logs:eu-west-1:ACCOUNT_OF_THE_STACK:log-group:plant-*"));
    assert!(all_of_it.contains(r#""Service":"logs.eu-west-1.amazonaws.com""#));
}

/// The readers of a stream that is sealed with somebody's key need the leave of that somebody.
#[test]
fn the_owner_of_a_given_key_lets_readers_use_it() {
    let streams =
        "  shared: { name: shared, readers: ['444455556666'] }\nhot: { a: { from: readings, to: shared } }";
    let key = "arn:aws:kms:eu-west-1:111122223333:key/k";
    let given = plan(&format!("{streams}\nsettings: {{ encryption: {{ key: '{key}' }} }}"));
    let document = json(&given, "iam/grants/111122223333.json");
    let resources_of_key = document["Resources"].as_array().expect("there are resources");
    let mut statements =
        resources_of_key.iter().flat_map(|it| it["PolicyDocument"]["Statement"].as_array()).flatten();
    let statement = statements.find(|it| it["Sid"] == "ReadersOfShared").expect("the readers are let in");
    assert_eq!(statement["Principal"]["AWS"], serde_json::json!(["arn:aws:iam::444455556666:root"]));
    let stream = "arn:aws:kinesis:eu-west-1:ACCOUNT_OF_THE_STACK:stream/shared";
    assert_eq!(statement["Condition"]["StringEquals"]["kms:EncryptionContext:aws:kinesis:arn"], stream);
    let own = plan(streams);
    let keys = resources(&own, "AWS::KMS::Key");
    assert!(keys["PipelineKey"].to_string().contains("ReadersOfShared"));
    assert!(all(&own).get("iam/grants/111122223333.json").is_none());
}

#[test]
fn every_star_in_a_resource_has_its_reason() {
    for shape in SHAPES {
        for right in rights(&plan(shape)) {
            let starred = right.resource.iter().any(|it| it.contains('*'));
            assert!(!starred || !right.reason.is_empty(), "{shape}: {}", right.sid);
            assert!(right.actions.iter().all(|it| !it.contains('*')), "{shape}: {}", right.sid);
        }
    }
}

#[test]
fn a_right_on_a_key_is_for_one_service() {
    for shape in SHAPES {
        for right in
            rights(&plan(shape)).iter().filter(|it| it.actions.iter().any(|it| it.starts_with("kms:")))
        {
            assert!(
                right.conditions.iter().any(|it| it.starts_with("kms:ViaService")),
                "{shape}: {}",
                right.sid
            );
        }
    }
}

#[test]
fn aws_keys_need_no_rights_on_streams_and_buckets() {
    let rights = rights(&plan(SHAPES[3]));
    assert!(
        !rights.iter().any(|it| it.conditions.iter().any(|it| it.contains("s3.") || it.contains("kinesis.")))
    );
}

#[test]
fn nothing_is_measured_that_is_within_its_limits() {
    for shape in SHAPES {
        let plan = plan(shape);
        assert!(measured(&plan).is_empty(), "{shape}");
    }
}

#[test]
fn what_is_beyond_a_limit_is_told_at_its_place() {
    let sinks: Vec<String> = (0..40).map(|it| format!("q{it}: {{ sqs: {{}} }}")).collect();
    let names: Vec<String> = (0..40).map(|it| format!("q{it}")).collect();
    let shape = format!(
        "sinks: {{ {} }}\nhot: {{ a: {{ from: readings, to: [{}] }} }}",
        sinks.join(", "),
        names.join(", ")
    );
    let plan = plan(&shape);
    let findings = measured(&plan);
    let codes: Vec<&str> = findings.sorted().iter().map(|it| it.code.name).collect();
    assert_eq!(codes, ["policy-too-large"]);
    assert!(findings.sorted().iter().all(|it| it.span.end > 0));
}

#[test]
fn a_sink_without_writers_makes_nothing() {
    let plan = plan("hot: { a: { from: readings, to: q } }\nsinks: { q: { sqs: {} }, r: { sns: {} } }");
    assert!(resources(&plan, "AWS::SNS::Topic").is_empty());
}

#[test]
fn logical_ids_do_not_depend_on_the_order_of_the_file() {
    let ids = |sinks: &str| {
        let plan = plan(&format!("hot: {{ a: {{ from: readings, to: [q, r] }} }}\nsinks: {{ {sinks} }}"));
        let template = json(&plan, TEMPLATE);
        let mut ids: Vec<String> =
            template["Resources"].as_object().into_iter().flatten().map(|it| it.0.clone()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids("q: { sqs: {} }, r: { sns: {} }"), ids("r: { sns: {} }, q: { sqs: {} }"));
}

#[test]
fn branches_run_in_the_order_of_the_file_but_each_after_the_one_it_reads() {
    let branches = "c: { from: b, to: q }, a: { from: readings, to: q }, d: { from: a, to: q }, b: { from: readings, to: q }";
    let plan = plan(&format!("hot: {{ {branches} }}\nsinks: {{ q: {{ sqs: {{}} }} }}"));
    let names: Vec<&str> = plan.jobs[0].branches.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["a", "d", "b", "c"]);
    let reads: Vec<Option<usize>> = plan.jobs[0].branches.iter().map(|it| it.reads).collect();
    assert_eq!(reads, [None, Some(0), None, Some(2)]);
}
