//! The pipeline of card payments, which writes every kind of sink, deployed on AWS's stand-in: its functions' variables,
//! its records, what each asks for, and what came of them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pipec_tests::effects::{Mark, Seen, Wanted};
use pipec_tests::http::Message;
use pipec_tests::poller::{Function, Shard};
use pipec_tests::stand_in::{Client, REGION, Stack, StandIn, read, tls_ends_here};
use pipec_tests::{function, place};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::LazyLock;

/// The spec: a hot branch for each kind of sink.
const SPEC: &str = "card-payments";

/// The server of all tests here. It checks no signatures of root, whose calls a proxy may thin.
static SERVER: LazyLock<StandIn> = LazyLock::new(|| StandIn::start("faults", tls_ends_here));

/// The template that is deployed: the golden, but for the one name that the spec gives.
pub static TEMPLATE: LazyLock<Value> = LazyLock::new(|| {
    let mut template = place::template(SPEC);
    // Stacks of one account cannot share a name.
    let clearing = template["Resources"]["ClearingStream"]["Properties"].as_object_mut();
    clearing.and_then(|it| it.remove("Name")).expect("the spec names this stream");
    template
});

/// A deployed pipeline of its own.
pub struct World {
    client: Client,
    stack: Stack,
    alerts: String,
}

impl World {
    /// Deploys the pipeline under a name that no other test has.
    pub fn new(name: &str) -> World {
        let client = SERVER.root(REGION);
        let stack = Stack::deploy(&client, name, &TEMPLATE, &[], b"the poller runs it");
        // The poller stands in the place of the mappings.
        for id in ["PaymentsMapping", "PaymentsAbroadMapping"] {
            let path = format!("/2015-03-31/event-source-mappings/{}", stack.physical(id));
            client.rest("lambda", Message::request("DELETE", &path, "")).expect("a mapping can be deleted");
        }
        let alerts = read::subscribed(
            &client,
            &stack.outputs()["LargePaymentAlertsTopicArn"],
            &format!("{name}-alerts"),
        );
        World { client, stack, alerts }
    }

    /// Where a proxy finds the services.
    pub fn address(&self) -> SocketAddr {
        tls_ends_here(SERVER.address)
    }

    /// A function of the pipeline as its template has it, by its logical id.
    pub fn function(&self, id: &str) -> Function {
        let path = format!("/2015-03-31/functions/{}/configuration", self.stack.physical(id));
        let told =
            self.client.rest("lambda", Message::request("GET", &path, "")).expect("the function is there");
        let told: Value = serde_json::from_slice(&told.body).expect("it is told in JSON");
        let variables = told["Environment"]["Variables"].as_object().expect("it has variables");
        let program = Function::new(function::built(SPEC).join("bootstrap"));
        let program = program.variable("AWS_REGION", REGION).variable("AWS_SESSION_TOKEN", "");
        variables
            .iter()
            .fold(program, |it, (name, value)| it.variable(name, value.as_str().expect("variables are text")))
    }

    fn name(&self, id: &str) -> String {
        let physical = self.stack.physical(id);
        physical.rsplit([':', '/']).next().unwrap_or(physical).to_owned()
    }

    /// What the payments of a shard ask for.
    pub fn payments(&self, shard: &Shard) -> Vec<Wanted> {
        (0..shard.records.len()).map(|at| self.payment(shard, at)).collect()
    }

    fn payment(&self, shard: &Shard, at: usize) -> Wanted {
        let record = &shard.records[at];
        let mut wanted = Wanted { record: shard.name(at), ..Wanted::default() };
        let Ok(payment) = serde_json::from_slice::<Value>(&record.data) else {
            wanted.dead.push(Mark::new(&self.name("DeadLettersBucket"), &record.sequence));
            return wanted;
        };
        let id = payment["paymentId"].as_str().expect("a payment has an id");
        let amount = payment["amount"].as_f64().expect("it has an amount");
        let mut publish = |resource: &str| wanted.published.push(Mark::new(&self.name(resource), id));
        publish("ClearingStream");
        if amount >= 5000.0 {
            publish("LargePaymentAlertsTopic");
            wanted.stored.push(Mark::new(&self.name("LargePaymentItemsTable"), id));
        }
        let mut publish = |resource: &str| wanted.published.push(Mark::new(&self.name(resource), id));
        if payment["contactless"] == true && amount > 80.0 {
            publish("ReviewQueueQueue");
        }
        if payment["merchant"]["country"].as_str().is_some_and(|it| it != "CH") {
            publish("PaymentsAbroadStream");
        }
        wanted
    }

