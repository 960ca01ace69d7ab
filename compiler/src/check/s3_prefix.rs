//! `s3-prefix`: prefixes that Firehose does not take.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::sinks;
use crate::source::Spanned;

/// Most characters of a prefix (the CloudFormation schema of `AWS::KinesisFirehose::DeliveryStream`).
const LONGEST: usize = 1024;

/// The finding's page.
pub const CODE: Code = Code {
    name: "s3-prefix",
    what: "A prefix is too long, begins with `/`, or holds an expression that Firehose does not know.",
    why: "Expressions are `!{timestamp:…}` and `!{firehose:random-string}`, and in `error_prefix` also \
          `!{firehose:error-output-type}` (Firehose developer guide, `s3-prefixes`). A key that begins with `/` has \
          an empty folder first.",
    example: "sinks:\n  archive: { s3: { prefix: \"raw/!{date:yyyy}/\" } }\ncold:\n  raw: { from: readings, to: archive }\n",
    instead: "sinks:\n  archive: { s3: { prefix: \"raw/!{timestamp:yyyy}/\", error_prefix: \"errors/\" } }\n\
              cold:\n  raw: { from: readings, to: archive }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for sink in &model.sinks {
        let Some(sinks::Settings::S3(bucket)) = &sink.settings else { continue };
        let prefix = bucket.prefix.as_ref();
        let error_prefix = bucket.error_prefix.as_ref();
        for (text, in_errors) in [(prefix, false), (error_prefix, true)] {
            if let Some(text) = text
                && let Some(why) = misfit(&text.value, in_errors)
            {
                findings.error(&CODE, text.span, why);
            }
        }
        errors_apart(prefix, error_prefix, findings);
    }
}

/// What is wrong with a prefix.
fn misfit(text: &str, in_errors: bool) -> Option<String> {
    if text.len() > LONGEST {
        return Some(format!("a prefix has at most {LONGEST} characters, not {}", text.len()));
    }
    if text.starts_with('/') {
        return Some("a prefix that begins with `/` puts an empty folder first".to_owned());
    }
    if let Some(odd) = text.chars().find(|it| it.is_control() || !it.is_ascii()) {
        return Some(format!("a prefix cannot hold `{}`", odd.escape_default()));
    }
    text.split("!{").skip(1).find_map(|it| expression(it, in_errors))
}

/// What is wrong with an expression, from behind its `!{`.
fn expression(rest: &str, in_errors: bool) -> Option<String> {
    let Some((inside, _)) = rest.split_once('}') else {
        return Some("`!{` is not closed".to_owned());
    };
    match inside.split_once(':') {
        Some(("timestamp", format)) if !format.is_empty() => None,
        Some(("firehose", "random-string")) => None,
        Some(("firehose", "error-output-type")) if in_errors => None,
        Some(("firehose", "error-output-type")) => {
            Some("`!{firehose:error-output-type}` belongs to `error_prefix`".to_owned())
        }
        _ => Some(format!("Firehose does not know `!{{{inside}}}`")),
    }
}

/// A prefix with expressions needs an `error_prefix`; one with expressions needs the kind of error.
fn errors_apart(
    prefix: Option<&Spanned<String>>,
    error_prefix: Option<&Spanned<String>>,
    findings: &mut Diagnostics,
) {
    match (prefix, error_prefix) {
        (Some(prefix), None) if prefix.contains("!{") => {
            findings
                .error(&CODE, prefix.span, "a prefix with an expression needs an `error_prefix` beside it")
                .help("add `error_prefix: errors/!{firehose:error-output-type}/`");
        }
        (_, Some(errors)) if errors.contains("!{") && !errors.contains("!{firehose:error-output-type}") => {
            findings
                .error(&CODE, errors.span, "an `error_prefix` with an expression must say the kind of error")
                .help("add `!{firehose:error-output-type}` to it");
        }
        _ => {}
    }
}
