//! The stories leave nothing out: each listed rule, each kind of window and each aggregate has rows.

use super::{RULES, STAGES};
use crate::semantics::coverage::unlike;
use pipec_runtime::aggregate::ALL;
use std::collections::{BTreeMap, BTreeSet};

/// The least steps of a rule.
const STEPS: usize = 10;
/// The least stories of a word.
const STORIES: usize = 5;

#[test]
fn every_listed_rule_has_rows_and_every_row_a_listed_rule() {
    let mut rows: BTreeMap<u8, usize> = BTreeMap::new();
    let steps = STAGES.iter().flat_map(|it| &it.stories).flat_map(|it| &it.steps);
    steps.for_each(|it| *rows.entry(it.rule).or_default() += 1);
    let (listed, rules) = (RULES.map(|it| it.0), rows.keys().copied().collect::<BTreeSet<u8>>());
    assert_eq!(unlike(&listed, &rules), Vec::<u8>::new());
    assert!(rows.values().all(|it| *it >= STEPS), "a rule has few rows: {rows:?}");
}

/// How often an expression or the body of a branch has this word, and a step states it.
fn said(word: &str) -> usize {
    let stories = STAGES.iter().map(|it| {
        let bodies = it.section.branches.iter().map(|it| &it.body).chain(&it.expressions);
        if bodies.into_iter().any(|it| it.contains(word)) { it.stories.len() } else { 0 }
    });
    stories.sum()
}

#[test]
fn every_aggregate_and_every_window_has_stories() {
    let aggregates = ALL.iter().map(|it| format!("{}(", it.name));
    let filtered = ALL.iter().map(|it| format!("{}(v) filter (where", it.name));
    let others = ["count(*)", "count(distinct", "tumbling", "sliding", "session", "having", "select"];
    for word in aggregates.chain(filtered) {
        assert!(said(&word) >= STORIES, "`{word}` has {} stories", said(&word));
    }
    for word in others {
        assert!(said(word) >= STORIES, "`{word}` has {} stories", said(word));
    }
    assert_eq!(said("nothing like this"), 0);
}

#[test]
fn every_aggregate_is_null_or_nothing_once() {
    for aggregate in ALL {
        let call = format!("{}(v)", aggregate.name);
        let nothing = if aggregate.nullable { "\"value\":null" } else { "\"value\":0}" };
        let met = STAGES.iter().any(|stage| {
            let branches = stage.expressions.iter().enumerate().filter(|it| *it.1 == call);
            let branches: Vec<String> = branches.map(|it| super::story::Stage::branch(it.0)).collect();
            let steps = stage.stories.iter().flat_map(|it| &it.steps);
            steps
                .flat_map(|it| &it.gives.rows)
                .any(|it| branches.contains(&it.branch) && it.row.contains(nothing))
        });
        assert!(met, "no story has `{call}` of nothing");
    }
}
