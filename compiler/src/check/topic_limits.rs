//! `topic-limits`: names and addresses that SNS does not take.

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::sinks;

/// Most characters of a display name (SNS API reference, `SetTopicAttributes`).
const LONGEST: usize = 100;

/// The finding's page.
pub const CODE: Code = Code {
    name: "topic-limits",
    what: "A topic's display name is longer than 100 characters or no plain line, or an address stands there twice.",
    why: "SNS refuses the name when the topic is created, and the second subscription would be the first again.",
    example: "sinks:\n  alerts: { sns: { email: [a@example.com, a@example.com] } }\n\
              hot:\n  alarm: { to: [alarms, alerts] }\n",
    instead: "sinks:\n  alerts: { sns: { email: [a@example.com, b@example.com] } }\n\
              hot:\n  alarm: { to: [alarms, alerts] }\n",
};

/// Tells of each.
pub fn run(model: &Model, findings: &mut Diagnostics) {
    for sink in &model.sinks {
        let Some(sinks::Settings::Sns(topic)) = &sink.settings else { continue };
        if let Some(name) = &topic.display_name {
            let length = name.chars().count();
            if length > LONGEST {
                let message = format!("a display name has at most {LONGEST} characters, not {length}");
                findings.error(&CODE, name.span, message);
            } else if name.chars().any(char::is_control) {
                findings.error(&CODE, name.span, "a display name is one line of plain text");
            }
        }
        for (index, address) in topic.email.items.iter().enumerate() {
            if let Some(first) = topic.email.items[..index].iter().find(|it| it.text == address.text) {
                findings
                    .error(&CODE, address.span, format!("`{}` is subscribed twice", address.text))
                    .label(first.span, "first here");
            }
        }
    }
}