    /// What the payments abroad of a shard ask for.
    pub fn abroad(&self, shard: &Shard) -> Vec<Wanted> {
        let wanted = |at: usize| {
            let record = &shard.records[at];
            let mut wanted = Wanted { record: shard.name(at), ..Wanted::default() };
            match serde_json::from_slice::<Value>(&record.data) {
                Ok(row) => {
                    let id = row["paymentId"].as_str().expect("a row has an id");
                    wanted.published.push(Mark::new(&self.name(DELIVERY), id));
                }
                Err(_) => wanted.dead.push(Mark::new(&self.name("DeadLettersBucket"), &record.sequence)),
            }
            wanted
        };
        (0..shard.records.len()).map(wanted).collect()
    }

    /// What is there in the end.
    pub fn seen(&self) -> Seen {
        let mut seen = Seen::default();
        let mut published = |resource: &str, rows: Vec<Value>| {
            let mark = |it: &Value| Mark::new(resource, it["paymentId"].as_str().expect("a row has its id"));
            seen.published.extend(rows.iter().map(mark));
        };
        let alert = |it: &Value| json(json(it["Body"].as_str())["Message"].as_str());
        let alerts = read::messages(&self.client, &self.alerts).iter().map(alert).collect();
        published(&self.name("LargePaymentAlertsTopic"), alerts);
        let queue = self.stack.physical("ReviewQueueQueue");
        let reviews =
            read::messages(&self.client, queue).iter().map(|it| json(it["Body"].as_str())).collect();
        published(&self.name("ReviewQueueQueue"), reviews);
        for id in ["ClearingStream", "PaymentsAbroadStream"] {
            let records = read::records(&self.client, self.stack.physical(id));
            published(&self.name(id), records.iter().map(record).collect());
        }
        let bucket = self.stack.physical("AbroadFilesBucket");
        let files = read::objects(&self.client, bucket, "abroad/");
        published(&self.name(DELIVERY), lines(files));
        let table = self.name("LargePaymentItemsTable");
        let item =
            |it: &Value| Mark::new(&table, it["paymentId"]["S"].as_str().expect("an item has its key"));
        seen.stored = read::items(&self.client, &table).iter().map(item).collect();
        let bucket = self.name("DeadLettersBucket");
        let letters = lines(read::objects(&self.client, &bucket, "rejected/"));
        let letter = |it: &Value| {
            let sequence = it["position"]["sequence"].as_str();
            Mark::new(&bucket, sequence.expect("a letter has its record's place"))
        };
        seen.dead = letters.iter().map(letter).collect();
        seen
    }
}

/// The delivery stream that takes payments abroad to their files.
const DELIVERY: &str = "AbroadFilesIntake";

fn json(text: Option<&str>) -> Value {
    serde_json::from_str(text.expect("it is a text")).expect("the text is JSON")
}

/// The row in a record of a stream.
fn record(it: &Value) -> Value {
    let data = STANDARD.decode(it["Data"].as_str().expect("a record has data"));
    serde_json::from_slice(&data.expect("it is base64")).expect("a row is JSON")
}

/// The rows in files; the stand-in's delivery stream may put several into one line.
fn lines(files: BTreeMap<String, Vec<u8>>) -> Vec<Value> {
    let rows = |body: Vec<u8>| {
        let rows = serde_json::Deserializer::from_slice(&body).into_iter::<Value>();
        rows.map(|it| it.expect("a row is JSON")).collect::<Vec<_>>()
    };
    files.into_values().flat_map(rows).collect()
}

/// A shard of payments of every kind, in a mix that is the same for the same number.
pub fn payments(number: usize, count: usize) -> Shard {
    let amounts = [9.95, 5000.0, 120.5, 7000.25];
    let payment = |at: usize| {
        let key = format!("card{}", at % 13);
        let mixed = at * 7 + number;
        let data = match mixed % 9 {
            8 => format!("{{not json {number} {at}"),
            kind => json!({
                "amount": amounts[mixed % 4],
                "paymentId": format!("p{number}-{at}"),
                "cardId": key,
                "merchant": { "country": if kind % 3 == 0 { "DE" } else { "CH" } },
                "contactless": mixed.is_multiple_of(2),
                "paidAt": 1_767_225_600_000_u64 + at as u64,
            })
            .to_string(),
        };
        (key, data)
    };
    Shard::new(number, (0..count).map(payment))
}

/// A shard of payments abroad, as the first function writes them.
pub fn abroad(number: usize, count: usize) -> Shard {
    let row = |at: usize| {
        let data = match at % 11 {
            10 => format!("{{not json {number} {at}"),
            _ => json!({
                "paymentId": format!("a{number}-{at}"),
                "cardId": "c",
                "country": "DE",
                "amount": 12.5,
                "paidAt": "2026-01-01T00:00:00.000Z",
            })
            .to_string(),
        };
        (format!("a{at}"), data)
    };
    Shard::new(number, (0..count).map(row))
}
