//! The dialect's expressions and whole branches, run by DuckDB: values and rows are those of the interpreter.

use crate::rules::expressions::{Maker, TYPES};
use crate::rules::{self, NOW, reference, values};
use crate::semantics;
use pipec::engines::kinesis_analytics_sql::statements;
use pipec::local::produce::{Producer, Request};
use pipec::lower;
use pipec::plan::{Job, Threshold};
use pipec::sql::{Dialect, KINESIS_ANALYTICS, Printer};
use pipec_runtime::column::Format;
use pipec_runtime::context::Context;
use pipec_runtime::expr::eval::eval;
use pipec_runtime::expr::functions::Function;
use pipec_runtime::expr::{Expr, Node};
use pipec_runtime::fault::Reason;
use pipec_runtime::row::Row;
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::types::Type;
use pipec_runtime::value::Value;
use pipec_tests::chance::Chance;
use pipec_tests::{judge, judged, place, resolved};

/// Random expressions that are tried, and records for each stream of a spec.
const EXPRESSIONS: usize = 6_000;
const RECORDS: u64 = 300;
/// A moment as a constant of both.
const MOMENT: &str = "TIMESTAMP '2026-03-01 12:34:56.789'";

/// The dialect in DuckDB's spelling: this is all in which they differ.
const SPELLED: Dialect = Dialect { spelling, text, ..KINESIS_ANALYTICS };

fn spelling(function: &Function) -> Result<&'static str, &'static str> {
    match function.name {
        "now" => Ok(MOMENT),
        "date_trunc" => Ok("date_trunc('{0}', {1})"),
        "epoch_ms" => Ok("epoch_ms({0})"),
        _ => (KINESIS_ANALYTICS.spelling)(function),
    }
}

fn text(text: &str) -> Result<String, &'static str> {
    (KINESIS_ANALYTICS.text)(text)?;
    let parts: Vec<String> = text.split('\0').map(|it| format!("'{}'", it.replace('\'', "''"))).collect();
    Ok(format!("({})", parts.join(" || chr(0) || ")))
}

/// A query for one value, and what the interpreter says.
struct Question {
    about: String,
    query: String,
    ty: Type,
    expect: Result<Option<String>, Reason>,
}

#[test]
fn values_and_rows_are_those_of_the_interpreter() {
    let (corpus, random) = (of_corpus(), random());
    assert!(corpus.len() >= 250 && random.len() >= 250, "{} and {}", corpus.len(), random.len());
    let questions: Vec<Question> = corpus.into_iter().chain(random).collect();
    let asked: Vec<_> = questions.iter().map(|it| (Vec::new(), vec![it.query.clone()])).collect();
    let answers = ask(&asked);
    let answered: Vec<_> =
        questions.iter().zip(&answers).filter(|(_, answer)| !is_left_out(answer)).collect();
    let mut told: Vec<String> = answered.iter().filter_map(|(it, answer)| disagreement(it, answer)).collect();
    // What is wrong is seen: no answer is the one to another question.
    for (question, answer) in answered.iter().filter(|(it, _)| it.expect.is_ok()) {
        let expect = match &question.expect {
            Ok(Some(_)) => Ok(None),
            Ok(None) | Err(_) => Ok(Some("0".to_owned())),
        };
        let wrong = Question { expect, about: String::new(), query: String::new(), ty: question.ty };
        assert!(disagreement(&wrong, answer).is_some(), "{}", question.query);
    }
    let (rows, differences) = branches();
    told.extend(differences);
    assert!(told.is_empty(), "{} differ:\n\n{}", told.len(), told[..told.len().min(20)].join("\n\n"));
    assert!(rows >= 1_000, "{rows} rows");
    judged("duckdb-analytics", answered.len() + rows);
}

/// DuckDB's answers: the rows of each query, after its statements.
fn ask(asked: &[(Vec<String>, Vec<String>)]) -> Vec<serde_json::Value> {
    let settings = ["PRAGMA disable_optimizer", "SET integer_division = true"].map(str::to_owned);
    let first = (settings.to_vec(), Vec::new());
    let all: Vec<&(Vec<String>, Vec<String>)> = std::iter::once(&first).chain(asked).collect();
    let mut python = judge::python("duckdb");
    python.arg(place::root().join("tests/tools/duckdb_rows.py"));
    let answers = judge::json(&judge::fed(&mut python, &serde_json::to_vec(&all).expect("queries are text")));
    let mut answers = answers.as_array().expect("the answers are a list").clone();
    assert_eq!(answers.len(), asked.len() + 1);
    assert_eq!(answers.remove(0), serde_json::json!([]));
    answers
}

