//! How long the corridor takes: the seed's spec, each stage of it, and specs that grow.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pipec::source::Source;
use pipec::{check, compile, emit, lower, model, spec, yaml};
use std::fmt::Write;
use std::hint::black_box;

const SEED: &str = include_str!("../../specs/high-transactions.yaml");

fn seed(criterion: &mut Criterion) {
    let source = Source::new("high-transactions.yaml", SEED);
    criterion.bench_function("compile/seed", |it| it.iter(|| compile(black_box(&source))));

    let (node, _) = yaml::parse(&source);
    let spec = spec::read(&source, &node).0.expect("the seed is a mapping");
    let (model, _) = model::resolve(spec.clone());
    let plan = lower::lower(&model);
    let mut stages = criterion.benchmark_group("stage");
    stages.bench_function("yaml::parse", |it| it.iter(|| yaml::parse(black_box(&source))));
    stages.bench_function("spec::read", |it| it.iter(|| spec::read(&source, black_box(&node))));
    stages.bench_function("model::resolve", |it| it.iter(|| model::resolve(black_box(spec.clone()))));
    stages.bench_function("check::all", |it| it.iter(|| check::all(black_box(&model))));
    stages.bench_function("lower::lower", |it| it.iter(|| lower::lower(black_box(&model))));
    stages.bench_function("emit::all", |it| it.iter(|| emit::all(black_box(&plan))));
    stages.finish();
}

/// So many streams, each with a branch and two queues: nine resources each.
fn many(streams: usize) -> String {
    let mut text = String::from(
        "version: 1\npipeline: many\nschemas:\n  event: { id: varchar(36) not null }\nstreams:\n",
    );
    let mut section = |head: &str, line: &dyn Fn(usize) -> String| {
        text.push_str(head);
        (0..streams).for_each(|it| writeln!(text, "{}", line(it)).expect("a String takes all"));
    };
    section("", &|it| format!("  events_{it}: {{ schema: event, partition_key: id }}"));
    section("hot:\n", &|it| {
        format!("  branch_{it}: {{ from: events_{it}, where: id <> '', to: [a_{it}, b_{it}] }}")
    });
    section("sinks:\n", &|it| format!("  a_{it}: {{ sqs: {{}} }}\n  b_{it}: {{ sqs: {{}} }}"));
    text
}

fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resources");
    group.sample_size(20);
    for streams in [5, 10, 25, 45] {
        let source = Source::new("many.yaml", many(streams));
        assert!(compile(&source).artifacts.is_some(), "the growing spec compiles");
        group.throughput(Throughput::Elements(streams as u64 * 9));
        group.bench_with_input(BenchmarkId::from_parameter(streams * 9), &source, |it, source| {
            it.iter(|| compile(black_box(source)));
        });
    }
    group.finish();
}

criterion_group!(benches, seed, growth);
criterion_main!(benches);
