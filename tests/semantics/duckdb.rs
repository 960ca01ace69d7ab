//! Logic, comparison and exact arithmetic, as DuckDB has them: the rows of these kinds, and random expressions.

use super::cases::{Asked, Stream};
use super::sql::{LEFT_OUT, Printer};
use super::{corpus, jobs};
use crate::rules::expressions::{Maker, TYPES};
use crate::rules::{self, NOW, reference, values};
use pipec::plan::{Branch, Job};
use pipec_runtime::context::Context;
use pipec_runtime::expr::eval::eval;
use pipec_runtime::expr::{Expr, Node, Operator};
use pipec_runtime::fault::Reason;
use pipec_runtime::row::Row;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use pipec_tests::chance::Chance;
use pipec_tests::{judge, judged, place};
use std::collections::BTreeSet;

/// Random expressions.
const EXPRESSIONS: usize = 3_000;
/// The longest query of one.
const LONGEST: usize = 4_000;
/// Disagreements that are told; the rest are counted.
const TOLD: usize = 30;

/// What the queries are made of; each stands in so many of them at least.
const PARTS: &str = "NOT AND OR = <> < <= > >= NULL true DISTINCT BETWEEN IN LIKE ESCAPE CASE COALESCE( NULLIF( || // % \
                     * DECIMAL";
const LEAST: usize = 25;

/// A query, and what the interpreter says of the same expression.
#[derive(Debug, Clone)]
struct Question {
    about: String,
    query: String,
    expect: Result<Option<String>, Reason>,
}

#[test]
fn duckdb_gives_what_the_interpreter_gives() {
    let questions = [rows(), random()].concat();
    let answers = ask(&questions);
    let both = || questions.iter().zip(&answers).filter(|(_, answer)| !is_left_out(answer));
    let told: Vec<String> = both().filter_map(|(question, answer)| disagreement(question, answer)).collect();
    let count = both().count();
    assert!(told.is_empty(), "{} of {count}:\n\n{}", told.len(), told[..told.len().min(TOLD)].join("\n\n"));
    // What is wrong is seen: each answer stands against one that it is not.
    for (question, answer) in both() {
        let expect = match &question.expect {
            Ok(Some(_)) => Ok(None),
            Ok(None) => Ok(Some("false".to_owned())),
            Err(Reason::Overflow) => Err(Reason::DivisionByZero),
            Err(_) => Err(Reason::Overflow),
        };
        let wrong = Question { expect, ..question.clone() };
        assert!(disagreement(&wrong, answer).is_some(), "{}", wrong.query);
    }
    for part in PARTS.split_whitespace() {
        let asked = questions.iter().filter(|it| it.query.contains(part)).count();
        assert!(asked >= LEAST, "{asked} queries have `{part}`");
    }
    judged("duckdb", count);
}

/// DuckDB's answers, from one process.
fn ask(questions: &[Question]) -> Vec<serde_json::Value> {
    let queries: Vec<&str> = questions.iter().map(|it| it.query.as_str()).collect();
    let mut python = judge::python("duckdb");
    python.arg(place::root().join("tests/tools/duckdb_values.py"));
    let queries = serde_json::to_vec(&queries).expect("queries are text");
    let answers = judge::json(&judge::fed(&mut python, &queries));
    let answers = answers.as_array().expect("the answers are a list").clone();
    assert_eq!(answers.len(), questions.len());
    answers
}

fn is_left_out(answer: &serde_json::Value) -> bool {
    answer["error"].as_str().is_some_and(|it| it.contains(LEFT_OUT))
}

fn disagreement(question: &Question, answer: &serde_json::Value) -> Option<String> {
    let found = match answer["error"].as_str() {
        None => Ok(answer["value"].as_str().map(str::to_owned)),
        Some(error) if error.contains("Division by zero") => Err("division_by_zero"),
        Some(error) if error.starts_with("Out of Range Error") => Err("overflow"),
        Some(error) if error.contains("value is out of range") => Err("overflow"),
        Some(error) => Err(error),
    };
    let expect = question.expect.clone();
    let alike = match (&expect, &found) {
        (Ok(ours), Ok(theirs)) => ours == theirs,
        (Err(ours), Err(theirs)) => ours.word() == *theirs,
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
    };
    (!alike).then(|| format!("{}\n{}\nis {found:?}, and ours {expect:?}", question.about, question.query))
}

