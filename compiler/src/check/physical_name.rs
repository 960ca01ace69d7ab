//! `bad-physical-name`, `physical-name-taken`: names that AWS does not take, or takes once.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::sinks::Names;
use crate::source::Span;
use std::collections::BTreeMap;

/// The pages of both.
pub const CODES: &[&Code] = &[&BAD, &TAKEN];

const BAD: Code = Code {
    name: "bad-physical-name",
    what: "A `name`, with `settings.name_prefix` before it, is not one that AWS takes for this kind of thing.",
    why: "AWS refuses it when the stack is created. Without `name`, CloudFormation makes one that fits.",
    example: "streams:\n  readings: { name: all readings }\n",
    instead: "streams:\n  readings: { name: all-readings }\n",
};

const TAKEN: Code = Code {
    name: "physical-name-taken",
    what: "Two things of one kind have one `name` in AWS.",
    why: "AWS has each name once per account and region, buckets once in the world: the second cannot be created.",
    example: "sinks:\n  a: { sqs: { name: high } }\n  b: { sqs: { name: high } }\n\
              hot:\n  alarm: { to: [alarms, a, b] }\n",
    instead: "sinks:\n  a: { sqs: { name: high } }\n  b: { sqs: { name: higher } }\n\
              hot:\n  alarm: { to: [alarms, a, b] }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let mut seen: BTreeMap<(&str, String), Span> = BTreeMap::new();
    for (kind, name) in model.names() {
        if let Some(why) = misfit(kind, &name.value) {
            let message = format!("`{}` is no name of a {}: {why}", name.value, kind.noun);
            findings.error(&BAD, name.span, message);
        }
        if let Some(first) = seen.insert((kind.noun, name.value.clone()), name.span) {
            let message = format!("another {} is named `{}`", kind.noun, name.value);
            findings.error(&TAKEN, name.span, message).label(first, "here").help("choose another name");
        }
    }
}

/// What is wrong with a name.
fn misfit(kind: &Names, name: &str) -> Option<String> {
    if !(kind.least..=kind.most).contains(&name.len()) {
        return Some(format!("it has {} characters, not {} to {}", name.len(), kind.least, kind.most));
    }
    let letter = |it: char| {
        if kind.small_only { it.is_ascii_lowercase() } else { it.is_ascii_alphabetic() }
    };
    if let Some(bad) =
        name.chars().find(|it| !letter(*it) && !it.is_ascii_digit() && !kind.signs.contains(*it))
    {
        return Some(format!("it holds `{bad}`"));
    }
    let reserved = ["xn--", "sthree-", "amzn-s3-demo-"].iter().any(|it| name.starts_with(it))
        || ["-s3alias", "--ols-s3", "--x-s3", "--table-s3"].iter().any(|it| name.ends_with(it));
    let edges = name.starts_with('-') || name.ends_with('-');
    match kind.small_only {
        true if edges => Some("it begins or ends with `-`".to_owned()),
        true if reserved => Some("S3 keeps this beginning or end for itself".to_owned()),
        _ => None,
    }
}
