//! The model of a pipeline that a test writes.

use pipec::diagnostic::Severity;
use pipec::model::{self, Model};
use pipec::source::Source;
use pipec::{check, spec, yaml};

/// The model of a file's text; a mistake in it is the test's own.
pub fn model(text: &str) -> Model {
    let source = Source::new("pipeline.yaml", text);
    let (node, mut findings) = yaml::parse(&source);
    let (spec, found) = spec::read(&source, &node);
    findings.extend(found);
    let (model, found) = model::resolve(spec.unwrap_or_else(|| panic!("it is no mapping:\n{text}")), None);
    findings.extend(found);
    findings.extend(check::all(&model));
    let errors: Vec<String> = findings
        .sorted()
        .into_iter()
        .filter(|it| it.severity == Severity::Error)
        .map(|it| format!("{}: {} ({})", &text[it.span.range()], it.message, it.code.name))
        .collect();
    assert!(errors.is_empty(), "a test's pipeline has mistakes:\n{}\n{text}", errors.join("\n"));
    model
}
