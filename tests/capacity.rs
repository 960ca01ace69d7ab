//! A declared load becomes shards, in the file itself and in each environment.

use pipec::source::Source;
use pipec_tests::resolved;
use serde_json::Value;

const PIPELINE: &str = "\
version: 1
pipeline: demo
schemas:
  reading: { sensor: varchar(32) not null }
streams:
  readings: { schema: reading, partition_key: sensor, capacity: CAPACITY }
cold:
  raw: { from: readings, to: SINKS }
sinks:
  one: { s3: {} }
  two: { s3: {} }
  three: { s3: {} }
  four: { s3: {} }
environments:
  dev: { streams: { readings: { capacity: { shards: 2 } } } }
  free: { streams: { readings: { capacity: on_demand } } }
  prod: { streams: { readings: { capacity: { peak_records_per_second: 9001, mean_record_size: 100B } } } }
";

fn pipeline(capacity: &str, sinks: &str) -> String {
    PIPELINE.replace("CAPACITY", capacity).replace("SINKS", sinks)
}

/// The properties of the stream in an environment's template.
fn stream(text: &str, environment: &str) -> Value {
    let compiled = pipec::compile(&Source::new("pipeline.yaml", text));
    let artifacts = compiled.artifacts.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics.sorted()));
    let path = format!("environments/{environment}/template.json");
    let (_, template) =
        artifacts.iter().find(|(it, _)| *it == path).expect("each environment has a template");
    let template: Value = serde_json::from_slice(template).expect("a template is JSON");
    template["Resources"]["ReadingsStream"]["Properties"].clone()
}

#[test]
fn an_environment_puts_its_own_load_in_the_place_of_the_files() {
    let text = pipeline("{ peak_records_per_second: 3000, mean_record_size: 1KiB }", "one");
    let shards = |environment| stream(&text, environment)["ShardCount"].as_u64();
    assert_eq!((shards("dev"), shards("free"), shards("prod")), (Some(2), None, Some(10)));
    assert_eq!(stream(&text, "free")["StreamModeDetails"]["StreamMode"], "ON_DEMAND");
    assert_eq!(stream(&text, "prod")["StreamModeDetails"]["StreamMode"], "PROVISIONED");
}

#[test]
fn readers_ask_for_shards_of_their_own() {
    let check = |sinks: &str, expect: u32| {
        let model =
            resolved::model(&pipeline("{ peak_records_per_second: 3000, mean_record_size: 1KiB }", sinks));
        let shards = model.streams[0].shards.as_ref().map(|it| it.value);
        assert_eq!(shards, Some(expect), "{sinks}");
    };
    // 3,000 records a second are three shards, 2.93 MiB a second too.
    check("one", 3);
    check("[one, two]", 3);
    // Read three times they are 8.79 MiB a second, of the 2 that a shard gives.
    check("[one, two, three]", 5);
    check("[one, two, three, four]", 6);
}