fn disagreement(question: &Question, answer: &serde_json::Value) -> Option<String> {
    let Question { about, query, ty, expect } = question;
    let value = answer[0][0][0].as_str().map(|it| normal(it, *ty));
    let alike = match (expect, answer["error"].as_str()) {
        (Ok(expect), None) => *expect == value,
        (Err(Reason::DivisionByZero), Some(error)) => error.contains("Division by zero"),
        // Doubles of DuckDB know infinity; the dialect promises nothing of either.
        (Err(Reason::DivisionByZero), None) => {
            value.is_none_or(|it| it == "inf" || it == "-inf" || it == "NaN")
        }
        (Ok(_), Some(_)) | (Err(_), _) => false,
    };
    (!alike).then(|| format!("{about}\n{query}\nis {answer}, and ours {expect:?}"))
}

/// What DuckDB has in another way than the dialect: escapes of two bytes, years before 1, and a remainder that it works out
/// by a quotient that is too large.
fn is_left_out(answer: &serde_json::Value) -> bool {
    let error = answer["error"].as_str().unwrap_or_default();
    let value = answer[0][0][0].as_str().unwrap_or_default();
    error.contains("Invalid escape string") || error.contains("/ -1") || value.ends_with("(BC)")
}

/// The one text of a value: numbers are written in several ways.
fn normal(text: &str, ty: Type) -> String {
    match ty {
        Type::Decimal { .. } => match text.strip_prefix('-').map_or((text, ""), |it| (it, "-")) {
            (digits, sign) if digits.starts_with('.') => format!("{sign}0{digits}"),
            _ => text.to_owned(),
        },
        Type::Double => text.parse::<f64>().map_or(text.to_owned(), |it| format!("{:?}", it + 0.0)),
        _ => text.to_owned(),
    }
}

fn written(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Text(it) => Some(it.to_string()),
        Value::Whole(it) => Some(it.to_string()),
        Value::Decimal(it) => Some(it.to_string()),
        Value::Boolean(it) => Some(it.to_string()),
        Value::Double(it) => Some(format!("{:?}", it + 0.0)),
        Value::Timestamp(it) => Some(it.0.to_string()),
    }
}

/// What is selected of an expression, as text.
fn shown(sql: &str, ty: Type) -> String {
    match ty {
        Type::Timestamp => format!("CAST(epoch_ms({sql}) AS VARCHAR)"),
        _ => format!("CAST(({sql}) AS VARCHAR)"),
    }
}

/// A value as a constant of a column's type.
fn constant(value: &Value<'_>, ty: &str) -> String {
    match value {
        Value::Null => format!("CAST(NULL AS {ty})"),
        Value::Text(it) => format!("CAST({} AS {ty})", text(it).unwrap_or_else(|_| format!("'{it}'"))),
        Value::Timestamp(it) => format!("make_timestamp({})", it.0 * 1000),
        other => format!("CAST('{}' AS {ty})", written(other).unwrap_or_default()),
    }
}

/// The question after an expression over a row; none where the dialect cannot say it, or promises nothing.
fn question(
    about: String,
    expr: &Expr,
    columns: &[(String, Type)],
    row: &Row<'_>,
    context: &Context,
) -> Option<Question> {
    let expect = eval(expr, row, context).map(|it| written(&it));
    let quoted: Vec<String> = columns.iter().map(|(name, _)| SPELLED.quoted(name)).collect();
    let types: Vec<Type> = columns.iter().map(|(_, ty)| *ty).collect();
    let threshold = |at: usize| match context.get(at) {
        Value::Text(it) => text(it).unwrap_or_else(|_| format!("'{it}'")),
        other => format!("'{}'", written(other).unwrap_or_default()),
    };
    let printer = Printer { dialect: &SPELLED, row: &quoted, types: &types, threshold: &threshold };
    let ty = printer.narrow(expr);
    let sql = printer.value(expr, ty).ok()?;
    if expect == Err(Reason::Overflow) {
        return None;
    }
    let typed = |(at, name): (usize, &String)| {
        let ty = (SPELLED.ty)(types[at]).ok()?;
        Some(format!("{} AS {name}", constant(row.get(at), &ty)))
    };
    let from: Vec<String> = quoted.iter().enumerate().filter_map(typed).collect();
    let from = if from.is_empty() { String::new() } else { format!(" FROM (SELECT {})", from.join(", ")) };
    Some(Question { about, query: format!("SELECT {}{from}", shown(&sql, ty)), ty, expect })
}

