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
    let (model, _) = model::resolve(spec.clone(), None);
    let plan = lower::lower(&model);
    let mut stages = criterion.benchmark_group("stage");
    stages.bench_function("yaml::parse", |it| it.iter(|| yaml::parse(black_box(&source))));
    stages.bench_function("spec::read", |it| it.iter(|| spec::read(&source, black_box(&node))));
    stages.bench_function("model::resolve", |it| it.iter(|| model::resolve(black_box(spec.clone()), None)));
    stages.bench_function("check::all", |it| it.iter(|| check::all(black_box(&model))));
    stages.bench_function("lower::lower", |it| it.iter(|| lower::lower(black_box(&model))));
    stages.bench_function("emit::all", |it| it.iter(|| emit::all(black_box(&plan))));
    stages.finish();
}

/// A stream with so many archives: six resources each.
fn many(archives: usize) -> String {
    let mut text = String::from(
        "version: 1\npipeline: many\nschemas:\n  event: { id: varchar(36) not null }\n\
         streams:\n  events: { schema: event, partition_key: id }\n",
    );
    let mut section = |head: &str, line: &dyn Fn(usize) -> String| {
        text.push_str(head);
        (0..archives).for_each(|it| writeln!(text, "{}", line(it)).expect("a String takes all"));
    };
    section("cold:\n", &|it| format!("  branch_{it}: {{ from: events, to: files_{it} }}"));
    section("sinks:\n", &|it| format!("  files_{it}: {{ s3: {{}} }}"));
    text
}

fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resources");
    group.sample_size(20);
    for archives in [10, 20, 40, 82] {
        let source = Source::new("many.yaml", many(archives));
        assert!(compile(&source).artifacts.is_some(), "the growing spec compiles");
        group.throughput(Throughput::Elements(archives as u64 * 6));
        group.bench_with_input(BenchmarkId::from_parameter(archives * 6), &source, |it, source| {
            it.iter(|| compile(black_box(source)));
        });
    }
    group.finish();
}

criterion_group!(benches, seed, growth);
criterion_main!(benches);
