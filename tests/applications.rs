//! The function of an application's output, as it is deployed, between an application and AWS's stand-in behind a proxy
//! where things go wrong: each row is in the table once and announced, or it is a dead letter, and nothing is lost.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pipec_tests::chance::Chance;
use pipec_tests::http::Message;
use pipec_tests::poller::{Application, Delivered, End, Function, Killer};
use pipec_tests::proxy::{Error, Fault, Proxy, Request, Service, storm};
use pipec_tests::stand_in::{Client, REGION, Stack, StandIn, read, tls_ends_here};
use pipec_tests::{function, judged, place};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};

/// The spec whose branches run in an application.
const SPEC: &str = "card-limits-sql";
const STACK: &str = "card-limits-sql.prod";

/// The server of all tests here. It checks no signatures of root, whose calls a proxy may thin.
static SERVER: LazyLock<StandIn> = LazyLock::new(|| StandIn::start("applications", tls_ends_here));

/// Rows of all tests here.
static ROWS: AtomicUsize = AtomicUsize::new(0);

/// A row as an application writes it; every ninth is none of the branch's.
fn row(at: usize) -> String {
    let time = if at % 9 == 8 { "01.01.2026" } else { "2026-01-01 00:00:00.000" };
    json!({
        "transactionId": format!("t{at}"),
        "name": null,
        "city": "Zürich",
        "transaction": 9000 + at,
        "bankId": "B1",
        "createdAt": time,
        "customEnrichment": 9500 + at,
        "inspectedAt": "2026-01-01 00:00:01.123",
    })
    .to_string()
}

/// Runs the function of an output through all rows.
fn run(
    name: &str,
    rows: usize,
    killer: &Killer,
    plan: impl Fn(&Request) -> Fault + Send + Sync + 'static,
) -> Vec<Delivered> {
    let client = SERVER.root(REGION);
    let stack = Stack::deploy(&client, name, &place::template(STACK), &[], b"the application runs it");
    let alerts =
        read::subscribed(&client, &stack.outputs()["AbnormalAlertsTopicArn"], &format!("{name}-alerts"));
    let proxy = Proxy::start(tls_ends_here(SERVER.address), plan);
    let application = Application::new(program(&client, &stack).behind(&proxy), killer);
    let rows: Vec<String> = (0..rows).map(row).collect();
    let told = application.run(&rows);
    proxy.finish();
    for it in &told {
        // Nothing is done behind the first row that comes again, so that rows keep their order.
        assert!(it.taken.is_sorted_by_key(|taken| !taken), "{name}: {it:?}");
    }
    items(&client, &stack, rows.len());
    announced(&client, &alerts, rows.len());
    letters(&client, &stack, &rows);
    judged("applications", ROWS.fetch_add(rows.len(), Ordering::Relaxed) + rows.len());
    told
}

/// The program of the output, with the variables that the template gives it.
fn program(client: &Client, stack: &Stack) -> Function {
    let path = format!("/2015-03-31/functions/{}/configuration", stack.physical("AbnormalFunction"));
    let told = client.rest("lambda", Message::request("GET", &path, "")).expect("the function is there");
    let told: Value = serde_json::from_slice(&told.body).expect("it is told in JSON");
    let variables = told["Environment"]["Variables"].as_object().expect("it has variables");
    let program = Function::new(function::built(SPEC).join("bootstrap"));
    let program = program.variable("AWS_REGION", REGION).variable("AWS_SESSION_TOKEN", "");
    let text = |it: &Value| it.as_str().expect("variables are text").to_owned();
    variables.iter().fold(program, |it, (name, value)| it.variable(name, text(value)))
}

fn is_good(at: usize) -> bool {
    at % 9 != 8
}

fn good(rows: usize) -> BTreeSet<String> {
    (0..rows).filter(|it| is_good(*it)).map(|it| format!("t{it}")).collect()
}

