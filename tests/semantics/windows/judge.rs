//! What an engine gives, held against a story.

use super::cell::split;
use super::story::{Gives, Letter, Row, Step, Story};

/// How far doubles of two engines may be apart, in parts of the expected one.
const APART: f64 = 1e-12;

/// How what came out after each step differs from the story.
pub fn complaints(story: &Story, found: &[Gives]) -> Vec<String> {
    assert_eq!(story.steps.len(), found.len(), "{}: there is an answer to each step", story.place);
    story.steps.iter().zip(found).filter_map(|(step, found)| complaint(story, step, found)).collect()
}

/// How all that came out differs from the story, whenever and in whatever order it came: for engines that tell no more.
pub fn bag(story: &Story, found: &Gives) -> Option<String> {
    let expected = story.whole();
    let found = looked_at(story, found);
    let is_met =
        matched(&expected.rows, &found.rows, is_row) && matched(&expected.dead, &found.dead, is_letter);
    (!is_met).then(|| format!("{}: {}", story.place, difference(&expected, &found)))
}

fn complaint(story: &Story, step: &Step, found: &Gives) -> Option<String> {
    let (expected, found) = (&step.gives, looked_at(story, found));
    let in_order = expected.rows.iter().zip(&found.rows).all(|(it, found)| is_row(it, found));
    let is_met = in_order
        && expected.rows.len() == found.rows.len()
        && matched(&expected.dead, &found.dead, is_letter);
    (!is_met).then(|| format!("{} (rule {}): {}", step.place, step.rule, difference(expected, &found)))
}

/// What a story looks at.
fn looked_at(story: &Story, found: &Gives) -> Gives {
    let rows = found.rows.iter().filter(|it| story.asked.contains(&it.branch));
    let dead = found.dead.iter().filter(|it| story.watched.contains(&it.about));
    Gives { rows: rows.cloned().collect(), dead: dead.cloned().collect() }
}

/// Whether each expected thing is found once, and nothing else.
fn matched<T>(expected: &[T], found: &[T], is: fn(&T, &T) -> bool) -> bool {
    let mut left: Vec<&T> = found.iter().collect();
    let mut take = |it: &T| left.iter().position(|found| is(it, found)).map(|at| left.remove(at)).is_some();
    expected.iter().all(&mut take) && left.is_empty()
}

/// Whether a row is the expected one: to the byte, but for doubles that need not be.
fn is_row(expected: &Row, found: &Row) -> bool {
    let values = |it: &Row| -> Vec<String> {
        let inside = it.row.trim_start_matches('{').trim_end_matches('}');
        split(inside, ",").into_iter().map(str::to_owned).collect()
    };
    let (ours, theirs) = (values(expected), values(found));
    expected.branch == found.branch
        && ours.len() == theirs.len()
        && ours.iter().zip(&theirs).all(|(it, found)| is_value(it, found))
}

fn is_value(expected: &str, found: &str) -> bool {
    let Some((name, expected)) = expected.split_once(":≈") else { return expected == found };
    let number = |it: &str| it.parse::<f64>().ok();
    let found = found.strip_prefix(name).and_then(|it| number(it.strip_prefix(':')?));
    let near = |expected: f64, found: f64| (expected - found).abs() <= APART * expected.abs();
    number(expected).zip(found).is_some_and(|(it, found)| near(it, found))
}

fn is_letter(expected: &Letter, found: &Letter) -> bool {
    let is_same = expected.reason == found.reason && expected.about == found.about;
    is_same && (expected.raw.is_none() || expected.raw == found.raw)
}

fn difference(expected: &Gives, found: &Gives) -> String {
    format!("it gives\n{}and not\n{}", shown(found), shown(expected))
}

fn shown(gives: &Gives) -> String {
    let rows = gives.rows.iter().map(|it| format!("    {} {}\n", it.branch, it.row));
    let dead = gives.dead.iter().map(|it| {
        let raw = it.raw.as_deref().map_or("?".into(), String::from_utf8_lossy);
        format!("    {} {} {raw}\n", it.reason, it.about)
    });
    rows.chain(dead).collect()
}
