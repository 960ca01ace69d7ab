//! What the real function leaves in tables and queues where records repeat and replace each other: the pipeline of machine
//! health, deployed on AWS's stand-in, whose function is handed batches one by one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pipec_tests::http::Message;
use pipec_tests::stand_in::{Client, REGION, Stack, StandIn, read};
use pipec_tests::{function, judged, place};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

/// The spec: a table that keeps the first item of a key, one that keeps the last, and records that columns identify.
const SPEC: &str = "machine-health";

struct World {
    client: Client,
    stack: Stack,
    records: usize,
}

impl World {
    fn new() -> World {
        let zip = fs::read(function::built(SPEC).join("bootstrap.zip")).expect("a build leaves a zip");
        let client = StandIn::shared().root(REGION);
        let stack = Stack::deploy(&client, "delivery", &place::template(SPEC), &[], &zip);
        // The test stands in the place of the mapping.
        let path = format!("/2015-03-31/event-source-mappings/{}", stack.physical("SensorReadingsMapping"));
        client.rest("lambda", Message::request("DELETE", &path, "")).expect("a mapping can be deleted");
        World { client, stack, records: 0 }
    }

    /// Hands the function a batch: readings of a machine, each with its sequence number, second and temperature.
    fn hand(&mut self, readings: &[(u32, u32, &str)]) {
        let record = |(sequence, second, celsius): &(u32, u32, &str)| {
            let data = format!(
                "{{\"machineId\":\"m1\",\"celsius\":{celsius},\"measuredAt\":\"2026-01-01T00:00:{second:02}Z\"}}"
            );
            json!({
                "kinesis": { "sequenceNumber": sequence.to_string(), "data": STANDARD.encode(data) },
                "eventID": format!("shardId-000000000000:{sequence}"),
            })
        };
        let event = json!({ "Records": readings.iter().map(record).collect::<Vec<_>>() }).to_string();
        let path =
            format!("/2015-03-31/functions/{}/invocations", self.stack.physical("SensorReadingsFunction"));
        let answer = self.client.rest("lambda", Message::request("POST", &path, event));
        let answer: Value = serde_json::from_slice(&answer.expect("it is invoked").body).expect("it is JSON");
        assert_eq!(answer, json!({ "batchItemFailures": [] }));
        self.records += readings.len();
    }

    fn items(&self, table: &str) -> Vec<Value> {
        read::items(&self.client, self.stack.physical(table))
    }

    /// What is now, by the table that keeps the last.
    fn state(&self) -> (String, String) {
        let items = self.items("MachineStatesTable");
        assert_eq!(items.len(), 1, "{items:?}");
        let text = |it: &Value| it.as_str().expect("an item has it").to_owned();
        (text(&items[0]["celsius"]["N"]), text(&items[0]["pipec_id"]["S"]))
    }

    /// The messages that wait in the queue: the attribute with the id, and the column that asks for it.
    fn orders(&self) -> Vec<(String, String)> {
        let messages = read::messages(&self.client, self.stack.physical("StopOrdersQueue"));
        let order = |it: &Value| {
            let row: Value =
                serde_json::from_str(it["Body"].as_str().expect("there is a body")).expect("a row");
            let id = it["MessageAttributes"]["pipec_id"]["StringValue"].as_str().expect("it has an id");
            (id.to_owned(), row["order"].as_str().expect("it has an order").to_owned())
        };
        messages.iter().map(order).collect()
    }
}

#[test]
fn the_last_row_of_a_key_replaces_the_others_and_a_repeat_is_the_same_row() {
    let mut world = World::new();
    let batch = [(1, 1, "20.5"), (2, 2, "105.5"), (3, 3, "21.5")];
    world.hand(&batch);
    let (celsius, id) = world.state();
    assert_eq!(celsius, "21.5");
    // The same batch, as after a lost answer.
    world.hand(&batch);
    assert_eq!(world.state(), ("21.5".to_owned(), id.clone()));
    // An older record alone, as after a cut: it is put again, at least once.
    world.hand(&batch[..1]);
    assert_eq!(world.state().0, "20.5");
    // The machine sends its third reading again, and it comes at another place.
    world.hand(&[(9, 3, "21.5")]);
    assert_eq!(world.state(), ("21.5".to_owned(), id));

    let troubled = world.items("TroubledMachinesTable");
    assert_eq!(troubled.len(), 1, "{troubled:?}");
    world.orders();
    world.hand(&[(10, 2, "105.5"), (11, 2, "105.5"), (12, 4, "105.5")]);
    let orders = world.orders();
    assert!(orders.iter().all(|(id, order)| id == order), "{orders:?}");
    let distinct: BTreeSet<&(String, String)> = orders.iter().collect();
    assert_eq!((orders.len(), distinct.len()), (3, 2), "{orders:?}");
    let kept = world.items("TroubledMachinesTable");
    assert!(kept.contains(&troubled[0]) && kept.len() == 2, "{kept:?}");
    judged("delivery", world.records);
}
