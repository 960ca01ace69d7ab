//! DuckDB's rows against the engine's, and whether it finds what is wrong.

use super::engine::{BUGS, Bug, Told, tell};
use super::sql;
use super::story::{Story, stories};
use pipec_runtime::value::Value;
use pipec_tests::{judge, judged, place};
use std::collections::BTreeMap;

const STORIES: usize = 300;
/// How often each feature occurs at least.
const LEAST: usize = 15;
/// How far sums of doubles may lie apart, as a part of their size.
const NEAR: f64 = 1e-12;

/// What DuckDB says of a story.
struct Answer {
    rows: Vec<serde_json::Value>,
    late: Option<Vec<usize>>,
}

#[test]
fn duckdb_gives_the_windows_that_the_engine_gives() {
    let stories = stories(STORIES, 7);
    let answers = ask(&stories);
    let told: Vec<Told> = stories.iter().map(|it| tell(it, None)).collect();
    let complaints: Vec<String> = stories
        .iter()
        .zip(&told)
        .zip(&answers)
        .filter_map(|((story, told), answer)| complaint(story, told, answer))
        .collect();
    assert!(complaints.is_empty(), "{} of {STORIES}:\n{}", complaints.len(), complaints[0]);
    each_feature_occurs(&stories, &told);
    for bug in BUGS {
        let found = stories
            .iter()
            .zip(&answers)
            .filter(|(story, answer)| complaint(story, &tell(story, Some(bug)), answer).is_some());
        let found = found.count();
        assert!(found >= least(bug), "{bug:?} is found in {found} stories");
    }
    judged("duckdb-windows", told.iter().map(|it| it.rows.len() + it.late.len()).sum());
}

fn least(bug: Bug) -> usize {
    match bug {
        Bug::WindowOffByOne => STORIES / 2,
        Bug::LateKept | Bug::NullKeyDropped | Bug::MeanTruncated => LEAST,
    }
}

fn each_feature_occurs(stories: &[Story], told: &[Told]) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (story, told) in stories.iter().zip(told) {
        let late = if told.late.is_empty() { None } else { Some("late") };
        for feature in story.features.iter().copied().chain(late) {
            *counts.entry(feature).or_default() += 1;
        }
    }
    assert!(counts.len() > 25, "{counts:?}");
    assert!(counts.values().all(|it| *it >= LEAST), "{counts:?}");
}

/// DuckDB's answers, from one process.
fn ask(stories: &[Story]) -> Vec<Answer> {
    let script = |it: &Story| {
        let queries: Vec<String> = [Some(sql::rows(it)), sql::late(it)].into_iter().flatten().collect();
        [vec![sql::table(it)], queries]
    };
    let scripts: Vec<[Vec<String>; 2]> = stories.iter().map(script).collect();
    let mut python = judge::python("duckdb");
    python.arg(place::root().join("tests/tools/duckdb_rows.py"));
    let asked = serde_json::to_vec(&scripts).expect("scripts are text");
    let answers = judge::json(&judge::fed(&mut python, &asked));
    let answers = answers.as_array().expect("the answers are a list");
    answers.iter().zip(&scripts).map(|(it, script)| answer(it, script)).collect()
}

fn answer(answer: &serde_json::Value, script: &[Vec<String>; 2]) -> Answer {
    let list = |at: usize| answer[at].as_array();
    let rows = list(0).unwrap_or_else(|| panic!("{answer}\n{}", script[1].join("\n"))).clone();
    let number = |it: &serde_json::Value| it[0].as_str().and_then(|it| it.parse().ok()).expect("a number");
    Answer { rows, late: list(1).map(|it| it.iter().map(number).collect()) }
}

fn complaint(story: &Story, told: &Told, answer: &Answer) -> Option<String> {
    if answer.late.as_ref().is_some_and(|it| *it != told.late) {
        return Some(format!("late: {:?}, and ours {:?}\n{story:?}", answer.late, told.late));
    }
    let differs = |at: &usize| match (told.rows.get(*at), answer.rows.get(*at)) {
        (Some((moment, row)), Some(theirs)) => !alike(*moment, row, theirs),
        (_, _) => true,
    };
    let at = (0..told.rows.len().max(answer.rows.len())).find(differs)?;
    Some(format!(
        "row {at} is {:?}, and ours {:?}\n{}",
        answer.rows.get(at),
        told.rows.get(at),
        sql::rows(story)
    ))
}

fn alike(moment: usize, row: &[Value<'_>], theirs: &serde_json::Value) -> bool {
    let Some((first, values)) = theirs.as_array().and_then(|it| it.split_first()) else { return false };
    first.as_str() == Some(&moment.to_string())
        && row.len() == values.len()
        && row.iter().zip(values).all(|(ours, theirs)| is_same(ours, theirs))
}

fn is_same(ours: &Value<'_>, theirs: &serde_json::Value) -> bool {
    match ours {
        Value::Null => theirs.is_null(),
        Value::Text(it) => theirs.as_str() == Some(it),
        Value::Whole(it) => theirs.as_str() == Some(&it.to_string()),
        Value::Decimal(it) => theirs.as_str() == Some(&it.to_string()),
        Value::Boolean(it) => theirs.as_bool() == Some(*it),
        Value::Timestamp(it) => theirs.as_str() == Some(&it.0.to_string()),
        Value::Double(it) => theirs.as_f64().is_some_and(|theirs| {
            (theirs - it).abs() <= NEAR * theirs.abs().max(it.abs()).max(f64::MIN_POSITIVE)
        }),
    }
}
