//! `bad-tag`: tags that AWS does not take.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::plan::ROLE_TAG;

/// Sources: AWS tagging guide, `tagging`; Kinesis takes values up to 255 only. A resource takes 50, and roles have one
/// of pipec's own.
const MOST: usize = 49;
const KEY: usize = 128;
const VALUE: usize = 255;

/// The finding's page.
pub const CODE: Code = Code {
    name: "bad-tag",
    what: "A tag's key is empty, longer than 128 characters or begins with `aws:`, its value is longer than 255, one \
           holds a sign that tags do not have, or there are more than 49.",
    why: "Each service would refuse the resource that carries it.",
    example: "settings: { tags: { \"aws:team\": data } }\n",
    instead: "settings: { tags: { team: data } }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    let Some(settings) = &model.spec.settings else { return };
    let tags = &settings.tags.items;
    if let Some((key, _)) = tags.get(MOST) {
        findings.error(
            &CODE,
            key.span,
            format!("a pipeline has at most {MOST} tags, and these are {}", tags.len()),
        );
    }
    for (key, value) in tags {
        if let Some(why) = misfit(&key.value, KEY) {
            findings.error(&CODE, key.span, format!("the key {why}"));
        } else if key.value == ROLE_TAG {
            let message = format!("`{ROLE_TAG}` is a tag of pipec's own");
            findings.error(&CODE, key.span, message).help("choose another key");
        } else if key.value.is_empty() || key.value.to_lowercase().starts_with("aws:") {
            findings.error(
                &CODE,
                key.span,
                "keys that begin with `aws:` are kept for AWS, and none is empty",
            );
        }
        if let Some(value) = value
            && let Some(why) = misfit(&value.value, VALUE)
        {
            findings.error(&CODE, value.span, format!("the value {why}"));
        }
    }
}

fn misfit(text: &str, most: usize) -> Option<String> {
    let length = text.chars().count();
    if length > most {
        return Some(format!("has {length} characters, more than {most}"));
    }
    let odd = text.chars().find(|it| !it.is_alphanumeric() && !" _.:/=+-@".contains(*it));
    odd.map(|it| format!("holds `{}`, which tags do not", it.escape_default()))
}