/// The question after an expression over a row; none where DuckDB is not asked such things.
fn question(
    about: String,
    expr: &Expr,
    row: &Row<'_>,
    columns: &[(String, Type)],
    context: &Context,
) -> Option<Question> {
    // DuckDB has forms of its own for doubles, timestamps and decimals without a digit before the point.
    let differs = matches!(expr.ty, Type::Double | Type::Timestamp | Type::Decimal { scale: 38, .. });
    let is_asked = !expr.parts().is_empty() && !differs;
    if !is_asked {
        return None;
    }
    let query = Printer { columns, row, context }.query(expr)?;
    Some(Question { about, query, expect: eval(expr, row, context).map(|it| written(&it)) })
}

/// A value as a cast to text gives it, there and here.
fn written(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Text(it) => Some(it.to_string()),
        Value::Whole(it) => Some(it.to_string()),
        Value::Decimal(it) => Some(it.to_string()),
        Value::Boolean(it) => Some(it.to_string()),
        Value::Double(_) | Value::Timestamp(_) => unreachable!("these are not asked for"),
    }
}

/// The rows of the corpus on such expressions: as they are typed and, where that means the same, as they are written.
fn rows() -> Vec<Question> {
    jobs().flat_map(|(stream, job)| rows_of(stream, job)).collect()
}

fn rows_of(stream: &Stream, job: &Job) -> Vec<Question> {
    let decoder = reference::decoder(job);
    let columns: Vec<(String, Type)> = job.columns.iter().map(|it| (it.name.clone(), it.ty)).collect();
    let context = rules::context(&corpus().thresholds, stream.section.now.as_deref().unwrap_or(NOW));
    let mut questions = Vec::new();
    for case in &stream.cases {
        let (Asked::Value(index), Ok(row)) = (case.asked, decoder.decode(&case.record)) else { continue };
        let is_its = |it: &&Branch| it.name == stream.branch(index);
        let branch = job.branches.iter().find(is_its).expect("each expression has a branch");
        let (text, expr) = (&stream.expressions[index], &branch.adds[0].value.expr);
        let about = format!("{}: {text}", case.place);
        let Some(typed) = question(about, expr, &row, &columns, &context) else { continue };
        if is_plain(expr) {
            let printer = Printer { columns: &columns, row: &row, context: &context };
            questions.push(Question { query: printer.query_of(text), ..typed.clone() });
        }
        questions.push(typed);
    }
    questions
}

/// Whether an expression's text means the same to DuckDB, whose whole numbers in a text have 32 bits, which widens by
/// rules of its own, has no names for thresholds and no chains of comparisons.
fn is_plain(expr: &Expr) -> bool {
    let mut plain = true;
    expr.visit(&mut |it| {
        plain &= match &it.node {
            Node::Threshold(_) | Node::Widen(_) | Node::Negate(_) => false,
            Node::Arithmetic(operator, left, _) => *operator == Operator::Add && !left.ty.is_whole(),
            Node::Compare(_, left, right) => alike(left, right) && !is_compared(left) && !is_compared(right),
            Node::Distinct { left, right, .. } => alike(left, right),
            _ => true,
        };
    });
    plain
}

fn alike(left: &Expr, right: &Expr) -> bool {
    left.ty.is_number() == right.ty.is_number() && (left.ty == Type::Double) == (right.ty == Type::Double)
}

fn is_compared(expr: &Expr) -> bool {
    matches!(expr.node, Node::Compare(..) | Node::Between { .. } | Node::In { .. })
}

/// Random expressions of such kinds, each over a random row.
fn random() -> Vec<Question> {
    let columns: Vec<(String, Type)> =
        TYPES.iter().enumerate().map(|(index, ty)| (format!("c{index}"), *ty)).collect();
    let mut maker = Maker { chance: Chance::new(4), calls: false };
    let mut questions: Vec<Question> = Vec::new();
    let mut seen = BTreeSet::new();
    while questions.len() < EXPRESSIONS {
        let thresholds = TYPES.iter().map(|ty| values::value(*ty, &mut maker.chance)).collect();
        let context = Context::new(pipec_runtime::timestamp::Timestamp(0), thresholds);
        let value = |ty: &Type, chance: &mut Chance| match chance.once_in(5) {
            true => Value::Null,
            false => values::value(*ty, chance),
        };
        let row = Row::new(TYPES.iter().map(|it| value(it, &mut maker.chance)).collect());
        let ty = if maker.chance.once_in(4) { maker.chance.pick(&TYPES) } else { Type::Boolean };
        let expr = maker.expr(ty, 2 + questions.len() % 3);
        let about = format!("{expr:?}");
        let asked = question(about, &expr, &row, &columns, &context);
        // Guards write their operands twice.
        questions.extend(asked.filter(|it| it.query.len() < LONGEST && seen.insert(it.query.clone())));
    }
    questions
}
