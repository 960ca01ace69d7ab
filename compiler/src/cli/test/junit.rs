//! What came of tests as JUnit's XML, which every CI system reads (<https://github.com/testmoapp/junitxml>).

use super::report;
use super::suite::{Outcome, State, Suite};
use crate::diagnostic::terminal;
use std::time::Duration;

/// The whole file.
pub fn render(suites: &[Suite]) -> String {
    let count: usize = suites.iter().map(cases).sum();
    let failures: usize =
        suites.iter().filter(|it| matches!(it.state, State::Tested(_))).map(Suite::failed).sum();
    let errors = suites.iter().filter(|it| !matches!(it.state, State::Tested(_))).count();
    let inside: String = suites.iter().map(suite).collect();
    let time = seconds(suites.iter().map(time).sum());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pipec\" tests=\"{count}\" failures=\"{failures}\" \
         errors=\"{errors}\" time=\"{time}\">\n{inside}</testsuites>\n"
    )
}

/// A file that could not be tested is one case, so that nobody takes it for one without faults.
fn cases(suite: &Suite) -> usize {
    match &suite.state {
        State::Tested(it) => it.outcomes.len(),
        State::Unreadable(_) | State::Broken(_) => 1,
    }
}

fn time(suite: &Suite) -> Duration {
    suite.outcomes().iter().map(|it| it.time).sum()
}

fn suite(suite: &Suite) -> String {
    let name = escaped(&suite.source.name);
    let (inside, failures, errors) = match &suite.state {
        State::Tested(it) => (it.outcomes.iter().map(|it| case(it, suite)).collect(), suite.failed(), 0),
        State::Broken(findings) => (error(suite, &terminal::render(findings, &suite.source, false)), 0, 1),
        State::Unreadable(_) => (error(suite, "it could not be read"), 0, 1),
    };
    let time = seconds(time(suite));
    format!(
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" time=\"{time}\">\n{inside}  \
         </testsuite>\n",
        cases(suite)
    )
}

fn case(outcome: &Outcome, suite: &Suite) -> String {
    let file = escaped(&suite.source.name);
    let line = suite.source.position(outcome.span.start).line;
    let (name, time) = (escaped(&outcome.name), seconds(outcome.time));
    let head = format!(
        "    <testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\" time=\"{time}\""
    );
    let Some(first) = outcome.differences.first() else { return format!("{head}/>\n") };
    let text = text(&report::details(outcome, &suite.source, false));
    let (message, kind) = (escaped(&first.message), first.problem.word());
    format!(
        "{head}>\n      <failure message=\"{message}\" type=\"{kind}\">{text}</failure>\n    </testcase>\n"
    )
}

fn error(suite: &Suite, text: &str) -> String {
    let (file, text) = (escaped(&suite.source.name), self::text(text));
    format!(
        "    <testcase name=\"(the file)\" classname=\"{file}\" file=\"{file}\" time=\"0.000000\">\n      <error \
         message=\"the file has errors\" type=\"findings\">{text}</error>\n    </testcase>\n"
    )
}

fn seconds(time: Duration) -> String {
    format!("{:.6}", time.as_secs_f64())
}

/// A text between tags, where line feeds stay as they are.
fn text(text: &str) -> String {
    escaped(text).replace("&#10;", "\n")
}

/// A text inside of XML; what XML 1.0 cannot hold at all is U+FFFD (<https://www.w3.org/TR/xml/#charsets>).
fn escaped(text: &str) -> String {
    let mut xml = String::new();
    for it in text.chars() {
        match it {
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '&' => xml.push_str("&amp;"),
            '"' => xml.push_str("&quot;"),
            '\n' => xml.push_str("&#10;"),
            '\t' => xml.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            it => xml.push(it),
        }
    }
    xml
}
