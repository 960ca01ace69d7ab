//! What a test sets beside its records: the time, thresholds, an environment.

use super::codes::{NOTHING_CHECKED, SETTING};
use super::subject::expect_known;
use crate::diagnostic::Diagnostics;
use crate::model::codes::UNKNOWN_IN_ENVIRONMENT;
use crate::model::expression::literal;
use crate::model::{Model, Threshold};
use crate::source::Spanned;
use crate::spec;
use crate::syntax::Literal;
use pipec_runtime::literal::form;
use pipec_runtime::threshold::{is_less, is_plain};
use pipec_runtime::timestamp::Timestamp;
use pipec_runtime::value::Value;

/// What `now()` is, if the test says so.
pub fn now(written: &spec::Test, findings: &mut Diagnostics) -> Option<Timestamp> {
    let text = written.now.as_ref()?;
    let now = Timestamp::parse(&text.value);
    if now.is_none() {
        let message = format!("`{}` is no timestamp", text.value);
        findings.error(&SETTING, text.span, message).help("write it as 2026-01-01T00:00:00Z");
    }
    now
}

/// The values of all thresholds: those that the test gives, and the file's.
pub fn thresholds(model: &Model, written: &spec::Test, findings: &mut Diagnostics) -> Vec<Value<'static>> {
    let mut values: Vec<_> = model.thresholds.iter().map(|it| it.value.value.clone()).collect();
    for (name, given) in &written.thresholds.items {
        let names = model.spec.thresholds.items.iter().map(|(it, _)| it.value.as_str());
        expect_known("threshold", name, names, findings);
        let found = model.thresholds.iter().position(|it| it.name.value == name.value);
        if let (Some(at), Some(given)) = (found, given) {
            match value(&model.thresholds[at], given) {
                Ok(value) => values[at] = value,
                Err(message) => {
                    findings.error(&SETTING, given.span, message);
                }
            }
        }
    }
    values
}

/// The value that a test gives a threshold, within the bounds that hold for deployments.
fn value(threshold: &Threshold, given: &Spanned<Literal>) -> Result<Value<'static>, String> {
    let value =
        literal(&given.text, threshold.ty).filter(|_| !threshold.ty.is_text() || is_plain(&given.text));
    let Some(value) = value else {
        return Err(format!(
            "`{}` is {}, and not `{}`",
            threshold.name.value,
            form(threshold.ty),
            given.text
        ));
    };
    let bound = |it: &Option<Spanned<String>>| literal(&it.as_ref()?.value, threshold.ty);
    if bound(&threshold.min).is_some_and(|it| is_less(&value, &it)) {
        return Err(format!("{} is less than the `min` of `{}`", given.text, threshold.name.value));
    }
    if bound(&threshold.max).is_some_and(|it| is_less(&it, &value)) {
        return Err(format!("{} is more than the `max` of `{}`", given.text, threshold.name.value));
    }
    Ok(value)
}

/// Whether a test is for this model: that of the environment it names, or that of the file where it names none. An
/// environment that the file does not have is told.
pub fn is_for(model: &Model, written: &spec::Test, findings: &mut Diagnostics) -> bool {
    let wanted = written.environment.as_ref();
    let (None, Some(name)) = (&model.environment, wanted) else {
        return wanted.map(|it| &it.value.text) == model.environment.as_ref().map(|it| &it.name.value);
    };
    let known = || model.spec.environments.items.iter().map(|(it, _)| it.value.as_str());
    if !known().any(|it| it == name.value.text) {
        let message = format!("the file has no environment `{}`", name.value.text);
        findings.error(&UNKNOWN_IN_ENVIRONMENT, name.span, message).nearest(&name.value.text, known());
    }
    false
}

/// Tells that a test has no expectation.
pub fn tell_nothing_checked(name: &Spanned<String>, written: &spec::Test, findings: &mut Diagnostics) {
    if written.expect.0.as_ref().is_some_and(|it| it.items.is_empty()) {
        findings.error(&NOTHING_CHECKED, name.span, format!("`{}` expects nothing", name.value));
    }
}
