//! The embedded engine alone: records in memory, rows counted.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pipec::compile;
use pipec::local::{Engine, Origin, Rejected, See, thresholds};
use pipec::model::{BranchId, Model, StreamId};
use pipec::source::Source;
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;

const TRANSACTIONS: &str = include_str!("../../specs/high-transactions.yaml");
const TRADES: &str = include_str!("../../specs/stock-trading.yaml");
const RECORDS: u64 = 10_000;

/// Counts rows.
#[derive(Default)]
struct Count {
    rows: u64,
    rejected: u64,
}

impl See for Count {
    fn made(&mut self, _: BranchId, _: &Row<'_>, _: Origin<'_>) {
        self.rows += 1;
    }

    fn kept(&mut self, _: BranchId, _: &[u8]) {}

    fn rejected(&mut self, _: Rejected<'_>) {
        self.rejected += 1;
    }
}

fn transaction(at: u64) -> String {
    format!(
        "{{\"transactionId\":\"9f767c45-4164-4bde-5bc8-{at:012}\",\"name\":\"Anna Schmidt\",\"age\":{},\"address\":\"{at} Main \
         Street\",\"city\":\"Springfield\",\"state\":\"CA\",\"transaction\":{},\"bankId\":\"BANK{:04}\",\"createdAt\":\"{}\"}}",
        18 + at % 70,
        1_000 + at * 7919 % 9_000,
        at % 10,
        Timestamp(1_767_225_600_000 + at as i64),
    )
}

fn trade(at: u64) -> String {
    let ticker = ["AMZN", "GOOG", "AZRE", "ORCL", "BABA"][at as usize % 5];
    let (time, price) = (Timestamp(1_767_225_600_000 + 20 * at as i64), 100 + at * 7919 % 9_900);
    format!(
        "{{\"EVENT_TIME\":\"{time}\",\"TICKER\":\"{ticker}\",\"PRICE\":{}.{:02}}}",
        price / 100,
        price % 100
    )
}

fn model(text: &str) -> Model {
    compile(&Source::new("spec.yaml", text)).model.expect("the spec is read")
}

fn engine(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("engine");
    group.throughput(Throughput::Elements(RECORDS));
    for (name, spec, record) in
        [("transactions", TRANSACTIONS, transaction as fn(u64) -> String), ("trades", TRADES, trade)]
    {
        let model = model(spec);
        let records: Vec<String> = (0..RECORDS).map(record).collect();
        group.bench_function(BenchmarkId::from_parameter(name), |it| {
            it.iter(|| {
                let mut engine = Engine::new(&model, thresholds(&model));
                let mut count = Count::default();
                for record in &records {
                    engine.accept(StreamId(0), record.as_bytes(), Timestamp(0), &mut count);
                }
                engine.close(Timestamp(0), &mut count);
                assert!(count.rows > 0 && count.rejected == 0);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, engine);
criterion_main!(benches);
