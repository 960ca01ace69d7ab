//! ministack on goldens that are deployed: under each role, with its policy and with each mutant of it, the calls are made.

use super::by_tags;
use super::calls::{Call, Role, names, roles};
use super::mutants::{Mutant, mutants};
use super::things::{Account, last};
use pipec_tests::http::Message;
use pipec_tests::place;
use pipec_tests::sample::{ACCOUNT, REGION};
use pipec_tests::stand_in::{Client, Refusal, Stack, StandIn, make_bucket};
use pipec_tests::{judged, text};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The specs whose goldens are deployed: the seed, and the one with every kind of sink.
const SPECS: &[&str] = &["high-transactions", "card-payments"];

/// Keys of conditions that ministack does not fill in: its services do not call KMS, the calls are made in their place.
/// The session carries them as tags, and the policies ask for the tags.
const BY_TAGS: &[&str] =
    &["kms:ViaService", "kms:EncryptionContext:aws:kinesis:arn", "kms:EncryptionContext:aws:s3:arn"];

/// Calls that ministack names otherwise than AWS: it names the log group, AWS a stream in it, and the right is for streams.
const LEFT_OUT: &[&str] = &["logs:CreateLogStream", "logs:PutLogEvents"];

/// Answers of services to calls that were allowed, about things that are not there.
const FOUND_NOTHING: &[&str] = &["NoSuchUpload", "NoSuchKey", "ExpiredIteratorException"];

fn is_by_tag(key: &str) -> bool {
    BY_TAGS.contains(&key)
}

/// A golden that is deployed.
struct Deployed {
    root: Client,
    roles: Vec<Role>,
    keys: Vec<(String, Value)>,
    /// Something that the pipeline's key has encrypted.
    sealed: String,
}

fn deploy(name: &str, spec: &str) -> Deployed {
    let golden = place::stacks().into_iter().find(|it| it.name == spec).expect("it is a golden");
    let template = golden.template();
    let root = StandIn::shared().root(REGION);
    let stack = Stack::deploy(&root, name, &template, &[], b"no code");
    let ids = template["Resources"].as_object().expect("a template has resources").keys();
    let names: BTreeMap<String, String> =
        ids.map(|id| (id.clone(), last(stack.physical(id)).to_owned())).collect();
    let account = Account::of(&golden, &template).with_names(names.clone());
    let mut roles = roles(&account);
    roles.iter_mut().for_each(|it| it.id = names[&it.id].clone());
    // S3 tells everybody that a bucket is not there.
    let buckets =
        roles.iter().flat_map(|it| &it.strangers).filter_map(|it| it.on.strip_prefix("arn:aws:s3:::"));
    let buckets: BTreeSet<&str> = buckets.filter_map(|it| it.split('/').next()).collect();
    let elsewhere = buckets.into_iter().filter(|it| it.ends_with("-elsewhere"));
    elsewhere.for_each(|it| make_bucket(&root, it));
    let key = |(id, it): (&String, &Value)| (names[id].clone(), account.value(&it["KeyPolicy"]));
    let keys: Vec<(String, Value)> = account.all("AWS::KMS::Key").map(key).collect();
    let body = json!({ "KeyId": keys[0].0, "Plaintext": "c2VjcmV0" });
    let sealed = root.json("kms", "Encrypt", &body).expect("root may encrypt");
    let sealed = sealed["CiphertextBlob"].as_str().expect("what is encrypted is a text").to_owned();
    Deployed { root, roles, keys, sealed }
}

impl Deployed {
    /// The role that the template calls so.
    fn role(&self, logical: &str) -> &Role {
        let found = self.roles.iter().find(|it| it.id.contains(logical));
        found.unwrap_or_else(|| panic!("the golden has no {logical}"))
    }

    /// Gives the keys their policies, which ask for tags instead of these keys of conditions.
    fn ask_keys_for(&self, is_meant: &dyn Fn(&str) -> bool) {
        for (key, policy) in &self.keys {
            let policy = by_tags(policy, is_meant).to_string();
            let body = json!({ "KeyId": key, "PolicyName": "default", "Policy": policy });
            self.root.json("kms", "PutKeyPolicy", &body).expect("root may set a key's policy");
        }
    }
}

