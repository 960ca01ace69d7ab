//! Records that nobody has to write a script for: they decode, the same ones come again, and they come as asked.

mod columns;
mod door;
mod schemas;
mod times;
mod work;

use pipec::local::produce::{Producer, Refusal, Request};
use pipec::model::{self, Model, StreamId, Target};
use pipec::source::Source;
use pipec_runtime::column::Column;
use pipec_runtime::decode::Decoder;
use pipec_runtime::fault::Reason;
use pipec_tests::chance::Chance;
use pipec_tests::{judged, place};
use serde_json::Value;
use std::collections::BTreeSet;

const SEED: &str = "high-transactions";
const SCHEMAS: u64 = 300;

fn model(text: &str) -> Model {
    let compiled = pipec::compile(&Source::new("produced.yaml", text));
    assert!(!compiled.diagnostics.has_errors(), "{:?}\n{text}", compiled.diagnostics.sorted());
    compiled.model.expect("what has no error has a model")
}

fn spec(name: &str) -> Model {
    let specs = place::every_spec();
    model(&specs.iter().find(|it| it.name == name).expect("the spec is there").text())
}

/// Every stream of every spec that no branch writes.
fn streams() -> Vec<(Model, StreamId)> {
    let models = place::every_spec().into_iter().map(|it| model(&it.text()));
    let open = |model: &Model, id| model.writers(Target::Stream(id)).next().is_none();
    let streams = models.flat_map(|model| {
        let ids = (0..model.streams.len()).map(StreamId).filter(|it| open(&model, *it));
        ids.map(|it| (model.clone(), it)).collect::<Vec<_>>()
    });
    streams.collect()
}

/// A request of so many records of a stream.
fn request(model: &Model, stream: StreamId, count: u64) -> Request {
    Request {
        stream: Some(model.stream(stream).name.value.clone()),
        count: Some(count),
        ..Request::default()
    }
}

fn producer(model: &Model, request: &Request) -> Producer {
    Producer::new(model, request).unwrap_or_else(|it| panic!("{it:?}: {request:?}"))
}

fn records(model: &Model, request: &Request) -> Vec<Vec<u8>> {
    let mut producer = producer(model, request);
    let next = || {
        let mut record = Vec::new();
        producer.write(&mut record).then_some(record)
    };
    let records: Vec<Vec<u8>> = std::iter::from_fn(next).collect();
    assert!(!records.iter().flatten().any(|it| *it == b'\n'), "a record is one line");
    records
}

fn decoder(columns: &[model::Column]) -> Decoder {
    let paths: Vec<Vec<&str>> =
        columns.iter().map(|it| it.path.iter().map(String::as_str).collect()).collect();
    let column = |(it, path)| {
        let it: &model::Column = it;
        let path: &Vec<&str> = path;
        Column { name: "", ty: it.ty, nullable: it.nullable, path, format: it.format }
    };
    Decoder::new(&columns.iter().zip(&paths).map(column).collect::<Vec<_>>())
}

/// Why the columns refuse each of these records; none where one is taken.
fn reasons(columns: &[model::Column], records: &[Vec<u8>]) -> Vec<Option<Reason>> {
    let decoder = decoder(columns);
    records.iter().map(|it| decoder.decode(it).err()).collect()
}

/// Fails with the first record that the columns refuse.
fn all_decode(columns: &[model::Column], records: &[Vec<u8>]) {
    for (reason, record) in reasons(columns, records).into_iter().zip(records) {
        assert_eq!(reason, None, "{}", String::from_utf8_lossy(record));
    }
}

/// Fails with the first record that the columns take.
fn none_decodes(columns: &[model::Column], records: &[Vec<u8>]) {
    for (reason, record) in reasons(columns, records).into_iter().zip(records) {
        assert_ne!(reason, None, "{}", String::from_utf8_lossy(record));
    }
}

#[test]
fn every_record_decodes() {
    let mut count = 0;
    for (model, stream) in streams() {
        let columns = &model.stream(stream).columns;
        for seed in 0..3 {
            let asked = Request { seed, ..request(&model, stream, 2_000) };
            let records = records(&model, &asked);
            all_decode(columns, &records);
            none_decodes(columns, &self::records(&model, &Request { malformed: 1.0, ..asked }));
            count += 2 * records.len();
        }
    }
    for seed in 0..SCHEMAS {
        let model = model(&schemas::random(&mut Chance::new(seed)));
        let columns = &model.streams[0].columns;
        let asked = Request { seed, ..request(&model, StreamId(0), 100) };
        let records = records(&model, &asked);
        all_decode(columns, &records);
        none_decodes(columns, &self::records(&model, &Request { malformed: 1.0, ..asked }));
        count += 2 * records.len();
    }
    judged("produced", count);
}

