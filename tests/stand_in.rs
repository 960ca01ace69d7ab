//! AWS's stand-in does what the tests that stand on it need: it deploys, checks signatures and rights, runs functions,
//! and ends with whoever started it.

use pipec_tests::http::{Message, call};
use pipec_tests::stand_in::{Client, LEFT_OUT, REGION, Refusal, Stack, StandIn, tls_ends_here, without};
use pipec_tests::{judge, judged, place};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::process::{self, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The spec whose golden is looked at closely.
const SEED: &str = "high-transactions";
/// The place of what a process tells that dies with a server.
const DIES: &str = "PIPEC_TEST_DIES";
/// How long a server may take to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// A function that answers each event with its own process and with where it is told that AWS is. It goes on whatever
/// happens: only its end ends it.
const BOOTSTRAP: &str = r#"#!/usr/bin/env python3
import json, os, time, urllib.request
runtime = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
told = json.dumps({"process": os.getpid(), "endpoint": os.environ["AWS_ENDPOINT_URL"]})
while True:
    try:
        with urllib.request.urlopen(runtime + "next") as event:
            request = event.headers["Lambda-Runtime-Aws-Request-Id"]
        urllib.request.urlopen(runtime + request + "/response", told.encode()).close()
    except Exception:
        time.sleep(1)
"#;

/// A zip with this bootstrap.
fn zip(bootstrap: &str) -> Vec<u8> {
    let script = "import io, sys, zipfile\nfile = io.BytesIO()\nentry = zipfile.ZipInfo('bootstrap')\n\
                  entry.external_attr = 0o755 << 16\n\
                  with zipfile.ZipFile(file, 'w') as it: it.writestr(entry, sys.argv[1])\n\
                  sys.stdout.buffer.write(file.getvalue())";
    judge::run(judge::python("ministack").args(["-c", script, bootstrap])).stdout
}

fn invoke(client: &Client, function: &str) -> Value {
    let path = format!("/2015-03-31/functions/{function}/invocations");
    let answer = client.rest("lambda", Message::request("POST", &path, "{}"));
    let answer = answer.unwrap_or_else(|it| panic!("{function} is not invoked: {it}"));
    serde_json::from_slice(&answer.body).expect("the function answers with JSON")
}

#[test]
fn every_golden_can_be_deployed() {
    let client = StandIn::shared().root(REGION);
    let goldens = place::stacks();
    for spec in &goldens {
        let template = without(&spec.template(), LEFT_OUT);
        let name = format!("golden-{}", spec.name.replace('.', "-"));
        let stack = Stack::deploy(&client, &name, &template, &[], b"no code");
        for (id, _) in template["Resources"].as_object().expect("a template has resources") {
            assert!(!stack.physical(id).is_empty(), "{}: {id} has no name", spec.name);
        }
        let outputs = template["Outputs"].as_object().map_or(0, serde_json::Map::len);
        assert_eq!(stack.outputs().len(), outputs, "{}", spec.name);
    }
    judged("stand-in", goldens.len());
}

/// What is left out of the goldens is what it does not make, and no more: with it, one is refused.
#[test]
fn an_application_of_sql_is_refused() {
    let types: BTreeSet<&str> = place::stacks().iter().flat_map(|it| left_out(&it.name)).collect();
    assert_eq!(types, LEFT_OUT.iter().copied().collect(), "no golden has what is left out");
    let template = place::template("card-limits-sql.prod");
    let output = "AWS::KinesisAnalyticsV2::ApplicationOutput";
    assert!(refused("whole", &template).contains(output));
    assert!(refused("without-outputs", &without(&template, &[output])).contains("SQL-1_0"));
}

/// What is said of a template that cannot be deployed as it is.
fn refused(name: &str, template: &Value) -> String {
    let client = StandIn::shared().root(REGION);
    let refused = std::panic::catch_unwind(|| Stack::deploy_whole(&client, name, template, &[], b""));
    let told = refused.expect_err("it cannot be deployed");
    told.downcast_ref::<String>().expect("a panic has a message").clone()
}

/// The types in a golden that are left out.
fn left_out(spec: &str) -> Vec<&'static str> {
    let text = place::template(spec).to_string();
    LEFT_OUT.iter().copied().filter(|it| text.contains(&format!("\"{it}\""))).collect()
}

#[test]
fn a_refused_template_is_told() {
    let told = refused("refused", &json!({ "Resources": { "Odd": { "Type": "AWS::Odd::Thing" } } }));
    assert!(told.contains("AWS::Odd::Thing"), "{told}");
}