/// The rows of the corpus that ask for a value.
fn of_corpus() -> Vec<Question> {
    let (rows, thresholds) = semantics::values();
    let question = |it: semantics::Valued| {
        let row = reference::decoder(it.job).decode(it.record).ok()?;
        let columns: Vec<(String, Type)> = it.job.columns.iter().map(|it| (it.name.clone(), it.ty)).collect();
        let context = rules::context(thresholds, NOW);
        let add = it.branch.adds.first()?;
        question(format!("{}: {}", it.place, add.value.text), &add.value.expr, &columns, &row, &context)
    };
    // The moment is one for all.
    rows.into_iter().filter(|it| it.now == NOW).filter_map(question).collect()
}

/// Random expressions over random rows.
fn random() -> Vec<Question> {
    let mut maker = Maker { chance: Chance::new(7), calls: true };
    let columns: Vec<(String, Type)> =
        TYPES.iter().enumerate().map(|(at, ty)| (format!("c{at}"), *ty)).collect();
    let mut questions = Vec::new();
    for index in 0..EXPRESSIONS {
        let thresholds = TYPES.iter().map(|ty| values::value(*ty, &mut maker.chance)).collect();
        let context = Context::new(Timestamp::parse(NOW).unwrap_or(Timestamp(0)), thresholds);
        let value = |ty: &Type, chance: &mut Chance| match chance.once_in(5) {
            true => Value::Null,
            false => values::value(*ty, chance),
        };
        let row = Row::new(TYPES.iter().map(|it| value(it, &mut maker.chance)).collect());
        let ty = maker.chance.pick(&TYPES);
        let expr = maker.expr(ty, 1 + index % 3);
        if !is_typed(&expr) {
            continue;
        }
        questions.extend(question(format!("random {index}"), &expr, &columns, &row, &context));
    }
    questions
}

/// Whether an expression could come of a text: a whole number becomes a decimal that has room for all its digits.
fn is_typed(expr: &Expr) -> bool {
    let mut is_typed = true;
    expr.visit(&mut |it| {
        let Node::Widen(operand) = &it.node else { return };
        let digits = match operand.ty {
            Type::Integer => 10,
            Type::Bigint => 19,
            _ => 0,
        };
        if let Type::Decimal { precision, scale } = it.ty {
            is_typed &= digits <= precision - scale;
        }
    });
    is_typed
}

/// Whole branches of the specs, over made-up records: how many rows there are, and what differs.
fn branches() -> (usize, Vec<String>) {
    let (mut rows, mut differences) = (0, Vec::new());
    for spec in place::specs() {
        let model = resolved::model(&spec.text());
        let plan = lower::lower(&model);
        for job in &plan.definitions {
            let request = Request { stream: Some(job.stream.clone()), count: Some(RECORDS), ..request() };
            let mut records = Vec::new();
            if let Ok(mut producer) = Producer::new(&model, &request) {
                let mut record = Vec::new();
                while producer.write(&mut record) {
                    records.push(std::mem::take(&mut record));
                }
            }
            let mut chance = Chance::new(5);
            let lines = (0..RECORDS).map(|_| values::line(&job.columns, &mut chance).into_bytes());
            records.extend(lines);
            let (found, told) = of_job(job, &plan.thresholds, &records);
            rows += found;
            differences.extend(told.into_iter().map(|it| format!("{}: {it}", spec.name)));
        }
    }
    (rows, differences)
}

fn of_job(job: &Job, thresholds: &[Threshold], records: &[Vec<u8>]) -> (usize, Vec<String>) {
    let context = rules::context(thresholds, NOW);
    let mut loose = job.clone();
    loose.columns.iter_mut().for_each(|it| it.nullable = true);
    let (decoder, loose_decoder) = (reference::decoder(job), reference::decoder(&loose));
    let mut expected: Vec<Vec<Vec<Option<String>>>> = vec![Vec::new(); job.branches.len()];
    let mut source = Vec::new();
    for record in records {
        let Ok(row) = loose_decoder.decode(record) else { continue };
        source.push(row_of(job, &row));
        let Ok(row) = decoder.decode(record) else { continue };
        if reference::checked(job, &row, &context).is_err() {
            continue;
        }
        let mut made: Vec<Option<Row>> = Vec::new();
        for (branch, expected) in job.branches.iter().zip(&mut expected) {
            let input = branch.reads.map_or(Some(&row), |it| made[it].as_ref());
            let is_row = branch.window.is_none();
            let output =
                input.filter(|_| is_row).and_then(|it| reference::output(branch, it, &context).ok()?);
            expected.extend(output.iter().map(|it| it.values().iter().map(written).collect()));
            made.push(output);
        }
    }
    compared(job, thresholds, &context, &source, expected)
}

