//! How far the interpreter is behind the generated Rust: the same branches over the same rows.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pipec::compile;
use pipec::plan;
use pipec::source::Source;
use pipec_runtime::context::Context;
use pipec_runtime::expr::eval::eval;
use pipec_runtime::expr::logic;
use pipec_runtime::fault::Reason;
use pipec_runtime::job;
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::value::Value;
use std::hint::black_box;

/// The seed's golden.
#[path = "../../generated/high-transactions/lambda/src"]
mod seed {
    pub mod rules;
    pub mod schema;
}

const SEED: &str = include_str!("../../specs/high-transactions.yaml");

/// How many different rows take turns; two of three are kept.
const ROWS: i64 = 999;

fn row(index: i64) -> Row<'static> {
    let text = |it: String| Value::Text(it.into());
    Row::new(vec![
        text(format!("9f767c45-4164-4bde-5bc8-{index:012}")),
        text("Anna Schmidt".to_owned()),
        (18 + index % 70).into(),
        text(format!("{index} Main Street")),
        text("Springfield".to_owned()),
        text("CA".to_owned()),
        (9_000 + index % 3).into(),
        text(format!("BANK{index:04}")),
        Timestamp(index).into(),
    ])
}

fn interpreted<'a>(
    branch: &plan::Branch,
    input: &Row<'a>,
    context: &Context,
) -> Result<Option<Row<'a>>, Reason> {
    if let Some(keep) = &branch.keep
        && !logic::holds(eval(&keep.expr, input, context)?.boolean())
    {
        return Ok(None);
    }
    let mut row = input.clone();
    for add in &branch.adds {
        let value = eval(&add.value.expr, &row, context)?.into_owned();
        row.push(value);
    }
    Ok(Some(Row::new(branch.outputs.iter().map(|it| row.get(it.from).clone()).collect())))
}

fn rules(criterion: &mut Criterion) {
    let plan = compile(&Source::new("high-transactions.yaml", SEED)).plan.expect("the seed compiles");
    let (written, generated): (&plan::Branch, &job::Branch) =
        (&plan.jobs[0].branches[0], &seed::rules::JOBS[0].branches[0]);
    assert_eq!(seed::schema::THRESHOLDS.len(), 1, "the seed has one threshold");
    let context = Context::new(Timestamp(0), vec![9000.into()]);
    let rows: Vec<Row> = (0..ROWS).map(row).collect();
    for row in &rows {
        assert_eq!(interpreted(written, row, &context), generated.row(row, &context), "{row:?}");
    }
    let mut group = criterion.benchmark_group("rules");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("generated", |it| {
        it.iter(|| rows.iter().filter(|it| generated.row(black_box(it), &context).is_ok()).count());
    });
    group.bench_function("interpreted", |it| {
        it.iter(|| rows.iter().filter(|it| interpreted(written, black_box(it), &context).is_ok()).count());
    });
    group.finish();
}

criterion_group!(benches, rules);
criterion_main!(benches);