#[test]
fn a_session_is_held_to_its_role_its_signature_and_tls() {
    let server = StandIn::shared();
    let root = server.root(REGION);
    let stack = Stack::deploy(&root, "session", &place::template(SEED), &[], b"no code");
    let role = format!("arn:aws:iam::111122223333:role/{}", stack.physical("TransactionsFunctionRole"));
    let function = root.assume(&role, &[]).expect("root may take it");
    let item = json!({ "transactionId": { "S": "a" }, "createdAt": { "S": "2026-01-01T00:00:00.000Z" } });
    let table = &stack.outputs()["AbnormalsTableName"];
    let put = json!({ "TableName": table, "Item": item });
    function.json("dynamodb", "PutItem", &put).expect("the function may put");
    let get = json!({ "TableName": table, "Key": item });
    let refused: Refusal = function.json("dynamodb", "GetItem", &get).expect_err("it may not get");
    assert!(refused.is_denied() && refused.message.contains("dynamodb:GetItem"), "{refused}");
    assert_eq!(root.json("dynamodb", "GetItem", &get).expect("root may get")["Item"], item);

    let refused = function.with_secret("another").json("dynamodb", "PutItem", &put);
    let refused = refused.expect_err("the signature is another");
    assert!(!refused.is_denied() && refused.message.contains("signature"), "{refused}");

    let topic = [("TopicArn", stack.outputs()["AbnormalAlertsTopicArn"].as_str()), ("Message", "m")];
    function.query("sns", "Publish", &topic).expect("the function may publish");
    let refused = function.without_tls().query("sns", "Publish", &topic).expect_err("the topic asks for TLS");
    assert!(refused.is_denied(), "{refused}");
    let fronted = function.without_tls().at(tls_ends_here(server.address));
    fronted.query("sns", "Publish", &topic).expect("before the front there is TLS");
}

#[test]
fn functions_run_and_reach_the_address_that_was_chosen() {
    let chosen: SocketAddr = "127.0.0.1:9".parse().expect("it is an address");
    let server = StandIn::start("chosen", |_| chosen);
    let client = server.root(REGION);
    let stack = Stack::deploy(&client, "chosen", &place::template(SEED), &[], &zip(BOOTSTRAP));
    let told = invoke(&client, stack.physical("TransactionsFunction"));
    assert_eq!(told["endpoint"], "http://127.0.0.1:9", "{told}");
    let address = server.address;
    drop(server);
    assert!(TcpStream::connect(address).is_err(), "the server listens after its end");
}

/// This test once more, as a process of its own, which starts a server and a function and then dies.
#[test]
fn server_and_functions_end_with_the_process_that_started_them() {
    if let Some(file) = env::var_os(DIES) {
        let server = StandIn::start("dies", tls_ends_here);
        let client = server.root(REGION);
        let stack = Stack::deploy(&client, "dies", &place::template(SEED), &[], &zip(BOOTSTRAP));
        let function = invoke(&client, stack.physical("TransactionsFunction"));
        let told = json!({ "address": server.address, "function": function["process"] });
        fs::write(file, told.to_string()).expect("the scratch folder is ours");
        process::abort();
    }
    let file = place::scratch("stand-in-dies").join("told.json");
    let name = "stand_in::server_and_functions_end_with_the_process_that_started_them";
    let mut test = Command::new(env::current_exe().expect("a test knows its own binary"));
    let output = judge::run(test.args(["--exact", name]).env(DIES, &file));
    assert!(!output.status.success(), "it died: {}", judge::said(&output));
    let told: Value = serde_json::from_str(&place::read(&file)).expect("what it told is JSON");
    let address: SocketAddr =
        told["address"].as_str().and_then(|it| it.parse().ok()).expect("it had a server");
    gone("the server", || TcpStream::connect(address).is_ok());
    let function = told["function"].to_string();
    gone("the function", || runs(&function));
}

fn runs(process: &str) -> bool {
    let mut kill = Command::new("kill");
    kill.args(["-0", process]).stderr(Stdio::null());
    kill.status().expect("a process can be asked").success()
}

fn gone(what: &str, is_there: impl Fn() -> bool) {
    let started = Instant::now();
    while is_there() {
        assert!(started.elapsed() < PATIENCE, "{what} is still there");
        sleep(Duration::from_millis(50));
    }
}

#[test]
fn the_stand_in_is_the_pinned_one_and_checks_rights() {
    let health = Message::request("GET", "/_ministack/health", "");
    let answer = call(StandIn::shared().address, &health).expect("the server answers");
    let told: Value = serde_json::from_slice(&answer.body).expect("its health is JSON");
    assert_eq!(told["auth"], "enabled");
    let version = told["version"].as_str().expect("its version is a text");
    let pins = place::read(&place::root().join("tests/tools/ministack.txt"));
    assert!(pins.lines().any(|it| it == format!("ministack=={version}")), "{version} is not pinned");
}