/// A role as those who have taken it see it: a session for each set of tags.
struct Sessions<'a> {
    deployed: &'a Deployed,
    role: &'a Role,
    by_tags: BTreeMap<Vec<(String, String)>, Client>,
}

impl<'a> Sessions<'a> {
    /// Takes the role. Tagging asks for a right in its trust, which nobody has besides this test.
    fn of(deployed: &'a Deployed, role: &'a Role) -> Sessions<'a> {
        let root = format!("arn:aws:iam::{ACCOUNT}:root");
        let actions = ["sts:AssumeRole", "sts:TagSession"];
        let trust = json!({ "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Principal": { "AWS": root }, "Action": actions }
        ] });
        let parameters = [("RoleName", role.id.as_str()), ("PolicyDocument", &trust.to_string())];
        deployed.root.query("iam", "UpdateAssumeRolePolicy", &parameters).expect("root may set a trust");
        let mut sessions = Sessions { deployed, role, by_tags: BTreeMap::new() };
        for call in role.calls.iter().chain(&role.strangers) {
            let tags = tags(call);
            let session = sessions.take(&tags);
            sessions.by_tags.entry(tags).or_insert(session);
        }
        sessions
    }

    fn take(&self, tags: &[(String, String)]) -> Client {
        let pairs = tags.iter().zip(1..).flat_map(|((key, value), at)| {
            [
                (format!("Tags.member.{at}.Key"), key.as_str()),
                (format!("Tags.member.{at}.Value"), value.as_str()),
            ]
        });
        let pairs: Vec<(String, &str)> = pairs.collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, it)| (name.as_str(), *it)).collect();
        let role = format!("arn:aws:iam::{ACCOUNT}:role/{}", self.role.id);
        self.deployed.root.assume(&role, &pairs).unwrap_or_else(|it| panic!("{role} cannot be taken: {it}"))
    }

    /// Gives the role this policy instead of its own.
    fn put(&self, policy: &Value) {
        let text = policy.to_string();
        let parameters =
            [("RoleName", self.role.id.as_str()), ("PolicyName", "Edges"), ("PolicyDocument", &text)];
        self.deployed.root.query("iam", "PutRolePolicy", &parameters).expect("root may put a policy");
    }

    /// Whether a call is allowed.
    fn may(&self, call: &Call) -> bool {
        match self.make(call) {
            Ok(()) => true,
            Err(refused) if refused.is_denied() => false,
            Err(refused) if FOUND_NOTHING.contains(&refused.code.as_str()) => true,
            Err(refused) => panic!("{call}: {refused}"),
        }
    }

    /// Whether a call is not stopped, whatever it finds.
    fn reaches(&self, call: &Call) -> bool {
        !self.make(call).is_err_and(|it| it.is_denied())
    }

    fn make(&self, call: &Call) -> Result<(), Refusal> {
        make(&self.by_tags[&tags(call)], call, &self.deployed.sealed)
    }
}

