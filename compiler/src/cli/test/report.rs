//! What came of tests, for people.

use super::suite::{Outcome, State, Suite, Tested};
use crate::cli::output::Output;
use crate::diagnostic::terminal::{excerpt, visible};
use crate::local::test::{Difference, Gap};
use crate::source::Source;

/// Most rows of a difference, and differences of a test, that are shown; the rest are counted.
const SHOWN: usize = 10;

/// Prints every file's tests, what differs, and how many there were.
pub fn print(suites: &[Suite], output: &mut Output) {
    let colour = output.has_colour();
    for suite in suites {
        if let State::Tested(tested) = &suite.state
            && (!tested.outcomes.is_empty() || tested.filtered.is_empty())
        {
            output.print(&of_file(suite, tested, suites.len() > 1, colour));
        }
    }
    output.print(&summary(suites, colour));
}

fn of_file(suite: &Suite, tested: &Tested, is_one_of_many: bool, colour: bool) -> String {
    let mut text = String::new();
    if is_one_of_many {
        text.push_str(&format!("{}\n", visible(&suite.source.name)));
    }
    if tested.outcomes.is_empty() && tested.filtered.is_empty() {
        text.push_str(&format!("`{}` has no tests\n", visible(&suite.source.name)));
    }
    for it in &tested.outcomes {
        let word =
            if it.passed() { painted("passed", GREEN, colour) } else { painted("failed", RED, colour) };
        text.push_str(&format!("  {word}  {}\n", it.name));
    }
    for it in tested.outcomes.iter().filter(|it| !it.passed()) {
        text.push_str(&format!("\n{} `{}`\n\n", painted("failed:", RED, colour), it.name));
        text.push_str(&details(it, &suite.source, colour));
    }
    if let Some((gaps, whole)) = &tested.coverage {
        text.push_str(&coverage(gaps, *whole, &suite.source));
    }
    if is_one_of_many || tested.outcomes.iter().any(|it| !it.passed()) || tested.coverage.is_some() {
        text.push('\n');
    }
    text
}

/// All that differs in a test, each with its place.
pub fn details(outcome: &Outcome, source: &Source, colour: bool) -> String {
    let shown = outcome.differences.iter().take(SHOWN).map(|it| difference(it, source, colour));
    let mut text = shown.collect::<Vec<_>>().join("\n");
    if let Some(more) = outcome.differences.len().checked_sub(SHOWN).filter(|it| *it > 0) {
        text.push_str(&format!("\nand {more} more\n"));
    }
    text
}

fn difference(difference: &Difference, source: &Source, colour: bool) -> String {
    let mut text = excerpt(source, difference.span, &difference.message, colour);
    text.push('\n');
    if let Some(expected) = &difference.expected {
        text.push_str(&painted(&format!("  - {}\n", visible(expected)), RED, colour));
    }
    for row in difference.found.iter().take(SHOWN) {
        text.push_str(&painted(&format!("  + {}\n", visible(row)), GREEN, colour));
    }
    if let Some(more) = difference.found.len().checked_sub(SHOWN).filter(|it| *it > 0) {
        text.push_str(&format!("  and {more} more\n"));
    }
    for it in &difference.columns {
        let found =
            it.found.as_deref().map_or("no such column".to_owned(), |it| format!("found {}", visible(it)));
        text.push_str(&format!("    {}: expected {}, {found}\n", visible(&it.column), visible(&it.expected)));
    }
    text
}

fn coverage(gaps: &[Gap], whole: usize, source: &Source) -> String {
    let mut text = format!("\ncoverage: {} of {whole}\n", whole - gaps.len());
    for it in gaps {
        let place = source.position(it.span.start);
        let name = visible(&source.name);
        text.push_str(&format!("  {name}:{}:{}: {}\n", place.line, place.column, visible(&it.message)));
    }
    text
}

fn summary(suites: &[Suite], colour: bool) -> String {
    let outcomes = || suites.iter().flat_map(Suite::outcomes);
    let (all, passed) = (outcomes().count(), outcomes().filter(|it| it.passed()).count());
    let skipped: usize = suites.iter().map(|it| it.names().count()).sum::<usize>() - all;
    let broken = suites.iter().filter(|it| !matches!(it.state, State::Tested(_))).count();
    let mut parts = vec![painted(&format!("{passed} passed"), GREEN, colour && passed == all)];
    if passed < all {
        parts.push(painted(&format!("{} failed", all - passed), RED, colour));
    }
    if skipped > 0 {
        parts.push(format!("{skipped} not asked for"));
    }
    if broken > 0 {
        let files = if broken == 1 { "file" } else { "files" };
        parts.push(painted(&format!("{broken} {files} not tested"), RED, colour));
    }
    format!("{all} {}: {}\n", if all == 1 { "test" } else { "tests" }, parts.join(", "))
}

const RED: &str = "31";
const GREEN: &str = "32";

fn painted(text: &str, colour: &str, is_on: bool) -> String {
    if is_on { format!("\u{1b}[{colour}m{text}\u{1b}[0m") } else { text.to_owned() }
}