/// Whether a branch, or one that it reads, has a window: DuckDB has no time of arrival.
fn is_windowed(job: &Job, at: usize) -> bool {
    let branch = &job.branches[at];
    branch.window.is_some() || branch.reads.is_some_and(|it| is_windowed(job, it))
}

/// A record as a row of the source, where a timestamp may be a number.
fn row_of(job: &Job, row: &Row<'_>) -> String {
    let value = |(at, column): (usize, &pipec::plan::Column)| {
        let ty = statements::source_type(column).unwrap_or("VARCHAR".to_owned());
        match (row.get(at), column.format) {
            (Value::Timestamp(it), Format::EpochMillis) => it.0.to_string(),
            (Value::Timestamp(it), Format::EpochSeconds) => it.0.div_euclid(1000).to_string(),
            (value, _) => constant(value, &ty),
        }
    };
    let values: Vec<String> = job.columns.iter().enumerate().map(value).collect();
    format!("({})", values.join(", "))
}

/// The rows of each branch that is said, in DuckDB and here.
fn compared(
    job: &Job,
    thresholds: &[Threshold],
    context: &Context,
    source: &[String],
    mut expected: Vec<Vec<Vec<Option<String>>>>,
) -> (usize, Vec<String>) {
    let columns = job.columns.iter().map(|it| {
        let ty = statements::source_type(it).unwrap_or("VARCHAR".to_owned());
        format!("{} {ty}", SPELLED.quoted(&it.name))
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    let mut made = vec![format!("CREATE OR REPLACE TABLE \"{}\" ({columns})", statements::SOURCE)];
    made.push(format!("INSERT INTO \"{}\" VALUES {}", statements::SOURCE, source.join(", ")));
    let mut section = statements::section(job, thresholds)
        .replace("CURRENT_ROW_TIMESTAMP", MOMENT)
        .replace("TO_TIMESTAMP(", "epoch_ms(");
    for (at, threshold) in thresholds.iter().enumerate() {
        let value = written(context.get(at)).unwrap_or_default();
        section = section.replace(&format!("${{{}}}", threshold.parameter), &value);
    }
    for pump in section.split("CREATE OR REPLACE PUMP").skip(1) {
        let (_, rest) = pump.split_once("INSERT INTO ").expect("a pump inserts");
        let (table, rest) = rest.split_once(" (").expect("columns follow");
        let (_, query) = rest.split_once("SELECT STREAM").expect("a query follows");
        let (query, _) = query.split_once(";\n").expect("it ends");
        let name = table.trim_matches('"');
        if job.branches.iter().position(|it| it.name == name).is_some_and(|it| is_windowed(job, it)) {
            continue;
        }
        made.push(format!("CREATE OR REPLACE TABLE {table} AS SELECT{query}"));
    }
    let said = |name: &str| section.contains(&format!("CREATE OR REPLACE STREAM \"{name}\""));
    let is_asked = |at: &usize| said(&job.branches[*at].name) && !is_windowed(job, *at);
    let branches: Vec<usize> = (0..expected.len()).filter(is_asked).collect();
    let queries = branches.iter().map(|at| {
        let branch = &job.branches[*at];
        let columns = branch.outputs.iter().map(|it| shown(&SPELLED.quoted(&it.name), it.ty));
        format!("SELECT {} FROM \"{}\"", columns.collect::<Vec<_>>().join(", "), branch.name)
    });
    let answer = ask(&[(made, queries.collect())]).remove(0);
    let (mut count, mut told) = (0, Vec::new());
    for (index, at) in branches.into_iter().enumerate() {
        let branch = &job.branches[at];
        let mut found: Vec<Vec<Option<String>>> = Vec::new();
        for row in answer[index].as_array().into_iter().flatten() {
            let cells = row.as_array().into_iter().flatten().zip(&branch.outputs);
            found.push(cells.map(|(cell, it)| Some(normal(cell.as_str()?, it.ty))).collect());
        }
        found.sort();
        expected[at].sort();
        count += found.len();
        if found != expected[at] {
            let (theirs, ours) = (found.len(), expected[at].len());
            let differs = found.iter().zip(&expected[at]).find(|(left, right)| left != right);
            told.push(format!("{}: {theirs} rows, and {ours} here: {differs:?}\n{answer:.300}", branch.name));
        }
    }
    (count, told)
}

/// Records as they come without anything said of them.
fn request() -> Request {
    Request {
        stream: None,
        count: None,
        seed: 3,
        start: Timestamp(1_767_225_600_000),
        rate: 10.0,
        keys: None,
        out_of_order: 0.0,
        late: 0.0,
        malformed: 0.0,
        columns: Vec::new(),
    }
}