#[test]
#[should_panic(expected = "Some(Missing)")]
fn a_record_that_does_not_decode_is_found() {
    all_decode(&spec(SEED).streams[0].columns, &[b"{}".to_vec()]);
}

#[test]
#[should_panic(expected = "assertion")]
fn a_malformed_record_that_decodes_is_found() {
    let model = spec(SEED);
    none_decodes(&model.streams[0].columns, &records(&model, &request(&model, StreamId(0), 1)));
}

#[test]
fn the_seed_and_the_request_decide_every_byte() {
    let model = spec(SEED);
    let asked = Request { out_of_order: 0.1, late: 0.1, malformed: 0.1, ..request(&model, StreamId(0), 500) };
    let first = records(&model, &asked);
    assert_eq!(first, records(&model, &asked));
    let other = records(&model, &Request { seed: 1, ..asked });
    assert!(first.iter().zip(&other).all(|(first, other)| first != other), "another seed says the same");
}

#[test]
fn more_records_leave_the_first_as_they_are() {
    let model = spec(SEED);
    let few = records(&model, &request(&model, StreamId(0), 20));
    let many = records(&model, &request(&model, StreamId(0), 500));
    assert_eq!((few.len(), many.len()), (20, 500));
    assert_eq!(few, many[..20]);
    let mut endless = producer(&model, &Request { count: None, ..request(&model, StreamId(0), 0) });
    let mut out = Vec::new();
    assert!(many.iter().all(|it| {
        out.clear();
        endless.write(&mut out) && out == *it
    }));
}

#[test]
fn each_kind_of_malformed_record_occurs() {
    let model = spec("card-payments");
    let columns = &model.streams[0].columns;
    let asked = Request { malformed: 0.2, ..request(&model, StreamId(0), 20_000) };
    let records = records(&model, &asked);
    let reasons = reasons(columns, &records);
    let malformed = reasons.iter().flatten().count();
    assert!((3_800..4_200).contains(&malformed), "{malformed}");
    let fifth = malformed / 5..=malformed / 5 + 1;
    let of = |reason| reasons.iter().filter(|it| **it == Some(reason)).count();
    let not_utf8 = records.iter().filter(|it| std::str::from_utf8(it).is_err()).count();
    let too_long = |it: &&Vec<u8>| {
        let record: Value = serde_json::from_slice(it).unwrap_or_default();
        let texts =
            ["paymentId", "cardId", "merchantId"].map(|it| record[it].as_str().unwrap_or_default().len());
        texts.iter().any(|it| *it > 36)
            || record["merchant"]["country"].as_str().is_some_and(|it| it.len() > 2)
    };
    let too_long = records.iter().filter(too_long).count();
    assert!(fifth.contains(&of(Reason::Missing)), "{}", of(Reason::Missing));
    for count in [not_utf8, of(Reason::Malformed) - not_utf8, too_long, of(Reason::Type) - too_long] {
        assert!(fifth.contains(&count), "{count} of {fifth:?}");
    }
}

#[test]
fn a_key_takes_as_many_values_as_asked() {
    for (model, stream) in streams() {
        let declared = model.stream(stream);
        let Some(key) = &declared.partition_key else { continue };
        for keys in [1, 4, 5] {
            let asked = Request { keys: Some(keys), ..request(&model, stream, 1_000) };
            let decoder = decoder(&declared.columns);
            let records = records(&model, &asked);
            let value = |it| format!("{:?}", decoder.decode(it).expect("it decodes").get(key.value));
            let values: BTreeSet<String> = records.iter().map(|it| value(it)).collect();
            assert_eq!(values.len() as u64, keys, "values of the key of {}", declared.name.value);
        }
    }
}

/// What a producer says that cannot be.
fn refusal(model: &Model, request: &Request) -> String {
    match Producer::new(model, request) {
        Ok(_) => panic!("{request:?} was not refused"),
        Err(Refusal::Usage(text)) => format!("usage: {text}"),
        Err(Refusal::File(text)) => format!("file: {text}"),
    }
}
