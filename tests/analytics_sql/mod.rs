//! The SQL of Kinesis Analytics: what is written is what its reference takes, and it means what pipec means, as far as DuckDB
//! can be asked.

mod duckdb;
mod planted;

use crate::rules::expressions::{Maker, TYPES};
use crate::semantics;
use pipec::check::all;
use pipec::engines::Name;
use pipec::engines::kinesis_analytics_sql::{file, statements};
use pipec::lower;
use pipec::model::{BranchKind, Input, Model, Window};
use pipec::plan::{Added, Branch, Column, Expression, Job, Output, Threshold};
use pipec::source::Span;
use pipec_runtime::column::Format;
use pipec_runtime::expr::Expr;
use pipec_runtime::types::Type;
use pipec_runtime::window::Window as Shape;
use pipec_tests::analytics_sql::check;
use pipec_tests::chance::Chance;
use pipec_tests::{judged, place, resolved};

/// Random expressions that the dialect can say, and how many are tried for them.
const LEAST: usize = 600;
const MOST: usize = 20_000;

/// Every kind of part: chains, windows with all that they can have, odd names, and branches that cannot be said.
const WINDOWED: &str = r#"
version: 1
pipeline: windowed
schemas:
  trade:
    at: timestamp not null
    ticker: { type: varchar(8) not null, check: "ticker <> '${x}'" }
    price: decimal(10,2)
    pieces: integer
    worth: double
    'say "${hi}"': boolean
streams:
  trades: { schema: trade, partition_key: ticker, event_time: at }
  others: { schema: trade, partition_key: ticker, event_time: at }
  windows: {}
thresholds:
  limit: 10.00
  name: Zürich
  loud: true
hot:
  busy:
    description: "Two\nlines, and a ${Reference}."
    from: trades
    where: price > limit and "say ""${hi}""" is not false
    select: [ticker, price, worth, at, 'say "${hi}"']
    add: { doubled: price * 2, both: "doubled + 1.5", called: "ticker || ' ' || name", ü: "'Zürich'" }
  minutes:
    from: busy
    where: loud or worth / 2e0 > 1e0
    window: { tumbling: { size: 60s } }
    group_by: [ticker]
    add:
      highest: max(price)
      mean: avg(worth) filter (where worth > 0e0) + 1e0
      records: count(*)
      dear: count(*) filter (where price > limit)
      sure: coalesce(max(price), 0.00)
    having: highest > limit and records > 2
    to: windows
  ten_minutes: { from: trades, window: { tumbling: { size: 10m } }, group_by: [ticker], add: { n: sum(pieces) }, to: out }
  later: { from: minutes, select: [ticker, highest], to: out }
  sliding: { from: trades, window: { sliding: { size: 60s, slide: 30s } }, add: { n: count(*) }, to: out }
  after: { from: sliding, to: out }
  sessions: { from: trades, window: { session: { gap: 30s } }, add: { n: count(*) }, to: out }
  distinct: { from: trades, window: { tumbling: { size: 1h } }, add: { n: count(distinct ticker) }, to: out }
  again: { from: minutes, window: { tumbling: { size: 1h } }, add: { n: count(*) }, to: out }
  loudest: { from: others, where: "upper(ticker) = 'A'", to: out }
sinks:
  out: { sqs: {} }
"#;

/// The model of a file with all its branches on the engine whose language this is, so that it passes the gate.
fn model(text: &str) -> Model {
    let mut model = resolved::model(text);
    for branch in &mut model.branches {
        if let BranchKind::Hot(hot) = &mut branch.kind {
            hot.engine = Name::KinesisAnalyticsSql;
        }
    }
    model
}

/// The text of a file's hot branches.
fn written(text: &str) -> String {
    file(&lower::lower(&model(text)))
}

#[test]
fn what_is_written_is_what_the_reference_takes() {
    let mut statements = 0;
    for spec in place::specs() {
        let text = written(&place::read(&spec.path));
        let checked = check(&text).unwrap_or_else(|it| panic!("{}: {it}\n{text}", spec.name));
        statements += checked.statements;
    }
    let text = written(WINDOWED);
    let checked = check(&text).unwrap_or_else(|it| panic!("{it}\n{text}"));
    assert!(checked.statements >= 10, "{checked:?}\n{text}");
    judged("analytics-sql", statements + checked.statements + expressions() + corpus() + planted::refused());
}