/// Each good row is one item, its timestamps as ours are.
fn items(client: &Client, stack: &Stack, rows: usize) {
    let items = read::items(client, stack.physical("AbnormalsTable"));
    let text = |it: &Value, name: &str| it[name]["S"].as_str().unwrap_or_default().to_owned();
    let ids: Vec<String> = items.iter().map(|it| text(it, "transactionId")).collect();
    assert_eq!(ids.len(), good(rows).len());
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>(), good(rows));
    assert!(items.iter().all(|it| text(it, "createdAt") == "2026-01-01T00:00:00.000Z"));
    assert!(items.iter().all(|it| it.get("name").is_none() && text(it, "inspectedAt").ends_with("01.123Z")));
}

/// Each good row is announced, and whenever it is, under one id.
fn announced(client: &Client, queue: &str, rows: usize) {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for message in read::messages(client, queue) {
        let body: Value =
            serde_json::from_str(message["Body"].as_str().expect("it has a body")).expect("JSON");
        let row: Value =
            serde_json::from_str(body["Message"].as_str().expect("a text")).expect("a row is JSON");
        let id = body["MessageAttributes"].to_string();
        let name = row["transactionId"].as_str().expect("a row has its key").to_owned();
        ids.entry(name).or_default().insert(id);
    }
    assert!(ids.values().all(|it| it.len() == 1), "{ids:?}");
    assert_eq!(ids.into_keys().collect::<BTreeSet<_>>(), good(rows));
}

/// Each other row is a dead letter without a place, and none of the good ones is.
fn letters(client: &Client, stack: &Stack, rows: &[String]) {
    let objects = read::objects(client, stack.physical("DeadLettersBucket"), "rejected/abnormal/-/");
    let text = objects.into_values().map(|it| String::from_utf8(it).expect("letters are text"));
    let letters: Vec<Value> = text
        .flat_map(|it| it.lines().map(str::to_owned).collect::<Vec<_>>())
        .map(|it| serde_json::from_str(&it).expect("a letter is JSON"))
        .collect();
    assert!(letters.iter().all(|it| it["position"].is_null() && it["reason"] == "type"), "{letters:?}");
    let raw: BTreeSet<&str> = letters.iter().filter_map(|it| it["raw"].as_str()).collect();
    let bad = rows.iter().enumerate().filter(|(at, _)| !is_good(*at)).map(|(_, it)| STANDARD.encode(it));
    assert_eq!(raw, bad.collect::<BTreeSet<_>>().iter().map(String::as_str).collect());
    let ids: BTreeSet<String> = letters.iter().map(|it| it["id"].to_string()).collect();
    assert_eq!(ids.len(), raw.len(), "a letter has another id the second time");
}

#[test]
fn in_good_weather_every_row_is_brought_once() {
    let told = run("application-calm", 60, &Killer::default(), |_| Fault::Pass);
    assert!(told.iter().all(|it| it.taken.iter().all(|taken| *taken)), "{told:?}");
}

#[test]
fn in_a_storm_nothing_is_lost() {
    let denied = Error { code: "AccessDeniedException", status: 400, message: "not authorized" };
    let weather = storm(5, 3, 120);
    // What is denied is not tried again by the function itself.
    let told =
        run("application-storm", 150, &Killer::default(), move |request: &Request| match request.service {
            Service::DynamoDb if request.count < 150 && request.count % 10 == 5 => Fault::Error(denied),
            _ => weather(request),
        });
    let again: usize = told.iter().map(|it| it.taken.iter().filter(|taken| !**taken).count()).sum();
    assert!(again > 10, "only {again} rows came again");
}

#[test]
fn kills_at_any_moment_lose_nothing() {
    let killer = Killer::default();
    let (chance, cause) = (Mutex::new(Chance::new(7)), killer.clone());
    let told = run("application-kills", 120, &killer, move |request: &Request| {
        if chance.lock().expect("chance does not panic").once_in(12) && request.total < 150 {
            cause.kill();
        }
        Fault::Pass
    });
    let killed = told.iter().filter(|it| !matches!(it.end, End::Response(_))).count();
    assert!(killed > 3, "only {killed} invocations were killed");
}
