//! How many records a second one core decodes, with all columns of the seed's spec checked, by how they are written.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pipec::compile;
use pipec::plan::Job;
use pipec::source::Source;
use pipec_runtime::column::Column;
use pipec_runtime::decode::Decoder;
use std::hint::black_box;

const SEED: &str = include_str!("../../specs/high-transactions.yaml");

/// How many different records take turns.
const RECORDS: usize = 1_000;

/// A name, whether such records have no fault, and how they come of compact JSON without escapes.
type Way = (&'static str, bool, fn(String) -> String);

const WAYS: &[Way] = &[
    ("compact", true, |it| it),
    ("spaced", true, |it| it.replace("\":", "\": ").replace(",\"", ", \"")),
    ("indented", true, |it| it.replace(",\"", ",\n  \"")),
    ("escapes", true, |it| it.replace("Street", "\\u0053treet\\n")),
    ("unknown fields", true, |it| {
        it.replace("\"age\"", "\"meta\":{\"ip\":[10,0,0,1],\"by\":\"web\"},\"age\"")
    }),
    ("missing", false, |it| it.replace("createdAt", "created_at")),
    ("misfit", false, |it| it.replace("\"age\":", "\"age\":\"\",\"Age\":")),
    ("malformed", false, |it| it.replace('}', "")),
];

fn record(index: usize) -> String {
    format!(
        "{{\"transactionId\":\"9f767c45-4164-4bde-5bc8-{index:012}\",\"name\":\"Anna Schmidt\",\"age\":{},\
         \"address\":\"{index} Main Street, Apt 21\",\"city\":\"Springfield\",\"state\":\"CA\",\"transaction\":{},\
         \"bankId\":\"BANK{index:04}\",\"createdAt\":\"2026-01-13T17:06:{:02}.255Z\"}}",
        18 + index % 70,
        index * 11,
        index % 60
    )
}

fn decode(criterion: &mut Criterion) {
    let plan = compile(&Source::new("high-transactions.yaml", SEED)).plan.expect("the seed compiles");
    let decoder = decoder(&plan.jobs[0]);
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Elements(RECORDS as u64));
    for (name, fits, change) in WAYS {
        let records: Vec<String> = (0..RECORDS).map(|it| change(record(it))).collect();
        assert!(records.iter().all(|it| decoder.decode(it.as_bytes()).is_ok() == *fits), "{name}");
        group.bench_function(*name, |it| {
            it.iter(|| records.iter().filter(|it| decoder.decode(black_box(it.as_bytes())).is_ok()).count());
        });
    }
    group.finish();
}

fn decoder(job: &Job) -> Decoder {
    let paths: Vec<Vec<&str>> =
        job.columns.iter().map(|it| it.path.iter().map(String::as_str).collect()).collect();
    let columns = job.columns.iter().zip(&paths).map(|(it, path)| Column {
        name: &it.name,
        ty: it.ty,
        nullable: it.nullable,
        path,
        format: it.format,
    });
    Decoder::new(&columns.collect::<Vec<_>>())
}

criterion_group!(benches, decode);
criterion_main!(benches);