/// What AWS fills in for a call and ministack does not.
fn tags(call: &Call) -> Vec<(String, String)> {
    let pairs = call.context.iter().filter(|(key, _)| is_by_tag(key));
    pairs.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Makes a call as somebody.
fn make(client: &Client, call: &Call, sealed: &str) -> Result<(), Refusal> {
    let (service, action) = call.action.split_once(':').expect("an action names its service");
    let name = call.on.rsplit(['/', ':']).next().expect("an ARN ends in a name");
    let json = |body: Value| client.json(service, action, &body).map(|_| ());
    match (service, action) {
        ("s3", _) => s3(client, call, action),
        ("sns", _) => client.query(service, action, &[("TopicArn", &call.on), ("Message", "m")]).map(|_| ()),
        ("sqs", _) => json(
            json!({ "QueueUrl": format!("https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"), "MessageBody": "m" }),
        ),
        ("dynamodb", _) => json(json!({ "TableName": name, "Item": item() })),
        ("firehose", _) => json(json!({ "DeliveryStreamName": name, "Records": [{ "Data": "bQ==" }] })),
        ("kms", "Decrypt") => json(json!({ "KeyId": call.on, "CiphertextBlob": sealed })),
        ("kms", "GenerateDataKey") => json(json!({ "KeyId": call.on, "KeySpec": "AES_256" })),
        ("kms", _) => json(json!({ "KeyId": call.on })),
        ("kinesis", "PutRecords") => {
            json(json!({ "StreamARN": call.on, "Records": [{ "Data": "bQ==", "PartitionKey": "k" }] }))
        }
        ("kinesis", "GetShardIterator") => json(json!({
            "StreamARN": call.on, "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON"
        })),
        ("kinesis", "GetRecords") => json(json!({ "StreamARN": call.on, "ShardIterator": "none" })),
        ("kinesis", _) => json(json!({ "StreamARN": call.on })),
        ("logs", _) => {
            let (group, stream) = call.on.split_once(":log-stream:").expect("the call names a stream");
            let (group, message) = (last(group), json!({ "timestamp": 0, "message": "m" }));
            json(json!({ "logGroupName": group, "logStreamName": stream, "logEvents": [message] }))
        }
        (other, _) => panic!("nobody here can call {other}"),
    }
}

fn s3(client: &Client, call: &Call, action: &str) -> Result<(), Refusal> {
    let path = call.on.strip_prefix("arn:aws:s3:::").expect("it is an ARN of S3");
    let (method, query) = match action {
        "PutObject" => ("PUT", ""),
        "GetObject" => ("GET", ""),
        "AbortMultipartUpload" => ("DELETE", "?uploadId=none"),
        "ListBucket" => ("GET", "?list-type=2"),
        "GetBucketLocation" => ("GET", "?location"),
        "ListBucketMultipartUploads" => ("GET", "?uploads"),
        other => panic!("nobody here can call s3:{other}"),
    };
    client.rest("s3", Message::request(method, &format!("/{path}{query}"), "")).map(|_| ())
}

/// An item with the keys of every table of the goldens.
fn item() -> Value {
    let keys = ["transactionId", "createdAt", "cardId", "paymentId"];
    keys.iter().map(|it| ((*it).to_owned(), json!({ "S": "x" }))).collect()
}

/// The calls that ministack can judge.
fn judgeable(calls: &[Call]) -> impl Iterator<Item = (usize, &Call)> {
    calls.iter().enumerate().filter(|(_, it)| !LEFT_OUT.contains(&it.action.as_str()))
}

/// What is not as it should be with a policy and these mutants of it, and how many calls were made.
fn complaints(sessions: &Sessions, policy: &Value, mutants: &[Mutant]) -> (Vec<String>, usize) {
    let (role, mut said) = (sessions.role, Vec::new());
    sessions.put(&by_tags(policy, &is_by_tag));
    let denied = judgeable(&role.calls).filter(|(_, it)| !sessions.may(it));
    said.extend(denied.map(|(_, it)| format!("{it} is denied")));
    let reached = judgeable(&role.strangers).filter(|(_, it)| sessions.reaches(it));
    said.extend(reached.map(|(_, it)| format!("{it} is allowed on {} with {:?}", it.on, it.context)));
    for Mutant { of, what, policy, needed_by, .. } in mutants {
        sessions.put(&by_tags(policy, &is_by_tag));
        let failed = judgeable(&role.calls).filter(|(_, it)| !sessions.may(it));
        let failed: BTreeSet<usize> = failed.map(|(at, _)| at).collect();
        let needed = judgeable(&role.calls).map(|(at, _)| at).filter(|it| needed_by.contains(it));
        let needed: BTreeSet<usize> = needed.collect();
        if failed != needed {
            let (fail, need) = (names(&role.calls, &failed), names(&role.calls, &needed));
            said.push(format!("{of} {what}: {fail:?} fail, and {need:?} need it"));
        }
    }
    let calls = judgeable(&role.calls).count();
    (said, calls * (1 + mutants.len()) + judgeable(&role.strangers).count())
}

#[test]
fn deployed_roles_may_do_what_they_are_asked_for_and_nothing_else() {
    let (mut found, mut made) = (Vec::new(), 0);
    for (at, spec) in SPECS.iter().enumerate() {
        let deployed = deploy(&format!("rights-{at}"), spec);
        deployed.ask_keys_for(&is_by_tag);
        for role in &deployed.roles {
            let mutants = mutants(&role.policy, &role.calls);
            let (said, calls) = complaints(&Sessions::of(&deployed, role), &role.policy, &mutants);
            found.extend(said.into_iter().map(|it| format!("{spec}: {}: {it}", role.id)));
            made += calls;
        }
    }
    text::none(&found);
    judged("ministack", made);
}

#[test]
fn what_is_planted_in_a_deployed_role_is_found() {
    let deployed = deploy("rights-planted", SPECS[0]);
    deployed.ask_keys_for(&is_by_tag);
    let role = deployed.role("TransactionsFunctionRole");
    let sessions = Sessions::of(&deployed, role);
    let check = |sid: &str, plant: &dyn Fn(&mut Value), told: &str| {
        let mut policy = role.policy.clone();
        let statements = policy["Statement"].as_array_mut().expect("a policy has statements");
        plant(statements.iter_mut().find(|it| it["Sid"] == sid).expect("the seed has the statement"));
        let mutants = mutants(&policy, &role.calls);
        let mutants: Vec<Mutant> = mutants.into_iter().filter(|it| it.of == sid).collect();
        let (said, _) = complaints(&sessions, &policy, &mutants);
        assert!(said.iter().any(|it| it.contains(told)), "{sid}: {}", said.join("\n"));
    };
    check(
        "TransactionsMappingReadsTransactions",
        &|it| it["Action"] = json!(["kinesis:DescribeStream"]),
        "mapping: kinesis:GetRecords on TransactionsStream is denied",
    );
    check(
        "TransactionsFunctionPutsAbnormals",
        &|it| it["Resource"] = json!("*"),
        "function: dynamodb:PutItem on AbnormalsTable is allowed on",
    );
    let through_kinesis = json!({ "StringEquals": { "kms:ViaService": "kinesis.eu-west-1.amazonaws.com" } });
    check(
        "TransactionsMappingUnsealsTransactions",
        &|it| it["Condition"] = through_kinesis.clone(),
        "mapping: kms:Decrypt for TransactionsStream is allowed on",
    );
}

/// The lists of what ministack does not do are no longer than they must be.
#[test]
fn what_ministack_does_not_fill_in_or_names_otherwise_is_listed() {
    let deployed = deploy("rights-listed", SPECS[0]);
    let role = deployed.role("TransactionsFunctionRole");
    let sessions = Sessions::of(&deployed, role);
    for key in BY_TAGS {
        let others = |it: &str| is_by_tag(it) && it != *key;
        deployed.ask_keys_for(&others);
        sessions.put(&by_tags(&role.policy, &others));
        let asked: Vec<&Call> = role.calls.iter().filter(|it| it.context.contains_key(*key)).collect();
        assert!(!asked.is_empty(), "nothing asks for {key}");
        assert!(asked.iter().all(|it| !sessions.may(it)), "ministack fills in {key}");
    }
    for action in LEFT_OUT {
        let mut calls = role.calls.iter().filter(|it| it.action == *action).peekable();
        assert!(calls.peek().is_some(), "nobody calls {action}");
        assert!(calls.all(|it| !sessions.may(it)), "ministack names what {action} is about as AWS does");
    }
}

/// The trust as it was generated: whoever takes the role of a delivery stream must name the account.
#[test]
fn the_role_of_a_delivery_stream_is_taken_for_the_account_only() {
    let deployed = deploy("rights-trust", SPECS[0]);
    let role = deployed.role("TransactionsToRawArchiveDeliveryRole");
    let role = format!("arn:aws:iam::{ACCOUNT}:role/{}", role.id);
    let take = |parameters: &[(&str, &str)]| deployed.root.assume(&role, parameters);
    take(&[("ExternalId", ACCOUNT)]).expect("Firehose names the account");
    assert!(take(&[("ExternalId", "999999999999")]).expect_err("it is another account").is_denied());
    assert!(take(&[]).expect_err("no account is named").is_denied());
}