/// Branches of which the rule tells nothing are said, and no others, where the engine runs all of them.
#[test]
fn the_rule_tells_of_what_is_not_said() {
    let specs = place::specs().into_iter().map(|it| it.text());
    let (mut told, mut kept) = (0, 0);
    for text in specs.chain([WINDOWED.to_owned()]) {
        let model = model(&text);
        let spans: Vec<_> = all(&model)
            .sorted()
            .iter()
            .filter(|it| it.code.name == "dialect-cannot")
            .map(|it| it.span)
            .collect();
        let written = file(&lower::lower(&model));
        for (_, branch, hot) in model.hot() {
            let name = &branch.name.value;
            let is_kind = |it: &Window| matches!(it.kind, Shape::Sliding { .. } | Shape::Session { .. });
            let within = |span: &Span| branch.span.start <= span.start && span.end <= branch.span.end;
            let own = spans.iter().any(within) || hot.window.as_ref().is_some_and(is_kind);
            let parent = match branch.from.as_ref().map(|it| it.value) {
                Some(Input::Branch(id)) => !is_said(&written, &model.branch(id).name.value),
                Some(Input::Stream(_)) | None => false,
            };
            assert_eq!(!is_said(&written, name), own || parent, "{name}\n{written}");
            told += usize::from(own);
            kept += usize::from(!own);
        }
    }
    assert!(told >= 6 && kept >= 10, "{told} and {kept}");
}

fn is_said(written: &str, branch: &str) -> bool {
    written.contains(&format!("CREATE OR REPLACE STREAM \"{branch}\" ("))
}

#[test]
fn a_section_with_all_its_parts() {
    insta::assert_snapshot!("analytics_windowed", written(WINDOWED));
}

/// Quotients are written three times, conditions that may fail twice: that ends somewhere, and soon.
#[test]
fn what_would_be_too_long_is_not_said() {
    let quotients = format!("pieces{}", " div 2".repeat(60));
    let conditions = vec!["pieces div 2 > 1"; 60].join(" and ");
    let text = |add: &str| WINDOWED.replace("{ n: sum(pieces) }", &format!("{{ n: max({add}) }}"));
    assert!(written(&text(&quotients)).contains("longer than an application may be"));
    assert!(!written(&text(&format!("case when {conditions} then 1 end"))).contains("longer than"));
}

/// Random expressions, each as a branch's only column and, of truths, as its filter too.
fn expressions() -> usize {
    let mut maker = Maker { chance: Chance::new(11), calls: true };
    let thresholds: Vec<Threshold> = TYPES.iter().enumerate().map(|(at, ty)| threshold(at, *ty)).collect();
    let mut said = 0;
    for index in 0..MOST {
        // What is worked out of whole numbers is a bigint; the maker does not know that.
        let ty = match maker.chance.pick(&TYPES) {
            Type::Integer => Type::Bigint,
            other => other,
        };
        let ty = if index % 2 == 0 { Type::Boolean } else { ty };
        let expr = maker.expr(ty, 1 + index % 3);
        let section = statements::section(&job(expr), &thresholds);
        if !section.contains("this dialect cannot say it") {
            check(&section).unwrap_or_else(|it| panic!("{it}\n{section}"));
            said += 1;
        }
    }
    assert!(said >= LEAST, "only {said} of {MOST} can be said");
    said
}

/// The expressions of the corpus, each as a branch by itself.
fn corpus() -> usize {
    let (rows, thresholds) = semantics::values();
    let mut branches: Vec<(&Job, &Branch)> = rows.iter().map(|it| (it.job, it.branch)).collect();
    branches.dedup_by_key(|(_, branch)| &branch.name);
    let mut said = 0;
    for (job, branch) in branches {
        let section = statements::section(&Job { branches: vec![branch.clone()], ..job.clone() }, thresholds);
        if is_said(&section, &branch.name) {
            check(&section).unwrap_or_else(|it| panic!("{it}\n{section}"));
            said += 1;
        }
    }
    assert!(said >= 200, "only {said} expressions of the corpus can be said");
    said
}

fn threshold(at: usize, ty: Type) -> Threshold {
    Threshold {
        name: format!("t{at}"),
        variable: format!("THRESHOLD_T{at}"),
        parameter: format!("T{at}Threshold"),
        ty,
        default: String::new(),
        min: None,
        max: None,
        description: String::new(),
        span: Span::default(),
    }
}

fn job(expr: Expr) -> Job {
    let column = |(at, ty): (usize, &Type)| {
        let name = format!("c{at}");
        Column { path: vec![name.clone()], name, ty: *ty, nullable: at % 3 != 0, format: Format::Plain }
    };
    let output = Output { name: "x".to_owned(), ty: expr.ty, nullable: true, from: TYPES.len() };
    let expression = Expression { expr, text: String::new() };
    let keep = (expression.expr.ty == Type::Boolean).then(|| expression.clone());
    let added = Added { name: "x".to_owned(), aggregates: Vec::new(), value: expression };
    let branch =
        Branch { name: "b".to_owned(), keep, adds: vec![added], outputs: vec![output], ..Branch::default() };
    Job {
        stream: "s".to_owned(),
        columns: TYPES.iter().enumerate().map(column).collect(),
        checks: Vec::new(),
        id: Vec::new(),
        branches: vec![branch],
        targets: Vec::new(),
    }
}
