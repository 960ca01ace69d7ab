//! What came of tests, for programs: one JSON object a line.

use super::suite::{Outcome, State, Suite};
use crate::local::test::Difference;
use crate::source::Source;
use serde_json::{Value, json};

/// A line for each test, and one for each thing that no test has shown.
pub fn render(suite: &Suite) -> String {
    let State::Tested(tested) = &suite.state else { return String::new() };
    let source = &suite.source;
    let mut lines: Vec<Value> = tested.outcomes.iter().map(|it| outcome(it, source)).collect();
    for gap in tested.coverage.iter().flat_map(|(gaps, _)| gaps) {
        let place = source.position(gap.span.start);
        lines.push(json!({
            "file": source.name,
            "line": place.line,
            "column": place.column,
            "not_covered": gap.message,
        }));
    }
    lines.iter().map(|it| format!("{it}\n")).collect()
}

fn outcome(outcome: &Outcome, source: &Source) -> Value {
    let place = source.position(outcome.span.start);
    json!({
        "file": source.name,
        "name": outcome.name,
        "outcome": if outcome.passed() { "passed" } else { "failed" },
        "line": place.line,
        "column": place.column,
        "differences": outcome.differences.iter().map(|it| difference(it, source)).collect::<Vec<_>>(),
    })
}

fn difference(difference: &Difference, source: &Source) -> Value {
    let place = source.position(difference.span.start);
    let columns = difference
        .columns
        .iter()
        .map(|it| json!({ "column": it.column, "expected": it.expected, "found": it.found }));
    json!({
        "problem": difference.problem.word(),
        "message": difference.message,
        "line": place.line,
        "column": place.column,
        "expected": difference.expected,
        "found": difference.found,
        "columns": columns.collect::<Vec<_>>(),
    })
}
