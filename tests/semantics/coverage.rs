//! The corpus leaves nothing out: each listed rule and each function has rows.

use super::RULES;
use super::cases::{Asked, Case, STREAMS, Stream};
use pipec_runtime::expr::functions::{ALL, Function, Nulls};
use std::collections::BTreeSet;

/// The least rows of a function.
const LEAST: usize = 5;

/// The rules that have rows.
fn rules_with_rows() -> BTreeSet<u8> {
    let rules = STREAMS.iter().flat_map(|it| {
        let cases = it.cases.iter().map(|it| it.rule);
        cases.chain(it.refusals.iter().map(|it| it.rule)).chain(it.starts.iter().map(|it| it.rule))
    });
    rules.collect()
}

/// The rules that are listed and have no rows, or that have rows and are not listed.
pub fn unlike(listed: &[u8], rows: &BTreeSet<u8>) -> Vec<u8> {
    let listed: BTreeSet<u8> = listed.iter().copied().collect();
    listed.symmetric_difference(rows).copied().collect()
}

#[test]
fn every_listed_rule_has_rows_and_every_row_a_listed_rule() {
    let (listed, rows) = (RULES.map(|it| it.0), rules_with_rows());
    assert_eq!(unlike(&listed, &rows), Vec::<u8>::new());
    assert_eq!(unlike(&[&listed[..], &[99]].concat(), &rows), vec![99]);
    assert_eq!(unlike(&listed[1..], &rows), vec![listed[0]]);
}

/// The rows whose expression calls a function.
fn rows_of(function: &Function) -> Vec<&'static Case> {
    let call = format!("{}(", function.name);
    let calls = |stream: &Stream, case: &Case| match case.asked {
        Asked::Value(index) => stream.expressions[index].contains(&call),
        Asked::Decoded | Asked::Outcome => false,
    };
    STREAMS.iter().flat_map(|it| it.cases.iter().filter(move |case| calls(it, case))).collect()
}

#[test]
fn every_function_has_rows_and_one_with_null() {
    for function in ALL {
        let rows = rows_of(function);
        assert!(rows.len() >= LEAST, "{} has {} rows", function.name, rows.len());
        let null = rows.iter().any(|it| it.expect == "null");
        assert!(null || function.nulls == Nulls::Never, "{} is never null", function.name);
    }
}
