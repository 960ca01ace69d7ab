//! `same-thing`: two streams or two sinks that are one thing in AWS.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Model, There};
use crate::source::Span;
use crate::syntax::Arn;
use std::collections::BTreeMap;

/// The finding's page.
pub const CODE: Code = Code {
    name: "same-thing",
    what: "Two streams or two sinks have one ARN in `existing`, or one of them is made with the `name` of one that is \
           there already. Sinks in one bucket may differ in their `prefix`.",
    why: "Each thing in AWS is one node of the graph. Of two nodes nothing would show that a branch reads what it \
          writes, for ever, or that rows arrive twice; and what is there already cannot be made again.",
    example: "streams:\n  readings: { existing: \"arn:aws:kinesis:eu-west-1:111122223333:stream/readings\" }\n  \
              loud: { schema: reading, partition_key: sensor, \
              existing: \"arn:aws:kinesis:eu-west-1:111122223333:stream/readings\" }\n\
              hot:\n  alarm: { to: [alarms, loud] }\n",
    instead: "streams:\n  readings: { existing: \"arn:aws:kinesis:eu-west-1:111122223333:stream/readings\" }\n  \
              loud: { schema: reading, partition_key: sensor, \
              existing: \"arn:aws:kinesis:eu-west-1:111122223333:stream/loud\" }\n\
              hot:\n  alarm: { to: [alarms, loud] }\n",
};

/// Tells of each thing that stood in the file before.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    named_twice(model, findings);
    made_again(model, findings);
}

fn named_twice(model: &Model, findings: &mut Diagnostics) {
    let mut seen: BTreeMap<(&str, &str, &str), Span> = BTreeMap::new();
    for it in model.there() {
        let place = (it.noun, it.arn.text.as_str(), it.inside);
        let Some(first) = seen.get(&place) else {
            seen.insert(place, it.arn.span);
            continue;
        };
        let help = match it.noun {
            "bucket" => "use the first, or give each a `prefix` of its own",
            _ => "use the first",
        };
        let message = format!("another {} of the file is this one", it.noun);
        findings.error(&CODE, it.arn.span, message).label(*first, "here").help(help);
    }
}

/// What is made, but stands already. Of a file with environments only these are made.
fn made_again(model: &Model, findings: &mut Diagnostics) {
    if model.environment.is_none() && !model.spec.environments.items.is_empty() {
        return;
    }
    for (kind, name) in model.names() {
        let message = format!("a {} `{}` is there already", kind.noun, name.value);
        let same = |it: &There| it.noun == kind.noun && it.name == Some(name.value.as_str());
        for it in model.there().filter(same) {
            let finding = match is_here(it.arn, model) {
                Some(true) => findings.error(&CODE, name.span, message.clone()),
                Some(false) => continue,
                None => findings.warn(&CODE, name.span, format!("{message}, if in the account of the stack")),
            };
            finding.label(it.arn.span, "here").help("choose another name");
        }
    }
}

/// Whether a thing is where the stack stands, if that is known. Its region is that of all that is there already, and a
/// bucket's name is taken in the whole world.
fn is_here(arn: &Arn, model: &Model) -> Option<bool> {
    if arn.part(4).is_empty() {
        return Some(true);
    }
    let account = model.environment.as_ref()?.account.as_ref()?;
    Some(account.value == arn.part(4) && model.region() == Some(arn.part(3)))
}
